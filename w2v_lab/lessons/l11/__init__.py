"""Lesson 11: its questions, its exercises, its pictures and their texts, and its records."""
