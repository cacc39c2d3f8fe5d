"""The noise lab: a text thins out, noise is drawn from it, and k + 1 questions are asked."""
