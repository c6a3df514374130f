"""Made-up plans to measure with: sheets of four to six exercises, and tables of patients who are none."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

DATE, BORN = "2026-11-22", date(1930, 1, 1)
# Those whose dosage has a hold, and those that are only counted.
HELD = (
    "bird-dog", "bridge", "clamshell", "knee-to-chest", "modified-cobra", "prone-on-elbows",
    "seated-hip-stretch", "standing-hamstring-stretch",
)  # fmt: skip
COUNTED = ("cat-cow", "dead-bug", "heel-raise", "sit-to-stand")
EXERCISES = tuple(sorted((*HELD, *COUNTED)))
# Four cards with pictures and steps fill a page; these leave room for three notes on Letter.
FOURS = (
    ("bird-dog", "bridge", "modified-cobra", "seated-hip-stretch"),
    ("clamshell", "heel-raise", "modified-cobra", "seated-hip-stretch"),
    ("knee-to-chest", "modified-cobra", "seated-hip-stretch", "standing-hamstring-stretch"),
    ("bridge", "heel-raise", "prone-on-elbows", "sit-to-stand"),
    ("bridge", "modified-cobra", "prone-on-elbows", "seated-hip-stretch"),
    ("bird-dog", "modified-cobra", "seated-hip-stretch", "sit-to-stand"),
    ("clamshell", "knee-to-chest", "modified-cobra", "seated-hip-stretch"),
    ("heel-raise", "modified-cobra", "prone-on-elbows", "sit-to-stand"),
)
# The layout of a sheet by how many exercises it has. With every warning, five and six need Legal paper.
LAYOUTS = {4: "sheet", 5: "sheet-compact", 6: "sheet-compact"}
FIRST = ("Pat", "Robin", "Zoë", "Alex", "Sam", "Kim", "Jordan", "Chris", "Toni", "Jo")
LAST = ("Example", "Sample", "O'Test", "Placeholder", "Demo", "Specimen-Test")
CLINICIANS = ("Sam Sample, PT", "Toni Test, DPT", "Kim Demo, PT")
SIDES = ("left", "right", "")
NOTES = (
    "Go slowly.", "Rest when you need to.", "Use a firm pillow.", "Keep your shoes on.",
    "Breathe out as you lift.", "Do this one first.", "Do this one last.", "Use the mat at home.",
    "Hold on to the counter.", "Stop before it hurts.", "Start with a small movement.",
    "Do it after a warm shower.", "Let your jaw go loose.", "Ask somebody to watch you.",
    "Put a towel under your knee.", "Count out loud.", "Keep your chin in.", "Use both hands.",
    "Sit down if you feel dizzy.", "Do it in the morning.", "Do it in the evening.", "Skip it on a bad day.",
    "Half the way is enough.", "Push through your heel.", "Look at the wall ahead.", "Keep your back long.",
    "Take a longer rest between.", "Do it on the bed.", "Put a chair beside you.",
    "Use less force than last time.", "Do not hold your breath.", "Keep both hips level.",
    "Wear loose clothes.", "Put your phone on a timer.", "Move only one side today.",
    "Add one more when it is easy.", "Slide, do not lift.", "Warm up with a short walk.",
    "Tell us how it went.", "Use the low step.",
)  # fmt: skip
PLAN_NOTES = ("See you on Thursday.", "Bring this page to your next visit.", "Call us if it gets worse.")
REPS = ("3", "4", "5", "6", "8", "10", "12", "8 to 12")
HOLDS = ("5 s", "10 s", "15 s", "20 s", "25 s", "30 s")
_SHEET = """\
title: Your exercises at home, set {number}
exercises: [{exercises}]
stop_if:
  - Pain spreads lower down your leg
  - A leg slowly gets weaker or more numb
  - Fever, a fall, or one swollen calf
emergency:
  - You cannot pee
  - New loss of bladder or bowel control
  - Numb around your groin or buttocks
  - Sudden leg weakness, or both legs numb
