"""What the one-page fit costs and gives: ``python benchmarks/fit.py [--sheets N] [--seed S]``.

Sheets of 1 to 12 exercises of the starter, with its figures, generated steps and some of its other words, are
laid out once each: up to six in the layout ``sheet``, more in ``sheet-compact``. The aim: none takes a second
of CPU, whether it fits or is refused.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from generated import PARTS, Maker  # noqa: E402

from clinicpress.choices import Chosen  # noqa: E402
from clinicpress.composing.cards import compose_card  # noqa: E402
from clinicpress.composing.context import Context  # noqa: E402
from clinicpress.composing.document import Card, Document  # noqa: E402
from clinicpress.composing.locale import load_locale  # noqa: E402
from clinicpress.composing.sheets import compose_sheet  # noqa: E402
from clinicpress.composing.uses import use_of  # noqa: E402
from clinicpress.content.models.library import Library  # noqa: E402
from clinicpress.content.reader import read_library  # noqa: E402
from clinicpress.figures.compiled import diagram, figure  # noqa: E402
from clinicpress.layout.fit.sheetfit import first_fit  # noqa: E402
from clinicpress.layout.paper import page_frame  # noqa: E402
from clinicpress.layout.placing import make_look, make_setting  # noqa: E402
from clinicpress.problems import FitError, Source  # noqa: E402
from clinicpress.store.cache import workspace_cache  # noqa: E402
from clinicpress.tasks.starter import copy_starter  # noqa: E402
from clinicpress.units import Paper  # noqa: E402

MOST, MOST_LARGE = 12, 6
LIMIT = 1.0
GROUPS = ((12.0, 12.75, "12"), (12.75, 14.75, "13-14"), (14.75, 16.75, "15-16"), (16.75, 19.0, "17-18"))
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Fit:
    """A sheet laid out: its exercises, the size of its text in points (0: refused), seconds of CPU."""

    count: int
    size: float
    cpu: float


@dataclass(frozen=True)
class Bench:
    """The starter's library and cards, which generated sheets are made of."""

    library: Library
    sheet: Document
    cards: tuple[Card, ...]

    def document(self, random: Random, count: int) -> Document:
        """The starter's sheet with ``count`` of its exercises in any order, and steps of their own."""
        language = ("en", "en", "en", "de", "fi", "vi", "ru")[random.randint(0, 6)]
        longest, most = random.choice((6, 9, 14, 25)), random.choice((2, 3, 4, 6))
        make = Maker(random, "content/sheets/x.yaml", language, 50, longest, most)
        cards = tuple(
            self._card(make, number, card) for number, card in enumerate(random.sample(self.cards, count), 1)
        )
        log = self.sheet.log if make.maybe() else None
        return replace(self.sheet, blocks=cards, log=log, summary=self.sheet.summary[random.randint(0, 2) :])

    @staticmethod
    def _card(make: Maker, number: int, card: Card) -> Card:
        steps = make.several(2, max(2, make.most_steps), make.longest)
        short = make.several(1, 3, 6) if make.maybe() else ()
        gone: dict[str, Any] = {part: None for part in PARTS if make.maybe()}
        tips = card.tips if make.maybe() else ()
        return replace(card, number=number, steps=steps, short_steps=short, tips=tips, **gone)

    def laid(self, document: Document, paper: Paper = "letter") -> float:
        """The size of the text in points, or 0 where the sheet does not fit."""
        library, clinic = self.library, self.library.clinic.model
        layout, brand = library.layouts[layout_of(document)].model, library.brands[clinic.brand].model
        try:
            chosen = Chosen(layout=layout_of(document), paper=paper)
            result = make_setting(layout, brand, chosen, asset=library.asset).lay_out(document)
        except FitError:
            return 0.0
        return result.report.text_size

    def fitted(self, document: Document, paper: Paper) -> Callable[[], object]:
        """The search for the first rung on which a sheet fits, and nothing around it."""
        library, clinic = self.library, self.library.clinic.model
        layout, brand = library.layouts[layout_of(document)].model, library.brands[clinic.brand].model
        look, frame = make_look(layout, brand, "colour", library.asset, None), page_frame(layout, paper)
        return lambda: first_fit(document, look, frame)


