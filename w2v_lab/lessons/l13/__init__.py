"""Lesson 13: the five functions that are word2vec, the model that they make, and a repair shop."""
