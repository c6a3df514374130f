"""Rules across files: what a document names is there and fits, and a brand can be read by weak eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from clinicpress.content.assets import (
    Judge,
    form_problem,
    judged,
    logo_problem,
    picture_problem,
    typeface_problem,
)
from clinicpress.content.blocktypes.illustrations import DIAGRAMS, DiagramBlock, ExerciseBlock
from clinicpress.content.fitting import side_fault
from clinicpress.content.layouts import BASE
from clinicpress.content.models.base import Region
from clinicpress.content.models.brand import MIN_TEXT_CONTRAST, Brand, readable, weak_pairs
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.declaring import field_keys
from clinicpress.content.models.documents import Handout, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise, ExerciseUse
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import Loaded, TypedResult, region_id
from clinicpress.content.models.texts import assets_of
from clinicpress.content.plugins import installed_diagrams
from clinicpress.content.suggest import near
from clinicpress.content.yaml.text import shorten
from clinicpress.messages import later, linked, say
from clinicpress.problems import Problem, Source
from clinicpress.records import dataclass

Outcomes = Mapping[str, TypedResult[Any]]
# Codes that people write for a country, and the ones that stand for it.
_MISCALLED = {"UK": "GB"}
# By whether it is the text that is to be changed, and whether the text is the one on the brand colour.
_TONES = {
    (True, False): later("content.darker-colour", "key"),
    (False, False): later("content.lighter-colour", "key"),
    (True, True): later("content.lighter-colour", "key"),
    (False, True): later("content.darker-colour", "key"),
}


@dataclass(frozen=True, slots=True)
class CrossScope:
    """What documents may name: everything that there is, also what could not be read itself.

    ``own_brands`` are the ids of those whose file is in the workspace, the first of ``roots``. ``judge``
    judges pictures and typefaces.
    """

    roots: Sequence[Path]
    exercises: Mapping[str, TypedResult[Exercise]]
    layouts: Mapping[str, TypedResult[Layout]]
    brands: Mapping[str, TypedResult[Brand]]
    own_brands: frozenset[str] = frozenset()
    judge: Judge = judged

    def roots_of(self, brand: Loaded[Brand]) -> Sequence[Path]:
        """Where the files of a brand may be: the example clinic's logo never stands in for a clinic's own."""
        return self.roots[:1] if brand.id in self.own_brands else self.roots


def unknown(what: str, name: str, known: Outcomes | Sequence[str], source: Source) -> Problem:
    """The problem of a name that stands for nothing."""
    hint = near(name, known) if known else say("content.no-file-of-kind-yet", what=what)
    return Problem(say("content.no-such-file", what=what, name=shorten(name)), hint, source)


def clinic_problems(clinic: Loaded[Clinic], scope: CrossScope) -> Iterator[Problem]:
    """The brand is there, and the country is called as ISO 3166 calls it."""
    if clinic.model.country in _MISCALLED:
        right = _MISCALLED[clinic.model.country]
        message = say("content.not-country-code", country=clinic.model.country)
        yield Problem(message, say("content.write-country-code", right=right), clinic.at("country"))
    yield from _append_problems(clinic, clinic.model.append, scope)
    brand = clinic.model.brand
    if brand not in scope.brands:
        yield unknown("brand", brand, scope.brands, clinic.at("brand"))


def brand_problems(brand: Loaded[Brand], scope: CrossScope) -> Iterator[Problem]:
    """Logo and typefaces are there and can be used; text stands out from its ground."""
    roots = scope.roots_of(brand)
    if brand.model.logo is not None:
        yield from _some(logo_problem(brand.model.logo, roots, brand.at("logo"), scope.judge))
    for weight in field_keys(type(brand.model.typefaces)):
        name = getattr(brand.model.typefaces, weight)
        yield from _some(typeface_problem(name, roots, brand.at("typefaces", weight), scope.judge))
    for text, colour, ground, back, ratio in weak_pairs(brand.model.colours):
        message = say(
            "content.weak-contrast-of-text", text=text, colour=colour, ground=ground, back=back, ratio=ratio
        )
        keys = _to_change(brand, text, ground)
        colours = [say(_TONES[key == text, text == "on_brand"], key=key) for key in keys]
        choose = linked("list.and", colours)
        hint = say("content.choose-readable-colours", choose=choose, least=MIN_TEXT_CONTRAST)
        written = [key for key in (*keys, text, ground) if key in brand.model.colours.model_fields_set]
        yield Problem(message, hint, brand.at("colours", *written[:1]))


def _to_change(brand: Loaded[Brand], text: str, ground: str) -> tuple[str, ...]:
    """Which of two colours to change; both if neither is enough alone.

    One that the file gives comes before one that it does not, the text before its ground.
    """
    colours = brand.model.colours
    far, back = ("#FFFFFF", "#000000") if text == "on_brand" else ("#000000", "#FFFFFF")
    enough = {
        text: readable(far, getattr(colours, ground)),
        ground: readable(getattr(colours, text), back),
    }
    possible = sorted(
        (key for key in enough if enough[key]), key=lambda key: key not in colours.model_fields_set
    )
    return tuple(possible[:1]) or (text, ground)


def handout_problems(handout: Loaded[Handout], scope: CrossScope) -> Iterator[Problem]:
    """Its layout, exercises, diagrams and pictures are there and fit."""
    yield from _layout_problems(handout, "handout", scope)
    for index, block in enumerate(handout.model.blocks):
        if isinstance(block, ExerciseBlock):
            yield from _use_problems(handout, block, ("blocks", index), scope)
        elif isinstance(block, DiagramBlock) and block.diagram not in DIAGRAMS:
            known = (*DIAGRAMS, *installed_diagrams())
            if block.diagram not in known:
                yield unknown("diagram", block.diagram, known, handout.at("blocks", index, "diagram"))
    for loc, name in assets_of(handout.model):
        yield from _some(picture_problem(name, scope.roots[:1], handout.at(*loc), scope.judge))


def sheet_problems(sheet: Loaded[Sheet], scope: CrossScope) -> Iterator[Problem]:
    """Its layout and exercises are there and fit; none is there twice."""
    yield from _layout_problems(sheet, "sheet", scope)
    yield from _append_problems(sheet, sheet.model.append, scope)
    first: dict[str, Source] = {}
    for index, use in enumerate(sheet.model.exercises):
        source = sheet.at("exercises", index, "exercise")
        if use.exercise in first:
            line = first[use.exercise].line
            message = say("content.sheet-twice", exercise=use.exercise, line=line)
            yield Problem(message, say("content.keep-one-of-two"), source)
            continue
        first[use.exercise] = source
        yield from _use_problems(sheet, use, ("exercises", index), scope)


def warnings_problems(warnings: Loaded[Warnings], scope: CrossScope) -> Iterator[Problem]:  # noqa: ARG001
    """They are called by a region of the body."""
    known = [region_id(region) for region in get_args(Region)]
    if warnings.id not in known:
        yield unknown("region", warnings.id, known, Source(warnings.path))


def _append_problems(
    owner: Loaded[Clinic] | Loaded[Sheet], name: str | None, scope: CrossScope
) -> Iterator[Problem]:
    if name is not None:
        yield from _some(form_problem(name, scope.roots[:1], owner.at("append")))


def _layout_problems(
    document: Loaded[Handout] | Loaded[Sheet], kind: Literal["handout", "sheet"], scope: CrossScope
) -> Iterator[Problem]:
    name, source = document.model.layout, document.at("layout")
    if name not in scope.layouts:
        yield unknown("layout", name, scope.layouts, source)
        return
    layout = scope.layouts[name].loaded
    if layout is not None and not layout.model.takes(kind):
        loaded = [other.loaded for other in scope.layouts.values() if other.loaded is not None]
        fitting = [other.id for other in loaded if other.model.takes(kind) and other.id != BASE]
        hint = (
            say("yaml.write-one-of", names=_either(fitting))
            if fitting
            else say("content.make-layout-kind", kind=kind)
        )
        yield Problem(
            say("content.layout-for-other-kind", name=name, kind=layout.model.kind, kind2=kind), hint, source
        )


def _either(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return linked("list.or", (part for part in (", ".join(names[:-1]), names[-1]) if part))


def _use_problems(
    document: Loaded[Any], use: ExerciseUse, at: tuple[str | int, ...], scope: CrossScope
) -> Iterator[Problem]:
    """The exercise is there, and has the side that is asked for."""
    if use.exercise not in scope.exercises:
        yield unknown("exercise", use.exercise, scope.exercises, document.at(*at, "exercise"))
        return
    exercise = scope.exercises[use.exercise].loaded
    fault = None if exercise is None or use.side is None else side_fault(exercise, use.side)
    if fault is not None:
        message = say("content.so-cannot-have-side", exercise=use.exercise, fault=fault[0], side=use.side)
        yield Problem(message, fault[1], document.at(*at, "side"))


def _some(problem: Problem | None) -> Iterator[Problem]:
    if problem is not None:
        yield problem
