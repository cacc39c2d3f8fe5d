"""Lesson 01: its questions, its exercises and their texts."""
