"""Lesson 05: its questions, its exercises and their texts."""
