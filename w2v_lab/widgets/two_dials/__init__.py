"""Two dials: the angle and the distance between two words with the same surroundings."""
