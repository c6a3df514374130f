"""What a file depends on is recorded while it is made: a change has that made again, and no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from clinicpress import Workspace
from clinicpress.build.building import build
from clinicpress.build.inputs import DependencyNotes, known_inputs, record_inputs
from clinicpress.build.jobs import Job, Request
from clinicpress.build.press import Press
from clinicpress.content.models.library import ALL, Dependency, Library
from clinicpress.content.reader import read_library
from clinicpress.store.cache import Cache, workspace_cache
from clinicpress.typesetting.faces import lato_file

ALL_SHEETS = {"sheet low-back-strength", "sheet sciatica", "sheet sit-to-stand"}
EVERY = {"handout low-back-strength", "handout sciatica", *ALL_SHEETS}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123456"/></svg>'

PLAN = """\
patient: {name: Pat Example, id: EX-0001}
clinician: Sam Lee, PT
date: 2026-11-22
sheet: %s
"""
# Edits of files that are there already.
EDITS = {
    "clinic": ("content/clinic.yaml", "555-0142", "555-0143"),
    "exercise": ("content/exercises/knee-to-chest.yaml", "reps: 3", "reps: 4"),
    "added exercise": ("content/exercises/cat-cow.yaml", "why: ", "why: Now. "),
    "sheet": ("content/sheets/low-back-strength.yaml", "title: ", "title: New "),
    "handout": ("content/handouts/sciatica.yaml", "title: Sciatica", "title: Leg pain"),
    "layout": ("assets/layouts/sheet-steps.yaml", "6pt", "7pt"),
    "base of layouts": ("assets/layouts/base.yaml", "17pt", "18pt"),
    "layout of none": ("assets/layouts/trifold.yaml", "extends: ", "# new\nextends: "),
    "brand": ("assets/brands/advance.yaml", "name: A", "name: The A"),
    "warnings": ("content/warnings/low-back.yaml", "stop_if:", "# new\nstop_if:"),
}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def draw(path: Path, colour: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (300, 200), colour).save(path)


def form(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path), pagesize=(612, 792), invariant=True)
    canvas.drawString(72, 700, words)
    canvas.save()


def set_face(root: Path, weight: str) -> None:
    (root / "assets" / "fonts").mkdir(exist_ok=True)
    shutil.copy(lato_file(weight), root / "assets" / "fonts" / "own.ttf")


def add_layout(root: Path) -> None:
    (root / "assets" / "layouts" / "new.yaml").write_text("extends: sheet\nkind: sheet\n", encoding="utf-8")


def add_exercise(root: Path) -> None:
    text = (root / "content/exercises/bridge.yaml").read_text(encoding="utf-8")
    (root / "content/exercises/high-bridge.yaml").write_text(text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda root: None,
    "logo": lambda root: (root / "assets/logos/advance.svg").write_text(LOGO, encoding="utf-8"),
    "picture": lambda root: draw(root / "assets/pictures/knee.png", "navy"),
    "typeface": lambda root: set_face(root, "Medium"),
    "appended PDF": lambda root: form(root / "assets/forms/consent.pdf", "Read and sign, please."),
    "new layout": add_layout,
    "new exercise": add_exercise,
    **{
        name: lambda root, file=file, old=old, new=new: edit(root / file, old, new)  # type: ignore[misc]
        for name, (file, old, new) in EDITS.items()
    },
}
# Which documents are made again after a change, and which of the two plans: that of the sheet sciatica, which
# adds an exercise and has a PDF behind it, and that of the sheet low-back-strength.
AGAIN: dict[str, tuple[set[str], tuple[bool, bool]]] = {
    "nothing": (set(), (False, False)),
    "clinic": (EVERY, (True, True)),
    "brand": (EVERY, (True, True)),
    "logo": (EVERY, (True, True)),
    "typeface": (EVERY, (True, True)),
    "base of layouts": (EVERY, (True, True)),
    "exercise": ({"handout sciatica", "sheet sciatica"}, (True, False)),
    "added exercise": ({"handout low-back-strength"}, (True, False)),
    "sheet": ({"sheet low-back-strength"}, (False, True)),
    "handout": ({"handout sciatica"}, (False, False)),
    "picture": ({"handout sciatica"}, (False, False)),
    "layout": ({"sheet sit-to-stand"}, (False, False)),
    "layout of none": (set(), (False, False)),
    "appended PDF": (set(), (True, False)),
    "warnings": (set(), (True, False)),
    "new layout": (set(), (False, False)),
    "new exercise": (set(), (False, False)),
}


@pytest.fixture(scope="module")
def made(built_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a file of each kind, in which everything is made."""
    root = tmp_path_factory.mktemp("made") / "workspace"
    shutil.copytree(built_workspace, root, ignore=shutil.ignore_patterns("output"))
    picture = '{file: assets/pictures/knee.png, alt: "A knee, bent a little.", caption: Your knee}'
    edit(root / "content/handouts/sciatica.yaml", "blocks:\n", f"blocks:\n  - picture: {picture}\n")
    append = "append: assets/forms/consent.pdf"
    edit(root / "content/sheets/sciatica.yaml", "layout: sheet", f"{append}\nlayout: sheet")
    edit(root / "assets/brands/advance.yaml", "regular: lato:Regular", "regular: assets/fonts/own.ttf")
    draw(root / "assets/pictures/knee.png", "teal")
    form(root / "assets/forms/consent.pdf", "Read and sign.")
    set_face(root, "Regular")
    (root / "plans").mkdir()
    adds = "exercises: {add: [cat-cow], drop: [sciatic-nerve-glide]}\n"
    (root / "plans/a.yaml").write_text(PLAN % "sciatica" + adds, encoding="utf-8")
    (root / "plans/b.yaml").write_text(PLAN % "low-back-strength", encoding="utf-8")
    assert build_again(root) == EVERY
    assert plans_again(root) == (True, True)
    return root


