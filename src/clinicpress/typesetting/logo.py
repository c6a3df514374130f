"""A brand's logo, ready to be placed."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.typesetting.items import RasterArt, Vector, VectorArt

# The largest box in points that a logo is fitted into on any page: that on the front of a folded leaflet.
MOST_WIDTH, MOST_HEIGHT = 250.0, 45.0
# Letters in a logo are finer than those in a photograph.
DPI = 600


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's natural size and its picture: a vector drawing, or the bytes of a PNG."""

    width: float
    height: float
    picture: Vector | bytes

    def art(self, width: float, height: float) -> VectorArt | RasterArt:
        """The logo fitted into ``width`` by ``height`` points: at the left, in the middle of the height."""
        scale = min(width / self.width, height / self.height)
        box = (0.0, (height - self.height * scale) / 2, self.width * scale, self.height * scale)
        if isinstance(self.picture, bytes):
            return RasterArt(*box, self.picture, dpi=DPI)
        return VectorArt(*box, self.picture)
