"""The window slider: a window glides over a sentence, and each position drops its examples."""
