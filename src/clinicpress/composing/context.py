"""What composing needs besides the content: language, paper, ink, and where figures come from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field, replace
from typing import Any, TypeVar, cast

from clinicpress.composing.locale import Locale
from clinicpress.content.models.base import OneSide
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Loaded
from clinicpress.figures.displaylist import Diagram, DisplayList
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem, Source, UsageError
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Illustration
from clinicpress.typesetting.memo import Memo

T = TypeVar("T")
L = TypeVar("L", bound=Loaded[Any])
# Plans of one run share few parts; more than this are made again rather than held.
MOST_KEPT = 4_000


def no_illustration(name: str, source: Source) -> Illustration:
    """Refuse a diagram that nothing is known of.

    Raises:
        ContentError: always.
    """
    raise ContentError(Problem(say("composing.no-diagram", name=name), say("composing.correct-name"), source))


def named(documents: Mapping[str, L], name: str, kind: str) -> L:
    """The document ``name`` of a ``kind``.

    Raises:
        UsageError: if the library has none of that name.
    """
    if name not in documents:
        names = ", ".join(sorted(documents)) or say("list.none")
        hint = say("composing.existing-handouts", names=names)
        if kind == "sheet":
            hint = say("composing.existing-sheets", names=names)
        raise UsageError(Problem(say("composing.does-not-exist-or-cannot-be", kind=kind, name=name), hint))
    return documents[name]


@dataclass(frozen=True)
class Context:
    """How a document is composed.

    ``figure`` gives the compiled figure, mirrored if its second argument is true; ``diagram`` the compiled
    diagram of that name, ``illustration`` one that another package draws. ``side`` is the side that pictures
    of two-sided exercises show; without it the plan's sore side, else the side they were drawn for. ``plan``
    makes a sheet one patient's; ``before`` is the last plan of that same patient, for saying what has
    changed; ``terse`` leaves out what has changed, as there is no room to say what it was before. ``draft``
    marks every page as one that must not be given away.

    A context is for one library: ``kept`` holds what its documents have in common, made once. Contexts that
    `dataclasses.replace` makes for many plans share it.
    """

    locale: Locale
    figure: Callable[[Figure, bool], DisplayList]
    diagram: Callable[[str], Diagram]
    illustration: Callable[[str, Source], Illustration] = no_illustration
    side: OneSide | None = None
    plan: Loaded[Plan] | None = None
    before: Loaded[Plan] | None = None
    terse: bool = False
    draft: bool = False
    kept: Memo[Any] = field(default_factory=lambda: Memo(MOST_KEPT), compare=False, repr=False)

    def alone(self) -> Context:
        """The same context, of which nothing is kept."""
        return replace(self, kept=Memo(MOST_KEPT))

    @property
    def picture_side(self) -> OneSide | None:
        """The side that pictures of two-sided exercises are to show, if anybody said."""
        return self.side or self.sore_side

    @property
    def sore_side(self) -> OneSide | None:
        """The one side that the plan calls sore, if it does."""
        sore = None if self.plan is None else self.plan.model.sore_side
        return sore if sore in ("left", "right") else None

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for each ``key``; who makes it is asked first.

        The place of a plan's words in it is that of the first plan that says them.
        """
        # another language or other figures make other parts
        whole = (self.locale, self.figure, key)
        found = self.kept.get(whole)
        if found is None:
            found = make()
            self.kept.put(whole, found)
        return cast(T, found)
