"""Every text of every file is found by the type of its field, so that a new one cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from clinicpress.checking.catalog import chosen
from clinicpress.checking.scoping import subjects_of
from clinicpress.checking.sifting import look_at
from clinicpress.checking.subject import Rule, Scope, Subject
from clinicpress.checking.textfile import TextFile
from clinicpress.content.models.base import (
    Id,
    LongText,
    Model,
    ProperName,
    ReadAs,
    Reference,
    ShortText,
    TextForm,
    Title,
    Url,
)
from clinicpress.content.models.declaring import Field
from clinicpress.content.models.documents import Handout
from clinicpress.content.models.exercise import Review
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.texts import texts_of
from clinicpress.content.reader import read_library

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN = "Keep going."
HARD = (
    "Comprehensive rehabilitation necessitates individualised neuromuscular re-education, considering "
    "physiological contraindications, comorbidities and psychosocial determinants of recuperation. "
) * 6
# What a rule of each kind has to find wherever it stands; the last ones read sentences, which titles are not.
OF_ALL = {
    "jargon": "Lie supine.",
    "emphasis": "DO NOT DO THIS!!",
    "abbreviation": "Do it for 5 min. ROM is what you need.",
    "exclusive-language": "Simply lift your leg.",
    "sum-for-reader": "Hold for twice as long.",
}
OF_SENTENCES = {
    "long-sentence": "Then go on and on and on and on and on and on and on and on and on and on and on.",
    "reading-grade": HARD,
    "passive-voice": "The knee is bent by the therapist.",
}


class Inner(Model):
    """A model in a model."""

    word: ShortText
    more: tuple[LongText, ...] = ()


class NewBlock(Model):
    """A block that nobody foresaw, with words in every shape that a field can have."""

    quote: ShortText
    head: Title
    essay: LongText
    bare: str
    either: Literal["left"] | ShortText
    maybe: Annotated[ShortText, Field(max_length=2_000)] | None = None
    grid: tuple[tuple[ShortText, ...], ...]
    pair: tuple[Id, ShortText]
    meanings: dict[Title, tuple[ShortText, ...]]
    inner: Inner
    inners: dict[Id, Inner]
    listed: list[Inner]
    name: ProperName = "Sam SUPINE"
    key: Reference = "supine-key"
    code: Id = "supine-id"
    link: Url = "https://www.example.com/SUPINE"
    side: Literal["supine"] = "supine"
    number: int = 3


PLACES: tuple[tuple[str | int, ...], ...] = (
    ("quote",), ("head",), ("essay",), ("bare",), ("either",), ("maybe",), ("grid", 0, 0), ("grid", 1, 1),
    ("pair", 1), ("meanings", "KEY"), ("meanings", "Term", 0), ("inner", "word"), ("inner", "more", 0),
    ("inners", "a", "word"), ("inners", "a", "more", 0), ("listed", 0, "word"), ("listed", 1, "more", 0),
)  # fmt: skip


def block(place: tuple[str | int, ...], text: str) -> NewBlock:
    def put(*here: str | int) -> Any:
        return text if here == place else PLAIN

    def inner(*here: str | int) -> Inner:
        words = {"word": put(*here, "word"), "more": (put(*here, "more", 0),)}
        return Inner.model_construct(**words)

    term = text if place == ("meanings", "KEY") else "Term"
    return NewBlock.model_construct(
        quote=put("quote"), head=put("head"), essay=put("essay"), bare=put("bare"), either=put("either"),
        maybe=put("maybe"),
        grid=((put("grid", 0, 0),), (PLAIN, put("grid", 1, 1))), pair=("a", put("pair", 1)),
        meanings={term: (put("meanings", "Term", 0),)},
        inner=inner("inner"), inners={"a": inner("inners", "a")},
        listed=[inner("listed", 0), inner("listed", 1)],
    )  # fmt: skip


def handout(blocks: tuple[Model, ...]) -> Subject:
    model = Handout.model_construct(
        title="Knee",
        summary=(PLAIN,),
        blocks=blocks,  # type: ignore[arg-type]
        review=Review.model_construct(by="pending"),
    )
    return Subject("handout", "x", Loaded("x", model, "x.yaml", "", {}), TextFile("x.yaml", ""))


@pytest.fixture(scope="module")
def library() -> Library:
    found = read_library(ROOT).library
    assert found is not None
    return found


def found(library: Library, subject: Subject, rules: tuple[Rule, ...]) -> list[str]:
    scope = Scope(library, (subject,), date(2026, 11, 30))
    return [each.rule for each in look_at([subject], scope, rules).standing]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_rules_find_words_in_a_block_that_nobody_foresaw(
    library: Library, place: tuple[str | int, ...]
) -> None:
    """A new block's words escaped the check: its fields were read by their names."""
    is_title = place in {("head",), ("meanings", "KEY")}
    for rule, text in (OF_ALL if is_title else OF_ALL | OF_SENTENCES).items():
        assert found(library, handout((block((), ""),)), chosen([rule])) == []
        assert rule in found(library, handout((block(place, text),)), chosen([rule])), rule


def test_names_choices_and_codes_are_no_words() -> None:
    texts = {text.loc: text for text in texts_of(block((), ""))}
    assert {place for place in PLACES if place[-1] != "KEY"} | {("meanings", "Term"), ("name",)} <= set(texts)
    assert not {("key",), ("code",), ("link",), ("side",), ("pair", 0)} & set(texts)
    assert texts["name",].words == TextForm("name")
    assert texts["meanings", "Term"].role == "label"
    assert texts["essay",].words == TextForm("paragraphs")


class Sized(Model):
    """Texts whose parts their types say."""

    size: Literal["small", "large"] = "small"
    plain: ShortText = "a"
    marked: Annotated[ShortText | None, ReadAs("cell")] = "b"
    each: Annotated[tuple[ShortText, ...], ReadAs("step")] = ("c",)
    meanings: dict[Annotated[Title, ReadAs("term")], Annotated[ShortText, ReadAs("meaning")]] = {"d": "e"}  # noqa: RUF012
    depends: Annotated[ShortText, ReadAs(lambda owner: "stop" if owner.size == "large" else "item")] = "f"


@pytest.mark.parametrize(("size", "role"), [("small", "item"), ("large", "stop")])
def test_the_type_of_a_field_says_the_part_that_its_texts_play(size: Any, role: str) -> None:
    roles = {text.text: text.role for text in texts_of(Sized(size=size))}
    assert roles == {"a": "item", "b": "cell", "c": "step", "d": "term", "e": "meaning", "f": role}


def test_a_part_that_no_rule_knows_is_refused() -> None:
    """A misspelt part would be one that no rule looks at."""
    with pytest.raises(ValueError, match="'meening' is not a part that a text plays"):
        ReadAs("meening")  # type: ignore[arg-type]


def strings(value: object) -> Iterator[str]:
    """All strings of dumped data, keys too: a way to find them that knows of no types."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*strings(key), *strings(each))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def test_every_sentence_of_the_shipped_content_is_found(library: Library) -> None:
    """Whatever has a blank and a full stop in it is a sentence, and stands in a passage."""
    for subject in subjects_of(library):
        seen = {text.text for text in texts_of(subject.model)}
        for each in strings(subject.model.model_dump(mode="python", by_alias=True)):
            if " " in each and each.endswith("."):
                assert each in seen, (subject.kind, subject.id, each)
