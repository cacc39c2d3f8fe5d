"""Lesson 09: its questions, its exercises, their texts, and its records."""
