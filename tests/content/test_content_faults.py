"""Every way a value can be wrong, with the one problem that it gives: place, message, hint."""

from __future__ import annotations

import pytest
from reading_samples import changed

from clinicpress.content.models.base import Model
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.documents import BLOCK_TYPES, Handout, Sheet
from clinicpress.content.models.exercise import Exercise

FAULTS: list[tuple[type[Model], str, str, str, str]] = [
    # missing and unknown keys
    (
        Exercise,
        "why: Makes your thigh stronger.\n",
        "",
        "1:1: the key 'why' is missing",
        "add it, such as why: Loosens your lower back. (One sentence: what it does for the patient)",
    ),
    (
        Exercise,
        "reps: 10, ",
        "",
        "7:9: the key 'reps' is missing in 'dosage'",
        "add it, such as reps: 10 (How many in a row (on each side, if it has sides))",
    ),
    (
        Clinic,
        "brand: plain\n",
        "",
        "1:1: the key 'brand' is missing",
        "add it, such as brand: advance (The brand's id, a file in assets/brands without .yaml)",
    ),
    (Exercise, "why:", "whyy:", "2:1: unknown key 'whyy'", "did you mean why?"),
    (Exercise, "hold:", "Hold:", "7:20: this key is not known in 'dosage'", "did you mean hold?"),
    (
        Sheet,
        "stop_if:",
        "zzz: red\nstop_if:",
        "3:1: unknown key 'zzz'",
        (
            "write one of: append, emergency, exercises, judged, layout, log, pages, review, stop_if, "
            "summary, title"
        ),
    ),
    # no value, wrong kind of value
    (
        Exercise,
        "why: Makes your thigh stronger.",
        "why:",
        "2:1: 'why' has no value",
        "write it, such as why: Loosens your lower back.",
    ),
    (
        Brand,
        '{brand: "#1F4E79"}',
        "\n  brand: #1F4E79",
        "3:3: 'brand' has no value",
        'write it, such as brand: "#0B6E69"',
    ),
    (
        Exercise,
        "title: Knee bend",
        "title: ''",
        "1:8: 'title' is empty",
        "write it, such as title: Knee-to-chest stretch",
    ),
    (
        Exercise,
        "title: Knee bend",
        "title: [Knee bend]",
        "1:8: 'title' must be a single text, not a list",
        "write a single text, without [ ] around it or - before it",
    ),
    (
        Exercise,
        "steps: [Sit tall., ",
        "steps: [{Sit: tall}, ",
        "6:9: item 1 of 'steps' must be a single text, not a group of keys",
        "put the text in double quotes if the colon is part of it",
    ),
    (
        Exercise,
        "equipment: [chair]",
        "equipment: chair",
        "5:12: 'equipment' must be a list",
        'put each item on its own line after "- ", or write equipment: [pillow]',
    ),
    (
        Exercise,
        "dosage: {reps: 10, hold: 5 s}",
        "dosage: 10",
        "7:9: 'dosage' must be a group of keys",
        "write keys with values; the keys are: reps, hold, sets, rest, per_day, per_week",
    ),
    (
        Exercise,
        "review: {by: pending}",
        "review: [pending]",
        "16:9: 'review' must be a group of keys, not a list",
        "write keys with values; the keys are: by, on, due",
    ),
    # lengths of texts and lists
    (
        Exercise,
        "Sit tall.",
        "x" * 4000,
        "6:9: item 1 of 'steps' has 4000 characters, 3700 too many",
        "shorten it to 300 or fewer",
    ),
    (
        Exercise,
        "[Sit tall., Straighten one knee., Lower your foot.]",
        "[Sit.]",
        "6:8: 'steps' has too few items",
        "write 2 items or more",
    ),
    (
        Exercise,
        "[Sit tall., Straighten one knee., Lower your foot.]",
        "[a, b, c, d, e, f, g]",
        "6:8: 'steps' has 7 items, 1 too many",
        "shorten it to 6 or fewer",
    ),
    (Sheet, "[knee-bend]", "[]", "2:12: 'exercises' is an empty list", "write 1 item or more"),
    (
        Exercise,
        "title: Knee bend",
        "title: Knee bend\nshort_title: " + "y" * 29,
        "2:14: 'short_title' has 29 characters, 1 too many",
        "shorten it to 28 or fewer",
    ),
    # values of their own form
    (Exercise, "5 s", "-3 s", "7:26: '-3 s' is not a duration", "write a number with s or min, such as 30 s"),
    (Exercise, "5 s", "1:30", "7:26: '1:30' is not a duration", "write a number with s or min, such as 30 s"),
    (Exercise, "reps: 10", "reps: 10-5", "7:16: the range '10-5' runs backwards", "write 5-10"),
    (
        Exercise,
        "reps: 10",
        "reps: [10]",
        "7:16: this is not a number of repetitions",
        "write 10, or a range such as 8-12",
    ),
    (
        Exercise,
        "hold: 5 s",
        "sets: 0",
        "7:26: 'sets' is '0', which is out of range",
        "write a number from 1 to 10",
    ),
    (
        Exercise,
        "hold: 5 s",
        "sets: two",
        "7:26: 'sets' is 'two', which is not a whole number",
        "write a number from 1 to 10",
    ),
    (
        Exercise,
        "sitting",
        "lying",
        "3:11: 'position' cannot be 'lying'",
        "write one of: hands-and-knees, kneeling, lying-back, lying-front, lying-side, sitting, standing",
    ),
    (
        Exercise,
        "side: each",
        "side: NO",
        "4:7: 'side' cannot be 'NO'",
        "write one of: both, each, left, right, sore",
    ),
    (
        Exercise,
        "review: {by: pending}",
        "review: {by: Sam Lee, on: 2026}",
        "16:27: '2026' is not a date",
        "write year, month and day, such as 2026-11-01",
    ),
    (
        Exercise,
        "review: {by: pending}",
        "review: {by: Sam Lee, on: 2026-02-30}",
        "16:27: '2026-02-30' is not a date",
        "write year, month and day, such as 2026-11-01",
    ),
    (
        Exercise,
        "review: {by: pending}",
        "review: {by: Sam Lee}",
        "16:14: a finished review needs its date",
        "add on: 2026-11-01",
    ),
    (
        Exercise,
        "works: [thigh]",
        "works: [thigh]\nvideo: http://x.example.com",
        "9:8: 'http://x.example.com' is not a web address",
        "write it with https:// in front, such as https://www.example.com",
    ),
    (
        Brand,
        '"#1F4E79"',
        '"#12"',
        "2:18: '#12' is not a colour",
        'write # and six digits from 0-9 and A-F, in quotes, such as "#0B6E69"',
    ),
    (
        Brand,
        "name: Plain",
        "name: Plain\ntypefaces: {bold: Arial}",
        "2:19: 'Arial' is not a typeface",
        "write lato: and a weight, or a .ttf file in assets/, such as lato:Bold",
    ),
    (
        Brand,
        "name: Plain",
        "name: Plain\nlogo: ../../etc/passwd",
        "2:7: '../../etc/passwd' is not a file of this workspace",
        "write its path from assets/, such as assets/pictures/spine.png",
    ),
    (
        Clinic,
        "(555) 555-0100",
        "call us",
        "2:8: 'call us' is not a phone number",
        "write digits, spaces, brackets and hyphens, such as (555) 555-0100",
    ),
    (
        Sheet,
        "review:",
        "layout: My Sheet\nreview:",
        "5:9: 'My Sheet' is not an id",
        "write small letters, digits and hyphens, such as knee-to-chest",
    ),
    (
        Sheet,
        "review:",
        "log: 8 days\nreview:",
        "5:6: 'log' cannot be '8 days'",
        "did you mean 28 days or 7 days?",
    ),
    # figures
    (
        Exercise,
        "base: sit",
        "base: sit, pelvis: {rest: My Chair}",
        "15:40: 'rest' cannot be 'My Chair'",
        "write small letters, digits and hyphens",
    ),
    (
        Exercise,
        "pose: {base: sit}",
        "arrows: [{follow: left knee, double: maybe}]",
        "15:44: 'double' cannot be 'maybe'",
        "write true or false",
    ),
    (
        Exercise,
        "review: {by: pending}",
        "review: {by: Sam Lee, on: [1]}",
        "16:27: a list is not a date",
        "write year, month and day, such as 2026-11-01",
    ),
    (
        Exercise,
        "view: side",
        "view: sidee",
        "10:9: there is no view 'sidee'",
        "did you mean side?; or write {az: -60, el: 12}",
    ),
    (
        Exercise,
        "base: sit",
        "base: sit, legs: {left: {knee: nan}}",
        "15:45: 'knee' is 'nan', which is not a number",
        "write a number from -5 to 160",
    ),
    (
        Exercise,
        "props: [chair]",
        "props: [{kind: chair, hieght: 3}]",
        "11:25: unknown key 'hieght' in item 1 of 'props'",
        "did you mean height?",
    ),
    # a key that is right for another prop
    (
        Exercise,
        "props: [chair]",
        "props: [{kind: ball, size: 3}]",
        "11:24: unknown key 'size' in item 1 of 'props'",
        "write one of: at, between, kind, length, name, radius, under",
    ),
    (
        Exercise,
        "{base: sit}",
        "{spine: 5}",
        "15:13: the first frame does not say how the body lies, sits or stands",
        "add a base, such as base: stand",
    ),
]


