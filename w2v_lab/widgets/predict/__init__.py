"""A question on its own: predict, commit, and only then read what is so."""
