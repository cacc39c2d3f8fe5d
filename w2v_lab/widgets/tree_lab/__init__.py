"""The tree lab: a tree grows merge by merge, answers for a word, and learns."""