@pytest.mark.parametrize(
    ("model", "old", "new", "message", "hint"),
    FAULTS,
    ids=[fault[3].partition(": ")[2][:50] for fault in FAULTS],
)
def test_one_fault_one_problem(model: type[Model], old: str, new: str, message: str, hint: str) -> None:
    assert changed(model, old, new) == [f"x.yaml:{message}" + (f"\n  hint: {hint}" if hint else "")]


BLOCKS = [
    ("- heding: x", "4:5: the key 'heding' is not a block type", "did you mean heading?"),
    ("- heading:", "4:5: 'heading' has no value", "write it, such as heading: What is sciatica?"),
    ("- page-break", "4:5: a colon is missing after 'page-break'", "write - page-break:"),
    ("- page-break: yes", "4:17: 'page-break' takes no value", "write page-break: and nothing after it"),
    ("- Some words.", "4:5: this block has no type", None),
    ("- [heading]", "4:5: this block has no type", None),
    ("- {}", "4:5: this block has no type", None),
    (
        "- heading: a\n    text: b",
        "5:5: this block has two types, 'heading' and 'text'",
        "write - before text to start a new block",
    ),
    ("- heading: a\n    level: 2", "5:5: unknown key 'level'", "write one of: heading"),
    ("- callout: {kind: cal, items: [a]}", "4:21: 'kind' cannot be 'cal'", "did you mean call?"),
    (
        "- callout: {kind: call}",
        "4:14: the key 'items' is missing in 'callout'",
        'add it, such as items: ["Your pain gets worse."] (One sentence each)',
    ),
    ("- table: {header: [a, b], rows: [[a]]}", "4:36: row 1 has 1 cell", "write 2, as in the header"),
    ("- exercise: knee-bend\n    dosge: {reps: 3}", "5:5: unknown key 'dosge'", "did you mean dosage?"),
    (
        "- exercise: knee-bend\n    dosage: {reps: 3, hold: x}",
        "5:29: 'x' is not a duration",
        "write a number with s or min, such as 30 s",
    ),
    (
        "- glossary: [Disc]",
        "4:15: 'glossary' must be a group of keys, not a list",
        "write it, such as glossary: {Sciatic nerve: the large nerve that runs down your leg.}",
    ),
    (
        "- glossary: {" + ", ".join(f"term {number}: a word" for number in range(13)) + "}",
        "4:15: 'glossary' has 13 keys, 1 too many",
        "shorten it to 12 or fewer",
    ),
    (
        f"- glossary: {{{'x' * 81}: a word}}",
        "4:16: this value has 81 characters, 1 too many",
        "shorten it to 80 or fewer",
    ),
    (
        "- picture: {file: ../../etc/passwd, alt: x}",
        "4:21: '../../etc/passwd' is not a file of this workspace",
        "write its path from assets/, such as assets/pictures/spine.png",
    ),
    (
        "- steps: Sit down.",
        "4:12: 'steps' must be a list",
        'put each item on its own line after "- ", or write steps: ["Sit down.", "Breathe out."]',
    ),
]


@pytest.mark.parametrize(("block", "message", "hint"), BLOCKS, ids=[block for block, _, _ in BLOCKS])
def test_one_fault_in_a_block_is_one_problem(block: str, message: str, hint: str | None) -> None:
    if hint is None:
        hint = f"begin it with a type and a colon, such as text: ; the types are {', '.join(BLOCK_TYPES)}"
    assert changed(Handout, "- heading: What helps", block) == [f"x.yaml:{message}\n  hint: {hint}"]
