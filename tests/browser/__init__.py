"""Tests that click through notebooks in a real browser."""