def layout_of(document: Document) -> str:
    return "sheet" if len(document.blocks) <= MOST_LARGE else "sheet-compact"


def bench(root: Path) -> Bench:
    """A copy of the starter at ``root``, its figures compiled into the cache of the workspace."""
    copy_starter(root)
    library = read_library(root).library
    if library is None:
        raise SystemExit("the starter cannot be read")
    cache = workspace_cache(root)
    context = Context(
        load_locale("en", library.clinic.model.country),
        lambda drawn, mirror: figure(drawn, mirror=mirror, cache=cache),
        lambda name: diagram(name, cache=cache),
    )  # fmt: skip
    names = sorted(library.exercises)
    cards = tuple(
        compose_card(use_of(library, name, Source("content/sheets/x.yaml", number, 5)), number, context)
        for number, name in enumerate(names, 1)
    )
    return Bench(library, compose_sheet(library, "sciatica", context), cards)


def timed(work: Callable[[], object]) -> tuple[object, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def fits(made: Bench, sheets: int, seed: int) -> Iterator[Fit]:
    for number in range(sheets):
        count = number % MOST + 1
        document = made.document(Random(f"{seed} {number}"), count)
        began = time.process_time()
        size = made.laid(document)
        yield Fit(count, size, time.process_time() - began)


def rows(found: Sequence[Fit]) -> Iterator[str]:
    """The table, a line for each number of exercises and one for all."""
    sizes = [name for _, _, name in GROUPS]
    heads = ["exercises", "sheets", "fit", *(f"{name} pt" for name in sizes), "refused"]
    heads += ["fit: median ms", "longest ms", "refusal: median ms", "longest ms"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---:|' * len(heads)}"
    for count in range(1, MOST + 1):
        yield row(str(count), [fit for fit in found if fit.count == count])
    yield row("all", found)


def row(name: str, found: Sequence[Fit]) -> str:
    fit, refused = [each for each in found if each.size], [each for each in found if not each.size]
    shares = [share(sum(low <= each.size < high for each in fit), len(found)) for low, high, _ in GROUPS]
    cells = [name, str(len(found)), str(len(fit)), *shares, share(len(refused), len(found))]
    return f"| {' | '.join([*cells, *times(fit), *times(refused)])} |"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def times(found: Sequence[Fit]) -> tuple[str, str]:
    """Median and longest in milliseconds."""
    if not found:
        return "-", "-"
    cpu = [each.cpu * 1000 for each in found]
    return f"{statistics.median(cpu):.0f}", f"{max(cpu):.0f}"


def known(made: Bench, seed: int) -> float | None:
    """Median seconds of the fit alone, of sheets of six that were laid out before in this process.

    They are on the longest paper: six of the starter's exercises hardly ever fit on a shorter one.
    """
    found = []
    for number in range(ROUNDS * 10):
        document = made.document(Random(f"six {seed} {number}"), MOST_LARGE)
        if made.laid(document, "legal"):
            found.append(timed(made.fitted(document, "legal"))[1])
        if len(found) == ROUNDS:
            break
    return statistics.median(found) if found else None


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        made = bench(Path(scratch) / "workspace")
        found = list(fits(made, options.sheets, options.seed))
        again = known(made, options.seed)
    print("\n".join(rows(found)))
    if again is None:
        print(f"\nNo sheet of {MOST_LARGE} fits, so the fit alone was not measured.")
    else:
        print(f"\nFit alone of {MOST_LARGE} exercises known before, on Legal: median {again * 1000:.1f} ms.")
    longest = max(found, key=lambda fit: fit.cpu)
    what = "a fit" if longest.size else "a refusal"
    print(f"\nThe longest of all is {what} of {longest.count} exercises: {longest.cpu * 1000:.0f} ms of CPU.")
    return int(longest.cpu >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
