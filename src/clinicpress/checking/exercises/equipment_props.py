"""``equipment-props``."""

from __future__ import annotations

from collections.abc import Iterator

from clinicpress.checking.exercises.things import alike, chosen_from, named, things_in
from clinicpress.checking.rule import Hit, Rule, Severity, at
from clinicpress.checking.scope import Scope
from clinicpress.checking.subject import Role, Subject
from clinicpress.model.props import prop_name

_STEPS: tuple[Role, ...] = ("step", "short-step")
_OTHERS: tuple[Role, ...] = ("safety", "tip", "easier", "harder")
# What equipment calls a prop that has another name there.
_LISTED_AS = {"doorway": "door"}


def look(subject: Subject, _: Scope) -> Iterator[Hit]:
    """What is needed, drawn and named in the steps, and is not the same."""
    steps = [passage.text for passage in subject.passages_in(*_STEPS)]
    others = [passage.text for passage in subject.passages_in(*_OTHERS)]
    yield from _listed(subject, steps, others)
    yield from _drawn(subject, [*steps, *others])
    yield from _told(subject, steps)


def _listed(subject: Subject, steps: list[str], others: list[str]) -> Iterator[Hit]:
    """Things of the list that the picture lacks, or that no text names."""
    exercise = subject.model
    drawn = {prop.kind for prop in exercise.figure.props}
    for index, thing in enumerate(exercise.equipment):
        place = subject.loaded.at("equipment", index)
        # what is under somebody who lies need not be said
        told = thing == "mat" or named(thing, steps) or named(thing, others)
        shown = alike(thing, drawn)
        # what is only for a harder version, or stands in for something else, is not in the picture
        optional = told and not named(thing, steps)
        if not told:
            words = "but no step uses it" if shown else "but it is in no step and not in the picture"
            instead = f"say in a step what to do with the {thing}, or delete {thing} from equipment"
            yield Hit(place, f"equipment lists {thing}, {words}", instead)
        elif not shown and not optional and not chosen_from(thing, {*drawn, *exercise.equipment}, steps):
            instead = f"draw it: props: [{{kind: {thing}}}], or delete {thing} from equipment"
            yield Hit(place, f"equipment lists {thing}, but the picture shows none", instead)


def _drawn(subject: Subject, texts: list[str]) -> Iterator[Hit]:
    """Things of the picture that are not on the list."""
    exercise = subject.model
    seen: set[str] = set()
    for index, prop in enumerate(exercise.figure.props):
        kind = prop.kind
        other_thing = prop_name(prop) != kind and any(prop_name(prop) in text.lower() for text in texts)
        if kind == "mat" or kind in seen or other_thing or alike(kind, exercise.equipment):
            continue
        seen.add(kind)
        if not chosen_from(kind, exercise.equipment, texts):
            place = subject.loaded.at("figure", "props", index, "kind")
            instead = f"add {_LISTED_AS.get(kind, kind)} to equipment, or delete it from props"
            yield Hit(place, f"the picture shows a {kind}, but equipment does not list it", instead)


def _told(subject: Subject, steps: list[str]) -> Iterator[Hit]:
    """Things that steps name and that are not on the list."""
    equipment = subject.model.equipment
    seen = {prop.kind for prop in subject.model.figure.props if prop.kind != "mat"}
    for passage in subject.passages_in(*_STEPS):
        for mention in things_in(passage.text):
            thing = mention.thing
            listed = thing in equipment or (thing in ("roll", "towel") and alike(thing, equipment))
            # what the picture shows, too, is told at the picture
            if not listed and thing not in seen and not chosen_from(thing, equipment, steps):
                found = f"a step names {mention.word!r}, but equipment does not list it"
                yield at(passage, mention.start, found, f"add {thing} to equipment")
            seen.add(thing)


RULE = Rule(
    id="equipment-props",
    group="exercises",
    severity=Severity.WARNING,
    kinds=("exercise",),
    finds="Equipment, picture and steps that do not name the same things.",
    why="Patients look for things they will not need, or stop halfway because one is missing.",
    basis="PEMAT-P 22: explicit steps; 26: pictures that make it easier to act.",
    wrong="equipment: [mat]  # step: Loop the band around your foot.",
    right="equipment: [mat, band]  # step: Loop the band around your foot.",
    look=look,
    languages=("en",),
)
