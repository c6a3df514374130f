"""What must be read on pages, said by the YAML of the content alone, and what pypdf reads there.

Nothing here is shared with the code that composes, lays out and writes; only `made` calls it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, cast

import pypdf
import yaml

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.library import Loaded
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import FitError

PLAN_PATH = "content/patients/x.yaml"
NOTE = (
    "Please rest the leg on a pillow after each round and ring us early if the swelling does not "
    "go down by Thursday evening."
)
NOTE_OF_ONE = "Ask somebody to watch you."
PAPERS = ("letter", "a4", "legal")
INKS = ("colour", "mono")
# What is other than in the last plan: an exercise is new or no more there, its dose, its side or its note is
# other, or all three of them.
MARKS = ("none", "new", "stopped", "dose", "side", "note", "all")
# Layouts that may need both sides of the leaf are tried with these.
FEW_MARKS = ("none", "new", "all")
SIDES = ("", "left", "right")
OLD_NOTE = "Go slowly."
# Sheets in other layouts than their own may need both sides of the leaf.
OTHER_LAYOUTS = ("sheet-compact", "fridge", "log")


@dataclass(frozen=True)
class Case:
    """A document as it is asked for; a ``strip`` makes it a patient's, with a note and one mark.

    ``at`` counts, over the end too, to the exercise that bears the mark; ``own`` says that the layout is
    that of the document.
    """

    kind: str
    name: str
    layout: str
    paper: str
    ink: str
    text: str = "standard"
    strip: bool = False
    mark: str = "none"
    side: str = ""
    at: int = 0
    own: bool = True

    @property
    def must_hold(self) -> bool:
        """Whether a refusal is a failure: shipped documents as they are shipped, in standard text.

        With a sore side besides, dose, side and note of one exercise, all other at once, may need both sides
        of the leaf.
        """
        return self.text == "standard" and self.own and not (self.mark == "all" and self.side)


def content(root: Path, kind: str, name: str) -> dict[str, Any]:
    """A content file as plain YAML reads it."""
    loaded: dict[str, Any] = yaml.safe_load((root / "content" / kind / f"{name}.yaml").read_text("utf-8"))
    return loaded


def uses(root: Path, kind: str, name: str) -> list[dict[str, Any]]:
    """The exercises of a sheet or a handout, each as a mapping with its id under ``exercise``."""
    file = content(root, kind, name)
    if kind == "sheets":
        named = file["exercises"]
    else:
        named = [block["exercise"] for block in file["blocks"] if "exercise" in block]
    return [{"exercise": each} if isinstance(each, str) else each for each in named]


def expected(root: Path, case: Case) -> Iterator[str]:
    """Every warning, safety line and note that has to be read."""
    for use in uses(root, f"{case.kind}s", case.name):
        exercise = content(root, "exercises", use["exercise"])
        for key in ("not_if", "safety", "stop_if"):
            yield from exercise.get(key, ())
        if "note" in use:
            yield use["note"]
    if case.strip:
        yield NOTE
        if case.mark in ("note", "all") or not case.must_hold:
            yield NOTE_OF_ONE
        yield from _said_of_the_mark(root, case)


def _said_of_the_mark(root: Path, case: Case) -> Iterator[str]:
    """The word of the mark, and all that a change must say of what was before."""
    if case.mark in ("dose", "all"):
        yield from ("CHANGED", "Before: ", "5 times ")
    if case.mark in ("side", "all"):
        yield from ("CHANGED", "on your right side")
    if case.mark in ("note", "all"):
        yield from ("CHANGED", f"Note before: {OLD_NOTE}")
    if case.mark == "new":
        yield "NEW"
    if case.mark == "stopped":
        stopped = content(root, "exercises", _other(root, case))
        yield from ("STOPPED", "From Nov 22, 2026 on", stopped.get("short_title", stopped["title"]))


def _other(root: Path, case: Case) -> str:
    """An exercise that is not on the sheet."""
    there = {use["exercise"] for use in uses(root, "sheets", case.name)}
    names = sorted(path.stem for path in (root / "content/exercises").glob("*.yaml"))
    return next(name for name in names if name not in there)


def squeezed(text: str) -> str:
    """Words without white space, marks of bold, case and last full stop."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text.replace("**", ""))
    return re.sub(r"[\s\u00ad\u2060]+", "", plain).casefold().removesuffix(".")


