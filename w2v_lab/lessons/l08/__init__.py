"""Lesson 08: its questions, its exercise, their texts, and its records."""
