"""Exercise figures: a pose becomes a body, the body a display list, and that paths. Never knows of pages."""
