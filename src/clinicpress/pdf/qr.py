"""QR codes as one filled path."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno

from clinicpress.pdf.content import numbers
from clinicpress.problems import OutputError, Problem

# Longer addresses make squares too small for a phone to read from paper (69 by 69 on 20 mm).
_MOST_BYTES = 300


@lru_cache(maxsize=64)
def qr_modules(value: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of a QR code of level M from the top; true is dark.

    Raises:
        OutputError: if ``value`` is too long to be read from paper.
    """
    length = len(value.encode())
    if length > _MOST_BYTES:
        raise OutputError(
            Problem(f"an address of {length} characters is too long for a QR code", "use a shorter address")
        )
    code = segno.make_qr(value, error="m", boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


def qr_operators(value: str, left: float, bottom: float, size: float) -> list[str]:
    """Operators that fill the dark modules in a square of ``size`` points, within a saved graphics state.

    One path in whole modules, and runs of modules in one rectangle: edges that meet leave no hairlines.
    """
    rows = qr_modules(value)
    module = size / len(rows)
    operators = [f"{module:.5f} 0 0 {module:.5f} {numbers(left, bottom)} cm"]
    for height, row in zip(reversed(range(len(rows))), rows, strict=True):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                operators.append(f"{column} {height} {length} 1 re")
            column += length
    return [*operators, "f"]
