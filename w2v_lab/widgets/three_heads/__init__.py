"""Three heads: one example asked of softmax, of the tree and of negative sampling."""
