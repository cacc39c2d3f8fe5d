"""Frozen at −6: one true pair in three programs, from wherever its score starts."""
