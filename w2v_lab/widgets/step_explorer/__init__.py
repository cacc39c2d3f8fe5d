"""The step explorer: one training step, phase by phase, every number traced to its source."""
