"""Lesson 03: its questions, its exercises and their texts."""
