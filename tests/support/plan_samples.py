"""Plans made up by a number, and the words that their pages have to say, taken from plain YAML alone.

Nothing here knows how clinicpress reads, composes or draws: what a page must say is worked out a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import yaml

# A quarter of the plans has no sheet.
SHEETLESS = 0.25
FIRST_DAY, LATER_DAY = "2026-12-06", "2026-12-20"
_SAID = (
    "Go slowly.", "Stop before it hurts", "Use **your** own chair (the low one)", "Only after a warm shower.",
    r"Keep to C:\left", "Breathe out as you lift, please; then rest", "Ask Sam_Lee about *this* one",
)  # fmt: skip
_DOSES = (
    {"reps": "5"},
    {"reps": "8-12"},
    {"hold": "10 s"},
    {"sets": "2"},
    {"per_day": "3"},
    {"per_week": "3"},
)


@dataclass(frozen=True)
class Content:
    """The raw texts of a workspace's exercises, sheets and warnings, by id."""

    root: Path

    @cached_property
    def exercises(self) -> dict[str, Any]:
        """Every exercise."""
        return self._read("exercises")

    @cached_property
    def sheets(self) -> dict[str, Any]:
        """Every sheet."""
        return self._read("sheets")

    @cached_property
    def warnings(self) -> dict[str, Any]:
        """What warns of each region, by its id."""
        return self._read("warnings")

    def _read(self, folder: str) -> dict[str, Any]:
        files = sorted((self.root / "content" / folder).glob("*.yaml"))
        return {
            file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for file in files
        }

    def listed(self, sheet: str | None) -> list[str]:
        """The exercises of a sheet in order; none of no sheet."""
        return [] if sheet is None else [_id(each) for each in self.sheets[sheet]["exercises"]]


def _id(listed: Any) -> str:
    return str(listed if isinstance(listed, str) else listed["exercise"])


def made_up(number: int, content: Content) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The plan of that number, and for half of them one that the same patient had before it."""
    rng = Random(number)
    sheet = None if rng.random() < SHEETLESS else rng.choice(sorted(content.sheets))
    title = rng.choice([None, "Your week", "For your **sore** side"])
    frame = {
        "patient": {"name": f"Pat Example {number}", "id": f"EX-{number}", "birth_date": "1958-05-02"},
        **({"sheet": sheet} if sheet else {}),
        **({"title": title} if title else {}),
    }
    had = {**frame, "date": FIRST_DAY, **_choices(rng, sheet, content)} if rng.random() < 0.5 else None
    return had, {**frame, "date": LATER_DAY, **_choices(rng, sheet, content)}


def _choices(rng: Random, sheet: str | None, content: Content) -> dict[str, Any]:
    listed = content.listed(sheet)
    others = sorted(set(content.exercises) - set(listed))
    drop = rng.sample(listed, rng.choice([0, 0, 1, 2])) if len(listed) > 2 else []
    add = rng.sample(others, min(len(others), rng.choice([0, 0, 1]) if sheet else rng.choice([1, 2, 3, 4])))
    shown = [name for name in listed if name not in drop] + add
    exercises: dict[str, Any] = {name: _change(rng, content.exercises[name]) for name in shown}
    exercises = {name: change for name, change in exercises.items() if change}
    for key, names in (("drop", drop), ("add", add)):
        if names:
            exercises[key] = names
    if rng.random() < 0.4:
        exercises["order"] = rng.sample(shown, rng.randint(1, len(shown)))
    plan: dict[str, Any] = {"exercises": exercises} if exercises else {}
    if rng.random() < 0.7:
        plan["sore_side"] = rng.choice(["left", "right", "both"])
    if rng.random() < 0.7:
        plan["clinician"] = "Sam Sample, PT"
    if rng.random() < 0.5:
        plan["note"] = _note(rng)
    if rng.random() < 0.1:
        plan["regions"] = [rng.choice(sorted(content.warnings)).replace("-", " ")]
    return plan


def _change(rng: Random, exercise: Mapping[str, Any]) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if rng.random() < 0.25:
        change["dosage"] = dict(rng.choice(_DOSES))
    if rng.random() < 0.2 and exercise["side"] != "both":
        change["side"] = rng.choice(["each", "left", "right", "sore"])
    if rng.random() < 0.25:
        change["note"] = _note(rng)
    return change


def _note(rng: Random) -> str:
    return " ".join(rng.sample(_SAID, rng.choice([1, 1, 2])))[:120]


def shown_exercises(plan: Mapping[str, Any], content: Content) -> list[str]:
    """The exercises of a plan, those of its ``order`` first."""
    exercises = plan.get("exercises", {})
    kept = [name for name in content.listed(plan.get("sheet")) if name not in exercises.get("drop", ())]
    names = kept + list(exercises.get("add", ()))
    order = list(exercises.get("order", ()))
    return order + [name for name in names if name not in order]


def words_of(plan: Mapping[str, Any], content: Content) -> Iterator[str]:
    """Everything that the pages of a plan must not lack: warnings, notes and emergencies."""
    sheet, exercises = plan.get("sheet"), plan.get("exercises", {})
    shown = shown_exercises(plan, content)
    for name in shown:
        raw = content.exercises[name]
        for key in ("stop_if", "not_if", "safety"):
            yield from raw.get(key, ())
        if "note" in exercises.get(name, {}):
            yield exercises[name]["note"]
    for each in content.sheets[sheet]["exercises"] if sheet else ():
        if not isinstance(each, str) and each["exercise"] in shown and "note" in each:
            yield each["note"]
    if "note" in plan:
        yield plan["note"]
    yield "Call 911 right away if:"
    covered = {region for name in content.listed(sheet) for region in content.exercises[name]["works"]}
    wanted = {region for name in shown for region in content.exercises[name]["works"]}
    if sheet:
        yield from content.sheets[sheet]["stop_if"]
        yield from content.sheets[sheet]["emergency"]
    for region in sorted((wanted | set(plan.get("regions", ()))) - covered):
        warnings = content.warnings[region.replace(" ", "-")]
        yield from warnings["emergency"]
        if not sheet:
            yield from warnings["stop_if"]


def squashed(text: str) -> str:
    """Letters, digits and signs alone, so that no line break and no hyphen at an end of a line counts."""
    return re.sub(r"[\s\u00a0\u00ad\u2010\u2011-]+", "", text).casefold()


def lacking(text: str, plan: Mapping[str, Any], content: Content) -> list[str]:
    """What the text of a plan's pages lacks of its words."""
    said = squashed(text)
    wanted = words_of(plan, content)
    return [words for words in wanted if squashed(words.strip().removesuffix(".")) not in said]
