"""Lesson 12: the claims on trial, quoted, predicted, tried."""
