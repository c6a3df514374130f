"""Seeded faults: short content files with marks on the lines where a rule has to find something.

A case is a file ``tests/checking/corpus/RULE/NAME.txt``. It has one part or more, each the text of a content
file after a line ``=== KIND ID``, such as ``=== exercise knee-lift``. Keys that a part leaves out come from a
file of that kind in which no rule finds anything; they stand behind, so that lines are those of the case.

A line that ends with ``# finds`` has to be found by the rule of the folder; all others must not. Where YAML
has no comments, as in a text of several lines, a line of the part says ``# finds at 4, 7``. A case whose
name begins with ``clean`` marks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinicpress.checking.allowances import UNUSED_ID
from clinicpress.checking.subject import Finding
from clinicpress.store.cache import Cache
from clinicpress.tasks.contentcheck import CheckRequest, check

CORPUS = Path(__file__).resolve().parent.parent / "checking" / "corpus"
TODAY = date(2026, 11, 25)
_PART = re.compile(r"^=== (?P<kind>[a-z]+) (?P<id>[a-z0-9-]+)$", re.MULTILINE)
_AT = re.compile(r"^# finds at (?P<lines>[\d, ]+)$", re.MULTILINE)
_MARK = re.compile(r"#.*\bfinds$|# finds\b(?! at)")
_END_MARK = re.compile(r" *# finds$", re.MULTILINE)
_PATHS = {
    "exercise": "content/exercises/{}.yaml",
    "handout": "content/handouts/{}.yaml",
    "sheet": "content/sheets/{}.yaml",
    "clinic": "content/clinic.yaml",
    "brand": "assets/brands/{}.yaml",
    "layout": "assets/layouts/{}.yaml",
    "plan": "content/patients/{}.yaml",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A content file of a case: its path in a workspace, its text, the lines to be found."""

    path: str
    text: str
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the rule that it is about, and its files."""

    rule: str
    name: str
    parts: tuple[Part, ...]

    @property
    def faults(self) -> int:
        """How many lines are marked."""
        return sum(len(part.lines) for part in self.parts)


def cases() -> tuple[Case, ...]:
    """All cases, by rule and name."""
    return tuple(_case(path) for path in sorted(CORPUS.glob("*/*.txt")))


def found_in(case: Case, workspace: Path) -> dict[str, list[Finding]]:
    """What the rule of a case finds in ``workspace``, which gets the files of the case, by path."""
    for part in case.parts:
        path = workspace / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(part.text, encoding="utf-8")
    # what is unused is known only of rules that have looked
    rules = ("allowances", "sentences") if case.rule == UNUSED_ID else (case.rule,)
    request = CheckRequest(TODAY, rules=rules)
    result = check(workspace, Cache(None), request)
    # places too are the same in a library from its snapshot
    check(workspace, Cache(workspace / ".cache"), request)
    again = check(workspace, Cache(workspace / ".cache"), request)
    assert (again.problems, again.findings, again.allowed) == (
        result.problems,
        result.findings,
        result.allowed,
    )
    assert result.problems == (), "\n".join(map(str, result.problems))
    by_path: dict[str, list[Finding]] = {part.path: [] for part in case.parts}
    for found in result.findings:
        if found.place.path in by_path and found.rule == case.rule:
            by_path[found.place.path].append(found)
    return by_path


def _case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    heads = list(_PART.finditer(text))
    assert heads, f"{path}: begin with === KIND ID"
    ends = [*(head.start() for head in heads[1:]), len(text)]
    parts = tuple(_part(head, text[head.end() + 1 : end]) for head, end in zip(heads, ends, strict=True))
    return Case(path.parent.name, path.stem, parts)


def _part(head: re.Match[str], text: str) -> Part:
    said = _AT.search(text)
    lines = {int(number) for number in said["lines"].split(",")} if said else set()
    lines |= {number for number, line in enumerate(text.splitlines(), 1) if _MARK.search(line)}
    # a mark is no part of the file: no comment may stand behind a text
    whole = _completed(head["kind"], _END_MARK.sub("", text))
    return Part(_PATHS[head["kind"]].format(head["id"]), whole, frozenset(lines))


def _completed(kind: str, text: str) -> str:
    """The text with the keys of a right file of that kind that it does not have itself."""
    own = {key for key, _ in _keys(text)}
    return text.rstrip("\n") + "\n" + "".join(part for key, part in _keys(_RIGHT[kind]) if key not in own)


def _keys(text: str) -> Iterator[tuple[str, str]]:
    """The keys at the top level of a YAML text, each with its lines."""
    for match in re.finditer(r"^([a-z_]+):.*\n(?:(?:[ #-].*)?\n)*", text, re.MULTILINE):
        yield match[1], match[0]


_RIGHT: Mapping[str, str] = {
    "exercise": """\
title: Knee lift
why: Makes your hip stronger.
position: lying-back
side: each
equipment: [mat]
steps:
  - Lie on your back on a mat.
  - Bend both knees. Rest your feet flat.
  - Lift one knee up.
  - Lower your foot slowly.
dosage: {reps: 10, sets: 2, rest: 30 s, per_day: 1, per_week: 7}
feel: the front of your hip
stop_if: ["your hip pinches"]
works: [hip]
review: {by: "Example Reviewer, PT", on: 2026-06-01, due: 2028-06-01}
figure:
  view: {az: -80, el: 11}
  props: [{kind: mat, size: [186, 60], at: [8, 0]}]
  frames:
    - caption: Start
      alt: A person lies on the back with both knees bent and both feet flat.
      pose:
        base: supine
        neck: 8
        legs: {both: {knee: 100, foot: floor}}
        arms: {both: {hand: {flat: floor, at: {rel: shoulder, by: [50, 8, 0]}}, elbow_to: out}}
    - caption: Finish
      alt: One knee is lifted over the hip and the other foot stays flat.
      pose:
        legs:
          right: {hip: 95, knee: 95, abd: 4}
          left: {foot: keep}
      arrows: [{follow: right knee, about: right hip}]
      highlight: [right hip-flexor]
""",
    "handout": """\
title: Knee pain
subtitle: What it is, and what helps
summary:
  - Knee pain is common. Most of it gets better.
blocks:
  - heading: What is knee pain?
  - text: |
      Your knee bends and bears your weight. It can get sore.
  - callout:
      kind: call
      items:
        - Your knee swells up
  - callout:
      kind: emergency
      items:
        - You cannot stand on your leg
  - exercise: base-exercise
review: {by: "Example Reviewer, PT", on: 2026-06-01, due: 2028-06-01}
""",
    "sheet": """\
title: Your exercises at home
exercises: [base-exercise]
stop_if:
  - Your knee swells up
emergency:
  - You cannot stand on your leg
log: 7 days
review: {by: "Example Reviewer, PT", on: 2026-06-01, due: 2028-06-01}
""",
    "clinic": """\
name: Example Physical Therapy
phone: (212) 736-5000
hours: Monday to Friday, 8 am to 6 pm
web: https://www.example.org
country: US
languages: [en]
paper: letter
brand: advance
""",
    "brand": """\
name: Example Physical Therapy
colours: {brand: "#0B6E69"}
""",
    "layout": """\
extends: sheet
""",
    "plan": """\
patient: {name: Pat Example, id: EX-0001}
date: 2026-11-22
sheet: sciatica
""",
}
BASE_EXERCISE = Part(_PATHS["exercise"].format("base-exercise"), _RIGHT["exercise"], frozenset())
