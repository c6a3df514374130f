"""Cells that no spreadsheet runs as a formula, whichever sign parts its cells; and back again.

A spreadsheet set to another region parts the same line elsewhere: at semicolons, or at tabs. So what begins a
formula is shielded wherever a cell could begin, by an apostrophe right before it, and not at the start alone.
"""

from __future__ import annotations

import re

# What parts cells, then what a spreadsheet skips: white space, what nobody sees, and quotation marks.
_BEFORE = r"((?:^|[;,|\t\r\n])[\s\"\u00ad\u200b-\u200f\u2060\ufeff]*)"
# The last four are the wide forms of East Asian keyboards.
_FORMULA = r"('*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_BARE = re.compile(_BEFORE + _FORMULA)
_SHIELDED = re.compile(_BEFORE + "'" + _FORMULA)
HEADER = ("file", "name", "id", "birth_date")
# How many pages a file has, with those of an appended PDF; ``pages`` is what the plan asks for.
PAGE_COUNT = "page_count"
# The column that says whether the others hold all of the plan, and what it says then.
WHOLENESS, WHOLE, IN_PART = "plan", "whole", "in part"


def shielded(text: str) -> str:
    """A cell in one line that is text in every reading of it; `unshielded` gives the text back."""
    return _BARE.sub(r"\1'\2", re.sub(r"[ \t\r\n]+", " ", text).strip())


def unshielded(cell: str) -> str:
    """The text that was `shielded`."""
    return _SHIELDED.sub(r"\1\2", cell)
