"""Finished files read back by its own code, bytes to words. Never imports what wrote them, or any room."""
