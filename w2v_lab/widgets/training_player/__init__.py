"""The training player: words on a plane, moving while they learn; a run, or two side by side."""
