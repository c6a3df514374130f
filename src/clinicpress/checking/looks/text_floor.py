"""``text-floor``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.rule import Hit, Rule, Severity
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Subject
from clinicpress.model.layout import Layout
from clinicpress.model.library import Loaded, Loc
from clinicpress.problems import Source

# What is smaller than 12 pt text or a 9 pt footer no layout may say at all.
LARGE = 16.0
_CALLED_LARGE = frozenset({"large"})
# Words of an exercise that have a size of their own, in a layout whose text is large.
_WORDS = ("exercise_title", "facts")


def look(subject: Subject, scope: Scope) -> Iterator[Hit]:
    """Layouts for large print whose words are below 16 pt."""
    if not _is_large(subject, scope):
        return
    layout: Layout = subject.model
    sizes: list[tuple[Loc, float]] = [(("text", "floor"), layout.text.floor)]
    sizes += [(("sizes", name), getattr(layout.sizes, name)) for name in _WORDS]
    for loc, size in sizes:
        if size < LARGE:
            found = f"{loc[-1]} is {size:g} pt, too small for large print"
            instead = f"write {loc[0]}: {{{loc[-1]}: {LARGE:g}pt}} or more"
            yield Hit(_own_place(subject.loaded, loc), found, instead)


def _is_large(subject: Subject, scope: Scope) -> bool:
    """Whether another layout takes it for large text, or it calls itself so."""
    layouts = scope.library.layouts.values()
    taken = any(each.model.large_layout == subject.id for each in layouts)
    return taken or bool(_CALLED_LARGE & set(subject.id.split("-")))


def _own_place(loaded: Loaded[Layout], loc: Loc) -> Source:
    """Where the file says it; where it says nothing, the line of the layout that it comes from."""
    place = loaded.at(*loc)
    extends = loaded.at("extends")
    return (
        place
        if place.path == loaded.path
        else extends
        if extends.path == loaded.path
        else Source(loaded.path)
    )


RULE = Rule(
    id="text-floor",
    group="looks",
    severity=Severity.ERROR,
    kinds=("layout",),
    finds=f"A layout for large print whose words are smaller than {LARGE:g} pt.",
    why="People who ask for large print cannot read what is smaller.",
    basis="RNIB, Clear Print and large print: 16 pt at least for large print.",
    wrong="text: {largest: 18pt, preferred: 14pt, floor: 12pt}  # large-print.yaml",
    right="text: {largest: 20pt, preferred: 18pt, floor: 16pt}",
    look=look,
)
