"""Lesson 10: its runs, questions, exercise, drawing, their texts, and its records."""
