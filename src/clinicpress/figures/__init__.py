"""Exercise figures: a pose becomes a skeleton, the skeleton a display list, and that a drawing.

Knows nothing of pages. Only `clinicpress.figures.compile` loads numpy and shapely.
"""
