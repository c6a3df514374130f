"""A letter that no typeface has is one problem at its place, in whatever field of the content it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.content.models.base import Loc
from clinicpress.content.models.declaring import BaseModel
from clinicpress.content.models.documents import BLOCK_TYPES, Plan
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.models.texts import texts_of
from clinicpress.content.reader import read_library
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ContentError, Problem
from clinicpress.store.cache import workspace_cache

# a page for each text
pytestmark = pytest.mark.slow
# No face of the starter has it; Arabic would be refused for its direction.
SIGN = "\u6f22"
# Texts that are read aloud or kept, and not printed.
UNPRINTED = {
    ("exercise", ("figure", "frames", 0, "alt")),
    ("handout", ("review", "by")),
    ("sheet", ("review", "by")),
    ("exercise", ("review", "by")),
    ("brand", ("name",)),
}
PLAN = {
    "patient": {"name": "Pat Example", "id": "EX-1"}, "clinician": "Sam Lee, PT", "date": "2026-11-22",
    "sheet": "sciatica", "title": "Your back", "note": "See you.", "time": "09:30",
    "exercises": {"knee-to-chest": {"note": "Go slowly."}},
}  # fmt: skip


@pytest.fixture(scope="module")
def library(built_workspace: Path) -> Library:
    """A library whose handout has a block of each type but a picture, and whose brand has initials."""
    found = read_library(built_workspace).library
    assert found is not None
    handout, clinic = found.handouts["sciatica"], found.clinic.model
    examples: dict[str, Any] = {
        key: next(iter(kind.model_fields.values())).examples
        for key, kind in BLOCK_TYPES.items()
        if key not in {"picture", "exercise", "page-break"}
    }
    blocks = [
        kind.model_validate({key: examples[key][0]}) for key, kind in BLOCK_TYPES.items() if key in examples
    ]
    brand = found.brands[clinic.brand]
    return replace(
        found,
        handouts={"sciatica": with_model(handout, blocks=(*handout.model.blocks, *blocks), subtitle="More")},
        brands={clinic.brand: with_model(brand, initials="EP", logo=None)},
        clinic=with_model(
            found.clinic, hours="Monday to Friday", after_hours="Call 555-0100.", address=("1 Way",)
        ),
    )


def with_model(loaded: Loaded[Any], **changes: Any) -> Loaded[Any]:
    return replace(loaded, model=loaded.model.model_copy(update=changes))


def put(value: Any, loc: Loc, text: str, *, key: bool) -> Any:
    """``value`` with ``text`` at ``loc``; or as the key there."""
    if not loc:
        return text
    step, rest = loc[0], loc[1:]
    if isinstance(value, BaseModel):
        names = {field.alias or name: name for name, field in type(value).model_fields.items()}
        if step in names:
            below = put(getattr(value, names[str(step)]), rest, text, key=key)
            return value.model_copy(update={names[str(step)]: below})
        extra = {**(value.model_extra or {})}
        extra[str(step)] = put(extra[str(step)], rest, text, key=key)
        return value.model_copy(update=extra)
    if isinstance(value, dict):
        if key and not rest:
            return {text if each == step else each: one for each, one in value.items()}
        return {each: put(one, rest, text, key=key) if each == step else one for each, one in value.items()}
    return tuple(put(one, rest, text, key=key) if each == step else one for each, one in enumerate(value))


def files(library: Library, plan: Loaded[Plan]) -> Iterator[tuple[str, Loaded[Any]]]:
    """What the pages of a patient's sheet and of a handout are made of."""
    yield "clinic", library.clinic
    yield "brand", library.brands[library.clinic.model.brand]
    yield "handout", library.handouts["sciatica"]
    yield "sheet", library.sheets["sciatica"]
    yield "exercise", library.exercises["knee-to-chest"]
    yield "exercise", library.exercises["seated-hip-stretch"]
    yield "plan", plan


def changed(library: Library, kind: str, loaded: Loaded[Any]) -> Library:
    """The library with another file."""
    if kind in {"clinic", "plan"}:
        return replace(library, clinic=loaded) if kind == "clinic" else library
    changes: dict[str, Any] = {f"{kind}s": {**getattr(library, f"{kind}s"), loaded.id: loaded}}
    return replace(library, **changes)


def problems_of(press: Press, plan: Loaded[Plan], kind: str) -> tuple[Problem, ...]:
    """What keeps the patient's sheet from being made, or the handout."""
    of: Literal["handout", "sheet"] = "handout" if kind == "handout" else "sheet"
    job = Job(of, "sciatica", Path("x.pdf"), layout=of, paper="letter")
    try:
        write_pdf(press.place(job, plan if kind not in {"handout", "sheet"} else None).document)
    except ContentError as error:
        return error.problems
    return ()


def test_each_text_with_a_letter_that_no_typeface_has_is_one_problem(library: Library) -> None:
    """Captions of frames and initials failed only as the file was written, and without a place."""
    cache, plan = workspace_cache(library.root), Loaded("p", Plan.model_validate(PLAN), "p.yaml", "", {})
    unprinted, count = set(), 0
    for kind, loaded in files(library, plan):
        for text in texts_of(loaded.model):
            if kind != "handout" and any(isinstance(step, int) and step for step in text.loc):
                continue  # the others of a list are no other field
            count += 1
            own = replace(
                loaded, model=put(loaded.model, text.loc, f"{text.text} {SIGN}", key=text.role == "term")
            )
            found = problems_of(
                Press(changed(library, kind, own), cache), own if kind == "plan" else plan, kind
            )
            at = loaded.at(*text.loc)
            if not found:
                unprinted.add((kind, text.loc))
                continue
            assert [(each.source.path, each.source.line) for each in found if each.source] == [
                (at.path, at.line)
            ]
            assert found[0].sign == SIGN
    assert count > 60
    assert unprinted == UNPRINTED
