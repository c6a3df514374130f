"""A body becomes shapes in painting order, and those a display list. Never decides a pose."""
