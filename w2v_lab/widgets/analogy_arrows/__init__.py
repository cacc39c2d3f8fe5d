"""Analogy arrows: man is to woman as king is to ?, drawn on a map and ranked in all dimensions."""