def missing(root: Path, case: Case, data: bytes) -> list[str]:
    """What should be read in a PDF, and is not."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    read = squeezed("".join(page.extract_text() for page in pages))
    return [text for text in expected(root, case) if squeezed(text) not in read]


def plans(root: Path, case: Case) -> tuple[Loaded[Plan] | None, Loaded[Plan] | None]:
    """The plan of a case and the one before it, for its mark."""
    if not case.strip:
        return None, None
    named = [use["exercise"] for use in uses(root, "sheets", case.name)]
    marked = named[case.at % len(named)]
    now: dict[str, Any] = {"note": NOTE_OF_ONE} if case.mark in ("note", "all") or not case.must_hold else {}
    old = dict(now)
    if case.mark in ("side", "all"):
        now["side"], old["side"] = "left", "right"
    if case.mark in ("note", "all"):
        old["note"] = OLD_NOTE
    if case.mark in ("dose", "all"):
        old["dosage"] = {"reps": "3", "sets": 1, "per_day": 5}
    said: dict[str, Any] = {
        "patient": {"name": "Jordan Example-Rivera", "id": "EX-1042", "birth_date": "1958-05-02"},
        "clinician": "Sam Sample, PT", "date": "2026-11-22", "sheet": case.name, "note": NOTE,
        "exercises": {marked: now} if now else {},
    }  # fmt: skip
    if case.side:
        said["sore_side"] = case.side
    before = dict(said, date="2026-11-01", exercises={marked: old} if old else {})
    if case.mark == "new":
        before["exercises"] = {"drop": [marked]}
    elif case.mark == "stopped":
        before["exercises"] = {**said["exercises"], "add": [_other(root, case)]}
    loaded = [
        Loaded("x", Plan.model_validate(plan), PLAN_PATH, f"{number}" * 64, {})
        for number, plan in enumerate((said, before))
    ]
    return loaded[0], None if case.mark == "none" else loaded[1]


def made(press: Press, root: Path, case: Case, pages: int | None = None) -> bytes:
    """The PDF of a case.

    Raises:
        FitError: if it does not fit.
    """
    chosen: Any = cast(Any, case)
    job = Job(
        chosen.kind, case.name, Path("unused.pdf"), layout=case.layout, paper=chosen.paper, ink=chosen.ink,
        text=chosen.text, pages=pages,
    )  # fmt: skip
    plan, before = plans(root, case)
    laid = press.place(job, plan, before)
    return write_pdf(laid.document)


def fault(press: Press, root: Path, case: Case) -> str:
    """What is wrong with a case; empty if nothing is."""
    try:
        lacking = missing(root, case, made(press, root, case))
    except FitError as error:
        (problem,) = error.problems
        if case.must_hold:
            return f"{case} is refused: {problem.message}"
        if not problem.hint.startswith("write pages: 2"):
            return f"{case} is refused, and not advised to take both sides: {problem.hint}"
        try:
            lacking = missing(root, case, made(press, root, case, 2))
        except FitError:
            return f"{case} is refused on both sides too"
    return f"{case} does not say {lacking}" if lacking else ""


def cases(root: Path) -> list[Case]:
    """Every case of the matrix."""
    sheets = sorted(path.stem for path in (root / "content/sheets").glob("*.yaml"))
    handouts = sorted(path.stem for path in (root / "content/handouts").glob("*.yaml"))
    return [*_handouts(handouts), *_sheets(root, sheets)]


def _handouts(names: Sequence[str]) -> Iterator[Case]:
    for name, paper, ink in product(names, PAPERS, INKS):
        yield Case("handout", name, "handout", paper, ink)
        yield Case("handout", name, "large-print", paper, ink, "large", own=False)


def _sheets(root: Path, names: Sequence[str]) -> Iterator[Case]:
    for name, (paper_at, paper), ink in product(names, enumerate(PAPERS), INKS):
        layout = content(root, "sheets", name).get("layout", "sheet")
        for other, text, marks in (
            (layout, "standard", MARKS),
            ("large-print", "large", FEW_MARKS),
            *((other, "standard", FEW_MARKS) for other in OTHER_LAYOUTS if other != layout),
        ):
            case = Case("sheet", name, other, paper, ink, text, own=other == layout)
            yield case
            if other == "fridge":
                # a page that others see bears no patient
                continue
            for (mark_at, mark), (side_at, side) in product(enumerate(marks), enumerate(SIDES)):
                yield replace(case, strip=True, mark=mark, side=side, at=paper_at + mark_at + side_at)
            if other == layout and (paper, ink) == ("letter", "colour"):
                # the shortest paper: the mark on each of the exercises
                for mark, at in product(
                    ("new", "dose", "side", "note", "all"), range(len(uses(root, "sheets", name)))
                ):
                    yield replace(case, strip=True, mark=mark, at=at)