def build_again(root: Path) -> set[str]:
    """The documents that a build makes; the others are unchanged."""
    result = build(root, Request(jobs=1))
    assert result.ok, result.all_problems
    return {f"{found.kind} {found.id}" for found in result.outcomes if found.status == "built"}


def plans_again(root: Path) -> tuple[bool, ...]:
    result = Workspace(root).batch(root / "plans", day=date(2026, 11, 22), jobs=1)
    assert not result.all_problems, result.all_problems
    return tuple(outcome.status == "built" for outcome in result.outcomes)


@pytest.mark.parametrize("change", AGAIN)
def test_each_kind_of_file_makes_its_documents_again_and_no_others(
    made: Path, tmp_path: Path, change: str
) -> None:
    """A copied workspace is as unchanged as the first one."""
    root = tmp_path / "workspace"
    shutil.copytree(made, root)
    CHANGES[change](root)
    documents, plans = AGAIN[change]
    assert build_again(root) == documents
    assert plans_again(root) == plans
    assert build_again(root) == set()
    assert plans_again(root) == (False, False)


# -- records --


def library_of(root: Path) -> Library:
    library = read_library(root).library
    assert library is not None
    return library


def sheet_job(out: Path = Path()) -> Job:
    return Job("sheet", "sciatica", out / "sciatica.pdf", layout="sheet", paper="letter")


def test_a_logo_that_comes_before_that_of_the_starter_is_seen(workspace: Path) -> None:
    """The file that was looked for and was not there."""
    for name in ("logos/advance.svg", "brands/advance.yaml"):
        (workspace / "assets" / name).unlink()
    assert build_again(workspace) == {"handout sciatica", "sheet sciatica"}
    (workspace / "assets/logos/advance.svg").write_text(LOGO, encoding="utf-8")
    assert build_again(workspace) == {"handout sciatica", "sheet sciatica"}


def test_a_file_that_was_not_there_is_an_input(workspace: Path) -> None:
    (workspace / "content/warnings/knee.yaml").rename(workspace / "knee.yaml")
    library, cache, job = replace(library_of(workspace), warnings={}), workspace_cache(workspace), sheet_job()
    opened = taken(library, lambda noting: noting.warnings.get("knee"))
    assert opened == {("warnings", "knee")}
    inputs = record_inputs(library, job, cache, opened)
    assert inputs == known_inputs(library, job, cache)
    (workspace / "knee.yaml").rename(workspace / "content/warnings/knee.yaml")
    assert known_inputs(library_of(workspace), job, cache) == ""


def taken(library: Library, look: Callable[[Library], object]) -> set[Dependency]:
    notes = DependencyNotes()
    noting = library.noting(notes)
    with notes.taken() as opened:
        look(noting)
    look(noting)  # after the block, nothing is noted
    return opened


def test_all_that_is_looked_up_is_noted(built_workspace: Path) -> None:
    library = library_of(built_workspace)
    assert taken(library, lambda found: "bridge" in found.exercises) == {("exercises", "bridge")}
    assert taken(library, lambda found: found.sheets["sciatica"]) == {("sheets", "sciatica")}
    assert taken(library, lambda found: found.handouts.get("x")) == {("handouts", "x")}
    assert taken(library, lambda found: found.asset("a.png")) == {("files", "a.png")}
    assert taken(library, lambda found: len(found.layouts)) == {("layouts", ALL)}
    every = {("brands", name) for name in library.brands}
    assert taken(library, lambda found: list(found.brands.values())) == {("brands", ALL), *every}
    assert taken(library.noting(DependencyNotes()), lambda found: found.sheet("x")) == {("sheets", "x")}


def test_what_documents_share_is_an_input_of_each(built_workspace: Path) -> None:
    """The press opens typefaces and the logo once for all documents of a look."""
    library, cache = library_of(built_workspace), Cache(None)
    press = Press(library, cache)
    jobs = [sheet_job(), replace(sheet_job(), id="low-back-strength")]
    first, second = (press.make(job).inputs for job in jobs)
    assert Press(library, cache).make(jobs[1]).inputs == second
    assert first != second


def test_inputs_are_the_same_in_another_place_and_tell_options_apart(workspace: Path) -> None:
    library, cache = library_of(workspace), Cache(None)
    opened = {("sheets", "sciatica")}
    inputs = record_inputs(library, sheet_job(), cache, opened)
    assert record_inputs(library, sheet_job(Path("elsewhere")), cache, opened) == inputs
    others = ({"paper": "a4"}, {"ink": "mono"}, {"layout": "base"}, {"text": "large"}, {"binding": "left"},
              {"format": "boxes"}, {"draft": True}, {"pages": 2})  # fmt: skip
    every = {record_inputs(library, replace(sheet_job(), **other), cache, opened) for other in others}
    assert len({inputs, *every}) == 9


def test_without_a_record_nothing_is_known(workspace: Path) -> None:
    library = library_of(workspace)
    assert known_inputs(library, sheet_job(), Cache(None)) == ""
    with Cache(workspace / "cache") as cache:
        opened = {("sheets", "sciatica"), ("exercises", "bridge")}
        assert known_inputs(library, sheet_job(), cache) == ""
        inputs = record_inputs(library, sheet_job(), cache, opened)
        assert known_inputs(library, sheet_job(), cache) == inputs
        assert known_inputs(library, sheet_job(), cache, "plans") == ""
