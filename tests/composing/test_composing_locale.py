from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import clinicpress
from clinicpress.composing.locale import FOLDER, Locale, languages, load_locale, read_plain, read_texts
from clinicpress.content.blocktypes.illustrations import DIAGRAMS
from clinicpress.content.models.base import Equipment, Side
from clinicpress.problems import ContentError

EN = load_locale("en", "US")
SOURCES = sorted(Path(clinicpress.__file__).parent.rglob("*.py"))


# Texts for each side; of a dose for both sides the key is the first half alone.
SIDED = ("dose-reps", "dose-sets", "chip", "side-before")


def constants() -> Iterator[str]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def asked_keys() -> Iterator[str]:
    """Keys written out in a call of ``locale.text(...)`` or ``locale.raw(...)``."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("text", "raw") and re.search("locale|^say$", ast.unparse(node.func.value)):
                yield from (str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def forms(locale: Locale) -> Iterator[tuple[str, str]]:
    for key, text in locale.texts.items():
        yield from ((key, form) for form in ([text] if isinstance(text, str) else text.values()))


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set(asked_keys())
    assert len(asked) > 30
    assert asked <= set(EN.texts)


def test_every_text_is_used() -> None:
    families = {f"equipment-{name}" for name in get_args(Equipment)}
    families |= {f"{key}-{side}" for key in SIDED for side in get_args(Side)}
    labels = {key for key in EN.texts if key.startswith("label-")}
    diagrams = {f"{name}-{part}" for name in DIAGRAMS for part in ("alt", "caption")}
    assert diagrams | families - {"dose-reps-both", "dose-sets-both"} <= set(EN.texts)
    assert set(EN.texts) - set(constants()) - families - labels - diagrams == set()


def test_every_piece_of_equipment_has_a_name() -> None:
    assert all(EN.text(f"equipment-{name}") for name in get_args(Equipment))


@pytest.mark.parametrize("language", languages())
def test_languages_have_the_same_texts_and_blanks(language: str) -> None:
    locale = load_locale(language, "US")
    blanks = {key: set[str]() for key in EN.texts}
    for key, form in forms(EN):
        blanks[key] |= set(re.findall(r"{(\w+)}", form))
    assert set(locale.texts) == set(EN.texts)
    for key, form in forms(locale):
        assert form.strip()
        assert set(re.findall(r"{(\w+)}", form)) <= blanks[key], key
    assert all("other" in text for text in locale.texts.values() if not isinstance(text, str))


def test_plural_follows_the_language() -> None:
    assert EN.text("facts-exercises", count=1) == "1 exercise"
    assert EN.text("facts-exercises", count=4) == "4 exercises"
    polish = Locale("pl", "PL", {"x": {"one": "a", "few": "b", "many": "c", "other": "d"}})
    assert [polish.text("x", count=count) for count in (1, 2, 5)] == ["a", "b", "c"]


def test_value_with_braces_stays_as_it_is() -> None:
    assert EN.text("note", text="{count} {text}") == "Note: {count} {text}"


def test_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        EN.text("no-such-text")
    with pytest.raises(KeyError):
        EN.raw("times")


@pytest.mark.parametrize(
    ("language", "country", "date", "month"),
    [
        ("en", "US", "Nov 22, 2026", "Nov 2026"),
        ("en", "GB", "22 Nov 2026", "Nov 2026"),
        # CLDR has no English of Mexico; plain English stands in.
        ("en", "MX", "Nov 22, 2026", "Nov 2026"),
    ],
)
def test_dates(language: str, country: str, date: str, month: str) -> None:
    locale, day = load_locale(language, country), datetime.date(2026, 11, 22)
    assert (locale.date(day), locale.month(day)) == (date, month)


def test_lists_and_weekdays() -> None:
    assert EN.all_of(["a mat", "a chair"]) == "a mat and a chair"
    assert EN.any_of(["x", "y", "z"]) == "x, y, or z"
    assert EN.weekdays(6) == ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
    assert EN.weekdays(0)[0] == "Mo"
    assert EN.tag == "en-US"


@pytest.mark.parametrize("language", ["xx", "", "../locales/en", "EN"])
def test_unknown_language_is_a_problem(language: str) -> None:
    with pytest.raises(ContentError, match="no page texts in the language") as caught:
        load_locale(language, "US")
    assert "en" in caught.value.problems[0].hint


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_of_texts_says_the_same_to_a_reader_of_yaml(path: Path) -> None:
    """Each text stands in a line, as JSON: another one would not be found, or found only in part."""
    assert read_texts(path) == read_plain(path)["texts"]
