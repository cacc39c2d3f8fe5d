"""The cloze walk: one head of attention at work on a hidden word, and CBOW beside it."""
