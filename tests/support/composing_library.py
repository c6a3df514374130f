"""Small libraries, made by hand, for the tests of composing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from clinicpress.composing.context import Context
from clinicpress.composing.locale import load_locale
from clinicpress.content.models.base import Loc, Model, OneSide
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Plan, Sheet, Warnings
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.library import Library, Loaded
from clinicpress.figures.displaylist import Anchor, Diagram, DisplayList, FrameShapes
from clinicpress.problems import Source

M = TypeVar("M", bound=Model)
EN = load_locale("en", "US")
CALLS: dict[bool, DisplayList] = {
    mirrored: DisplayList(
        (FrameShapes("Start", "mirrored" if mirrored else "as drawn", (), (0, 0, 1, 1)),), lying=True
    )
    for mirrored in (False, True)
}
NERVE = Diagram(
    FrameShapes("", "", (), (0, 0, 1, 1)),
    (Anchor("buttock", 0, 1), Anchor("lower-back", 0, 2), Anchor("foot", 0, 0)),
)
FIGURE = {
    "view": "side",
    "frames": [
        {"caption": "Start", "alt": "A person lies on the back.", "pose": {"base": "supine"}},
        {"caption": "Finish", "alt": "One knee is at the chest.", "arrows": [{"follow": "right knee"}]},
    ],
}
EXERCISE = {
    "title": "Knee-to-chest stretch",
    "short_title": "Knee to chest",
    "why": "Loosens your back.",
    "position": "lying-back",
    "side": "each",
    "equipment": ["mat", "pillow"],
    "steps": ["Lie on your back.", "Pull **one** knee up."],
    "short_steps": ["Lie down. Pull one knee up."],
    "tips": ["Breathe."],
    "dosage": {"reps": "3", "hold": "30 s", "per_day": "2"},
    "feel": "your back",
    "works": ["low back", "buttock"],
    "figure": FIGURE,
    "review": {"by": "pending"},
}
CLINIC = {
    "name": "Harbor Physical Therapy",
    "phone": "(555) 555-0142",
    "hours": "Monday to Friday, 8 am to 6 pm",
    "after_hours": "When we are closed, call your doctor.",
    "web": "https://harbor.example.com",
    "country": "US",
    "brand": "harbor",
}
SHEET = {
    "title": "Your exercises",
    "exercises": ["knee-to-chest", "bridge"],
    "stop_if": ["Pain gets worse"],
    "emergency": ["You cannot pee"],
    "review": {"by": "pending"},
}
HANDOUT = {
    "title": "Sciatica",
    "summary": ["Keep moving."],
    "blocks": [{"heading": "What is it?"}, {"exercise": "knee-to-chest"}],
    "review": {"by": "pending"},
}
PLAN = {
    "patient": {"name": "Pat Example", "id": "EX-1"},
    "clinician": "Sam Sample, PT",
    "date": "2026-11-22",
    "sheet": "back",
}


# By region: when to stop and call, when to call an ambulance.
WARNINGS = {
    "low-back": (["New pain down your leg"], ["You cannot pee", "Both legs go numb", "You faint"]),
    "buttock": (["A leg gets weaker"], ["you cannot pee.", "Your leg turns cold"]),
    "knee": (["A hot knee"], ["You fall and cannot stand"]),
}


def places(value: Any, path: str, loc: Loc = ()) -> Iterator[tuple[Loc, Source]]:
    """A place for every value, each on a line of its own, as the reader would find them."""
    yield loc, Source(path, 1 + sum(map(ord, repr(loc))) % 10_000, len(loc) + 1)
    children: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    for key, child in children:
        yield from places(child, path, (*loc, key))


def loaded(model: type[M], name: str, data: Mapping[str, Any]) -> Loaded[M]:
    path = f"content/{name}.yaml"
    digest = f"{abs(sum(map(ord, repr(data)))):064x}"
    return Loaded(name, model.model_validate(data), path, digest, dict(places(data, path)))


def exercise(name: str = "knee-to-chest", **changes: Any) -> Loaded[Exercise]:
    return loaded(Exercise, name, {**EXERCISE, **changes})


def bridge(**changes: Any) -> Loaded[Exercise]:
    """An exercise of both sides at once."""
    data = {
        "title": "Bridge",
        "side": "both",
        "position": "lying-back",
        "dosage": {"reps": "10", "per_day": "2"},
    }
    return exercise("bridge", **{**data, **changes})


def library(
    *exercises: Loaded[Exercise],
    clinic: Mapping[str, Any] | None = None,
    sheet: Mapping[str, Any] | None = None,
    handout: Mapping[str, Any] | None = None,
    brand: Mapping[str, Any] | None = None,
    root: Path = Path(),
) -> Library:
    """A library with the sheet ``back`` and the handout ``sciatica``."""
    known = exercises or (exercise(), bridge())
    look = {"name": "Harbor", "colours": {"brand": "#5B2A6E"}, **(brand or {})}
    return Library(
        root=root,
        clinic=loaded(Clinic, "clinic", {**CLINIC, **(clinic or {})}),
        exercises={one.id: one for one in known},
        handouts={"sciatica": loaded(Handout, "sciatica", {**HANDOUT, **(handout or {})})},
        sheets={"back": loaded(Sheet, "back", {**SHEET, **(sheet or {})})},
        layouts={},
        brands={"harbor": loaded(Brand, "harbor", look)},
        warnings={
            region: loaded(
                Warnings, region, {"stop_if": stop, "emergency": emergency, "review": {"by": "pending"}}
            )
            for region, (stop, emergency) in WARNINGS.items()
        },
    )


def plan(**changes: Any) -> Loaded[Plan]:
    return loaded(Plan, "plan", {**PLAN, **changes})


def context(side: OneSide | None = None, of: Loaded[Plan] | None = None) -> Context:
    def figure(_: Figure, mirror: bool) -> DisplayList:
        return CALLS[mirror]

    return Context(EN, figure, lambda _: NERVE, side=side, plan=of)
