"""The row selector: a one-hot input selects a row of W_in, by multiplication or by look-up."""
