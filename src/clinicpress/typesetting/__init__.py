"""Fonts, line breaking and the items that a page is made of. Knows no content and writes nothing."""
