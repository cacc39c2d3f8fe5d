"""Parameters: what each setting of `fit` does to vectors of a real text, recorded and anew."""
