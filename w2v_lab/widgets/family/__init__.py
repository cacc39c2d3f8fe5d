"""The family: every relative of word2vec on the same texts, and the case behind each number."""
