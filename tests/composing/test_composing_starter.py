"""The content that clinicpress comes with: composed whole, and held to the rules that it sets for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import pytest
import yaml
from composing_library import context, loaded

from clinicpress.composing.document import Card, Document
from clinicpress.composing.handouts import compose_handout
from clinicpress.composing.sheets import compose_sheet
from clinicpress.composing.uses import drawn_side
from clinicpress.content.models.base import Model, Region
from clinicpress.content.models.brand import Brand, weak_pairs
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Plan, Sheet
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.library import Library, Loaded, region_id
from clinicpress.inline import Words

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
M = TypeVar("M", bound=Model)
# A card's text column holds this many characters at 12 pt.
STEP_CHARACTERS = 61
# Above this the check warns of a long sentence; a warning that tells two conditions apart may need them all.
WORDS_IN_A_SENTENCE = 17
SCHEMAS = {
    "clinic.yaml": "clinic",
    "exercises": "exercise",
    "handouts": "handout",
    "sheets": "sheet",
    "warnings": "warnings",
    "patients": "plan",
    "brands": "brand",
}
# The four of the clinic's own page on sciatica.
FOUR = ("knee-to-chest", "modified-cobra", "seated-hip-stretch", "standing-hamstring-stretch")


def read(model: type[M], path: Path) -> Loaded[M]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for block in data.get("blocks", ()):
        if "page-break" in block:
            block["page-break"] = None
    return loaded(model, path.stem, data)


def folder(model: type[M], path: Path) -> dict[str, Loaded[M]]:
    return {file.stem: read(model, file) for file in sorted(path.glob("*.yaml"))}


@cache
def starter() -> Library:
    return Library(
        root=ROOT,
        clinic=read(Clinic, CONTENT / "clinic.yaml"),
        exercises=folder(Exercise, CONTENT / "exercises"),
        handouts=folder(Handout, CONTENT / "handouts"),
        sheets=folder(Sheet, CONTENT / "sheets"),
        layouts={},
        brands=folder(Brand, ROOT / "assets" / "brands"),
    )


def documents() -> Iterator[Document]:
    library = starter()
    yield compose_sheet(library, "sciatica", context())
    yield compose_handout(library, "sciatica", context())


def words_of(part: Any) -> Iterator[Words]:
    """All words of a document, the lines that stand in for one another included."""
    if isinstance(part, Words):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from words_of(one)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from words_of(getattr(part, name))


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?:])\s+", text)


@pytest.mark.parametrize("name", FOUR)
def test_steps_fit_a_line_and_begin_with_a_verb(name: str) -> None:
    exercise = starter().exercises[name].model
    verbs = {"Bend", "Hold", "Lean", "Let", "Lie", "Lower", "Press", "Pull", "Put", "Rest", "Sit", "Stand"}
    assert exercise.short_steps
    for step in (*exercise.steps, *exercise.short_steps):
        assert len(step) <= STEP_CHARACTERS, step
        assert step.split()[0] in verbs, step
    assert len(exercise.steps) <= 4
    assert len(exercise.short_title or exercise.title) <= 18


@pytest.mark.parametrize("name", FOUR)
def test_exercise_says_how_to_come_back_and_when_to_stop(name: str) -> None:
    exercise = starter().exercises[name].model
    last = (exercise.steps[-1], (exercise.short_steps or exercise.steps)[-1])
    assert all(re.search(r"\b([Ll]ower|[Ss]it up|[Ss]tand (up|tall))\b", step) for step in last)
    assert exercise.stop_if
    assert exercise.not_if
    assert exercise.feel
    assert exercise.review.pending


@pytest.mark.parametrize("name", FOUR)
def test_no_side_is_named_where_the_picture_may_be_mirrored(name: str) -> None:
    exercise = starter().exercises[name].model
    printed = [exercise.title, exercise.why, *exercise.steps, *(exercise.short_steps or ()), *exercise.tips]
    printed += [frame.alt for frame in exercise.figure.frames]
    assert not any(re.search(r"\b(left|right)\b", text) for text in printed)
    assert exercise.side == "both" or drawn_side(exercise.figure) == "right"


def test_every_sentence_is_short() -> None:
    texts = [words.text for document in documents() for words in words_of(document)]
    found = [sentence for text in texts for sentence in sentences(text)]
    assert len(found) > 100
    for sentence in found:
        assert len(re.findall(r"[\w'-]+", sentence)) <= WORDS_IN_A_SENTENCE, sentence


def test_sheet_and_handout_give_the_same_signs() -> None:
    """A sign that stands on one page and not on the other is a sign that somebody misses."""
    sheet, handout = documents()
    assert sheet.safety is not None
    assert handout.safety is not None
    for key in ("stop_items", "emergency_items"):
        one, other = getattr(sheet.safety, key), getattr(handout.safety, key)
        assert [words.text for words in one] == [words.text for words in other]
        assert 3 <= len(one) <= 4


def test_facts_of_the_sheet() -> None:
    document = compose_sheet(starter(), "sciatica", context())
    assert document.facts is not None
    assert document.facts.text == "4 exercises · 10 minutes each time · 2 times a day"


def test_handout_ends_with_all_its_exercises_under_their_heading() -> None:
    document = compose_handout(starter(), "sciatica", context())
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds[-7:] == ["Heading", *["Paragraph"] * 2, *["Card"] * 4]
    assert kinds[:2] == ["Heading", "DiagramFigure"]


def test_example_plan_composes() -> None:
    of = read(Plan, CONTENT / "patients" / "example-plan.yaml")
    document = compose_sheet(starter(), of.model.sheet or "", context(of=of))
    cards = [block for block in document.blocks if isinstance(block, Card)]
    listed = [use.exercise for use in starter().sheets["sciatica"].model.exercises]
    kept = [name for name in listed if name != "modified-cobra"]
    assert [card.exercise for card in cards] == [*kept, "bridge"]
    assert "Do 5 on each side." in cards[0].dose.text


def test_brands_keep_their_contrast_and_share_no_colour_of_their_own() -> None:
    one, other = (starter().brands[name].model for name in ("advance", "harbor"))
    assert weak_pairs(one.colours) == weak_pairs(other.colours) == []
    own = [set(brand.colours.model_dump().values()) - {"#000000", "#FFFFFF"} for brand in (one, other)]
    assert not own[0] & own[1]
    assert one.typefaces != other.typefaces
    for brand in (one, other):
        assert brand.logo
        assert (ROOT / brand.logo).is_file()


def test_files_name_their_schema() -> None:
    files = [*CONTENT.rglob("*.yaml"), *(ROOT / "assets" / "brands").glob("*.yaml")]
    assert len(files) >= 9
    for file in files:
        parts = file.relative_to(ROOT).parts
        kind = SCHEMAS[parts[1]]
        up = "../" * (len(parts) - 1)
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={up}schemas/{kind}.json", file


def test_every_region_has_its_warnings() -> None:
    """A plan may have any exercise, and no page is without an emergency."""
    files = {path.stem for path in (CONTENT / "warnings").glob("*.yaml")}
    assert files == {region_id(region) for region in get_args(Region)}


def test_nobody_in_the_content_is_real() -> None:
    """Telephones are 555-01xx, addresses under example.com, patients plainly fictional."""
    for file in [*CONTENT.rglob("*.yaml"), *CONTENT.rglob("example-*"), *CONTENT.rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        numbers, hosts = re.findall(r"\b\d{3}-\d{4}\b", text), re.findall(r"https?://([^/\s,]+)", text)
        assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers), file
        assert all(host.endswith("example.com") for host in hosts), file
