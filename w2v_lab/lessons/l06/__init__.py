"""Lesson 06: its questions, its exercises and their texts."""
