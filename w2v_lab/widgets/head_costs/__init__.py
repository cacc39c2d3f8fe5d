"""Head costs: what one target costs under each output layer as the vocabulary grows."""
