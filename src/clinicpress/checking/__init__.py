"""The check: files as subjects, their texts, what rules find in them. Never mends anything."""
