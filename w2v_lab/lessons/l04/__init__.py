"""Lesson 04: its questions, its exercises and their texts."""
