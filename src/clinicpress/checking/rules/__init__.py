"""The rules of the content check, by subject. Never opens a file but its word lists."""
