"""Lesson 00: its questions, its exercises and their texts."""
