"""A composed document becomes placed pages. Never writes, never decides a word."""
