"""Faces, line breaking and the items that a page is made of. Never knows content, never writes."""
