"""Content streams: numbers, colours, and the graphics state that is already set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

# What a page starts with (ISO 32000-1, table 52): no operator is needed to set it.
_INITIAL = {"fill": "0 g", "stroke": "0 G", "width": "1 w", "cap": "0 J", "join": "0 j", "dash": "[] 0 d"}


def number(value: float) -> str:
    """A number with at most two decimals: 0.01 pt is 4 micrometres on paper."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Numbers with a space between them."""
    return " ".join(map(number, values))


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1 of a colour written as ``#RRGGBB``.

    Raises:
        ValueError: if it is written otherwise.
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour written as #RRGGBB")
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def rgb_operator(red: float, green: float, blue: float, *, stroke: bool) -> str:
    """The operator that sets a colour; a grey is set as grey, which printers give black ink alone."""
    parts = [f"{part:.3f}".rstrip("0").rstrip(".") for part in (red, green, blue)]
    if parts[0] == parts[1] == parts[2]:
        return f"{parts[0]} {'G' if stroke else 'g'}"
    return f"{' '.join(parts)} {'RG' if stroke else 'rg'}"


@lru_cache(maxsize=512)
def colour_operator(colour: str, *, stroke: bool) -> str:
    """The operator that sets a colour written as ``#RRGGBB``."""
    return rgb_operator(*rgb(colour), stroke=stroke)


class Content:
    """The operators of a page or a form, without those that would set what is set already.

    ``fresh`` says that it starts with the state of a new page; a form starts with that of its surroundings.
    """

    def __init__(self, *, fresh: bool = True) -> None:
        self._code: list[str] = []
        self._state = dict(_INITIAL) if fresh else {}

    def write(self, *operators: str) -> None:
        """Append operators as they are."""
        self._code.extend(operators)

    def set(self, parameter: str, operator: str) -> None:
        """Append an operator that sets a parameter of the graphics state, unless it stands so already."""
        if self._state.get(parameter) != operator:
            self._state[parameter] = operator
            self._code.append(operator)

    def set_fill(self, colour: str) -> None:
        """Set the colour of text and areas."""
        self.set("fill", colour_operator(colour, stroke=False))

    def set_stroke(
        self, colour: str, width: float, *, dash: tuple[float, ...] = (), round_ends: bool = False
    ) -> None:
        """Set the colour and the shape of lines; ``width`` and ``dash`` in points."""
        self.set("stroke", colour_operator(colour, stroke=True))
        self.set("width", f"{number(width)} w")
        self.set("dash", f"[{numbers(*dash)}] 0 d")
        self.set("cap", f"{int(round_ends)} J")
        self.set("join", f"{int(round_ends)} j")

    @contextmanager
    def saved(self) -> Iterator[None]:
        """Leave the graphics state as it was before."""
        state = dict(self._state)
        self._code.append("q")
        yield
        self._code.append("Q")
        self._state = state

    def to_bytes(self) -> bytes:
        """The operators, one a line."""
        return "\n".join(self._code).encode("latin-1")