log: 7 days
layout: {layout}
review: {{by: pending}}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the benchmark: its id, which begins with how many exercises it has, and these."""

    id: str
    exercises: Sequence[str]


def made_sheets() -> tuple[tuple[Sheet, ...], ...]:
    """Sheets of four, of five and of six exercises, as many of each."""
    random = Random(1)
    chosen = {4: FOURS, **{count: [random.sample(EXERCISES, count) for _ in FOURS] for count in (5, 6)}}
    return tuple(
        tuple(Sheet(f"{count}-exercises-{number}", names) for number, names in enumerate(sheets, 1))
        for count, sheets in chosen.items()
    )


def write_sheets(workspace: Path) -> None:
    """Write the sheets into a workspace, and have it print on Legal."""
    clinic = workspace / "content" / "clinic.yaml"
    text = clinic.read_text(encoding="utf-8")
    assert "\npaper: letter" in text
    clinic.write_text(text.replace("\npaper: letter", "\npaper: legal"), encoding="utf-8")
    for sheets in made_sheets():
        for number, sheet in enumerate(sheets, 1):
            layout = LAYOUTS[len(sheet.exercises)]
            text = _SHEET.format(number=number, exercises=", ".join(sheet.exercises), layout=layout)
            (workspace / "content" / "sheets" / f"{sheet.id}.yaml").write_text(text, encoding="utf-8")


def write_table(path: Path, count: int) -> None:
    """Write a table of ``count`` patients, the same each time; sheets of 4, 5 and 6 exercises take turns."""
    columns = ["name", "id", "birth_date", "sheet", "side", "clinician", "date", "note"]
    columns += [f"{name}.{key}" for name in EXERCISES for key in ("reps", "hold", "note")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(_rows(count))


def write_names(path: Path, count: int, sheets: Sequence[str]) -> None:
    """Write a table of ``count`` patients for whom nothing is typed but who they are and a side."""
    random = Random(3)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["name", "id", "birth_date", "sheet", "side", "clinician", "date"])
        for number in range(1, count + 1):
            name = f"{random.choice(FIRST)} {random.choice(LAST)}"
            born = str(BORN + timedelta(random.randrange(365 * 80)))
            sheet, side = sheets[number % len(sheets)], SIDES[number % 2]
            writer.writerow([name, f"EX-{number:05}", born, sheet, side, random.choice(CLINICIANS), DATE])


def _rows(count: int) -> Iterator[dict[str, str]]:
    random, kinds = Random(2), made_sheets()
    for number in range(1, count + 1):
        sheet = random.choice(kinds[number % len(kinds)])
        yield {
            "name": f"{random.choice(FIRST)} {random.choice(LAST)}",
            "id": f"EX-{number:05}",
            "birth_date": str(BORN + timedelta(random.randrange(365 * 80))),
            "sheet": sheet.id,
            "side": SIDES[number // len(kinds) % len(SIDES)],
            "clinician": random.choice(CLINICIANS),
            "date": DATE,
            "note": random.choice(PLAN_NOTES) if random.random() < 1 / 3 else "",
            **_dosages(random, sheet),
            **_notes(random, sheet, number),
        }


def _dosages(random: Random, sheet: Sheet) -> dict[str, str]:
    """One or two dosages other than those of the library."""
    keys = [f"{name}.reps" for name in sheet.exercises]
    keys += [f"{name}.hold" for name in sheet.exercises if name in HELD]
    chosen = random.sample(keys, random.randint(1, 2))
    return {key: random.choice(HOLDS if key.endswith("hold") else REPS) for key in chosen}


def _notes(random: Random, sheet: Sheet, number: int) -> dict[str, str]:
    """Notes for a third of the exercises; one in five is like no other."""
    whole, part = divmod(len(sheet.exercises), 3)
    chosen = random.sample(tuple(sheet.exercises), whole + (random.random() < part / 3))
    return {f"{name}.note": _note(random, number) for name in chosen}


def _note(random: Random, number: int) -> str:
    sentence = random.choice(NOTES)
    return f"{sentence} See card {number}." if random.random() < 1 / 5 else sentence
