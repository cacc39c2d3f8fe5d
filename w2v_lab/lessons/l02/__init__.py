"""Lesson 02: its questions, its exercises and their texts."""
