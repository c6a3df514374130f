"""A small workspace in plain files, all its words made up for the tests."""

from __future__ import annotations

from pathlib import Path

from clinicpress.content.disk import shown
from clinicpress.content.models.base import Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import Handout, Sheet
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.planfiles import ReadPlan, plan_bytes, read_plan
from clinicpress.content.tables.days import Order
from clinicpress.content.yaml.typed import load
from clinicpress.problems import Problem

CLINIC = """\
name: Example Clinic
phone: (555) 555-0100
brand: plain
"""
BRAND = """\
name: Plain
colours: {brand: "#1F4E79"}
"""
EXERCISE = """\
title: Knee bend
why: Makes your thigh stronger.
position: sitting
side: each
equipment: [chair]
steps: [Sit tall., Straighten one knee., Lower your foot.]
dosage: {reps: 10, hold: 5 s}
works: [thigh]
figure:
  view: side
  props: [chair]
  frames:
    - caption: Start
      alt: A person sits on a chair.
      pose: {base: sit}
review: {by: pending}
"""
HANDOUT = """\
title: Knee pain
summary: [Keep moving.]
blocks:
  - heading: What helps
  - text: Walk a little every day.
  - exercise: knee-bend
review: {by: pending}
"""
SHEET = """\
title: "Knee pain: your exercises"
exercises: [knee-bend]
stop_if: [It hurts.]
emergency: [You cannot breathe.]
review: {by: pending}
"""
BASE = """\
kind: handout
content_width: 548pt
margins: {top: 20pt, bottom: 22pt}
sizes:
  title: 38pt
  subtitle: 18pt
  heading: 19.5pt
  exercise_title: 15.5pt
  clinic: 17pt
  facts: 13.5pt
  caption: 12pt
  chip_number: 15pt
  label: 12pt
  callout_title: 17pt
  diagram_label: 13pt
  day: 10.5pt
  footer: 9.5pt
text: {largest: 14pt, preferred: 12pt, floor: 12pt}
leading: 1.2
spacing: {section: 16pt, block: 8pt, card: 6pt, card_padding: 7pt, gutter: 13pt, line_spread: 3.5pt}
figures:
  slot: 172pt
  lying_floor: 45mm
  upright_floor: 35mm
  compact_lying_floor: 37mm
  compact_upright_floor: 26mm
  largest_scale: 1.0
diagram_width: 216pt
most_exercises: 12
show: [web]
"""
FILES = {
    "content/clinic.yaml": CLINIC,
    "content/exercises/knee-bend.yaml": EXERCISE,
    "content/handouts/knee.yaml": HANDOUT,
    "content/sheets/knee.yaml": SHEET,
    "assets/brands/plain.yaml": BRAND,
    "assets/layouts/base.yaml": BASE,
    "assets/layouts/handout.yaml": "extends: base\n",
    "assets/layouts/sheet.yaml": "extends: base\nkind: sheet\n",
}

SAMPLES: dict[type[Model], str] = {
    Exercise: EXERCISE,
    Handout: HANDOUT,
    Sheet: SHEET,
    Clinic: CLINIC,
    Brand: BRAND,
}


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below ``root``, by path."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def lines(problems: tuple[Problem, ...]) -> list[str]:
    """Each problem as the command line prints it."""
    return [str(problem) for problem in problems]


def problems(model: type[Model], text: str) -> list[str]:
    """The problems of a file ``x.yaml``."""
    return lines(load(text.encode(), model, id="x", path="x.yaml").problems)


def changed(model: type[Model], old: str, new: str) -> list[str]:
    """The problems of the sample of a model after a change."""
    assert old in SAMPLES[model]
    return problems(model, SAMPLES[model].replace(old, new, 1))


def plan_read(path: Path, root: Path, dates: Order) -> ReadPlan:
    """Read the plan at ``path``, in the workspace at ``root`` or outside of it; ``dates`` as in `read_plan`.

    Whether its sheet and exercises exist is for the composing of it to say. Never raises for what it says.
    """
    data = plan_bytes(path, root)
    if isinstance(data, Problem):
        return ReadPlan(None, (data,))
    return read_plan(data, path.stem, shown(path.absolute(), root), dates)
