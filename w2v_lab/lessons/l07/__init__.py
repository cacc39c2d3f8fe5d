"""Lesson 07: its questions, its exercises and their texts."""
