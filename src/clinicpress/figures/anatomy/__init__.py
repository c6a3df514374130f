"""Anatomical diagrams, drawn by code. Never holds an exercise."""
