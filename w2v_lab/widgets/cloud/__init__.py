"""The cloud: the score of every pair on its way to where the formula says that it ends."""
