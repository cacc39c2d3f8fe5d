"""The first look: a sentence becomes words, examples, a first step, and a moving picture."""
