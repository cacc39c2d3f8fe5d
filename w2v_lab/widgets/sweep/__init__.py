"""The sweep: one setting on a slider, and what became of an experiment at each of its values."""
