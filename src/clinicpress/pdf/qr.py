"""QR codes as forms of one filled path."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from clinicpress.pdf.objects import Raw, Stream, compressed, form_entries
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
    import segno  # noqa: PLC0415  (it takes 12 ms to load, and most pages have no code)

    code = segno.make_qr(value, error="m", boost_error=False)
    return tuple(tuple(map(bool, row)) for row in code.matrix)


def qr_form(value: str) -> Stream:
    """A form that fills the dark modules in black, in a square of one unit.

    One path in whole modules, and runs of modules in one rectangle: edges that meet leave no hairlines.

    Raises:
        OutputError: if ``value`` is too long to be read from paper.
    """
    rows = qr_modules(value)
    count = len(rows)
    operators = ["0 g"]
    for height, row in zip(reversed(range(count)), rows, strict=True):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                operators.append(f"{column} {height} {length} 1 re")
            column += length
    # the matrix takes modules to one unit; six decimals keep the far edge within a hundredth of a module
    scale = Raw(f"[{1 / count:.6f} 0 0 {1 / count:.6f} 0 0]".encode("ascii"))
    entries = form_entries([0, 0, count, count]) | {"Matrix": scale}
    return compressed("\n".join([*operators, "f"]).encode("ascii"), entries)
