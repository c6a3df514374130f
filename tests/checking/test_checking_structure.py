"""What a document says and lacks, as rules on structure see it, and scores by PEMAT-P and the CDC index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from corpus import BASE_EXERCISE

from clinicpress.checking.catalog import RULES
from clinicpress.checking.rules.missing import content, of_paper_alone, says_nothing, stem, unsaid
from clinicpress.checking.scoping import scope_of
from clinicpress.checking.scoring.indexes import ACTED_ON, CDC, PEMAT, UNDERSTOOD
from clinicpress.checking.scoring.scores import Decision, Score, Scorer
from clinicpress.checking.subject import Severity
from clinicpress.content.models.judged import CdcJudgement, Judged, PematJudgement
from clinicpress.content.models.library import Library
from clinicpress.content.reader import read_library
from clinicpress.problems import UsageError
from clinicpress.store.cache import Cache
from clinicpress.tasks.contentcheck import TOOLS, CheckRequest, check, score

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 25)
# Rules that items ask, which belong to other groups.
ASKED = {
    "reading-grade", "reading-grade-2", "long-words", "passive-voice", "step-verb", "step-actions",
    "step-return", "third-person", "jargon", "jargon-glossary", "abbreviation", "number-form",
    "sum-for-reader", "emphasis", "vague-dose", "vague-stop",
}  # fmt: skip
REVIEW = "review: {by: pending}\n"
HANDOUT = f"""\
title: Knee pain
subtitle: What it is, and what helps
summary: [Most knee pain gets better. Keep moving.]
blocks:
  - heading: What helps
  - text: Rest for a day.
  - list: [Use cold., Use heat.]
  - callout: {{kind: call, items: [Your knee swells up]}}
  - callout: {{kind: emergency, items: [You faint]}}
  - exercise: base-exercise
{REVIEW}"""
SHEET = f"""\
title: Your exercises at home
exercises: [base-exercise]
stop_if: [Your knee swells up]
emergency: [You faint]
{REVIEW}"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a clinic, an exercise, a handout and a sheet."""
    for name, text in {
        "content/clinic.yaml": (ROOT / "content/clinic.yaml").read_text(encoding="utf-8"),
        BASE_EXERCISE.path: BASE_EXERCISE.text,
        "content/handouts/knee.yaml": HANDOUT,
        "content/sheets/knee.yaml": SHEET,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def scored(root: Path, kind: str = "handout", key: str = "pemat") -> Score:
    """The score of the handout or the sheet of `root`."""
    request = CheckRequest(TODAY, (root / "content" / f"{kind}s" / "knee.yaml",))
    (found,) = score(root, request, [key]).scores
    return found


def read(root: Path) -> Library:
    """The library of a workspace without problems."""
    reading = read_library(root)
    assert reading.library is not None
    assert reading.problems == ()
    return reading.library


def item(found: Score, number: int) -> Decision:
    """The decision on an item."""
    return next(each for each in found.decisions if each.item.number == number)


def rewrite(root: Path, old: str, new: str, kind: str = "handout") -> None:
    """Change a text of the handout or the sheet."""
    path = root / "content" / f"{kind}s" / "knee.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# -- words --


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("knees", "knee"), ("therapies", "therapy"), ("bus", "bus"), ("illness", "illness"), ("leg", "leg"),
        ("arthritis", "arthritis"), ("parkinson's", "parkinson"), ("illnesses", "illness"),
    ],
)  # fmt: skip
def test_stems(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize("title", ["Patient information", "Home program: week 2", "Sheet B", "Fact sheet 3"])
def test_titles_of_paper(title: str) -> None:
    assert of_paper_alone(title)
    assert says_nothing(title)


@pytest.mark.parametrize("title", ["Sciatica", "Your exercises", "Week 2 after your surgery", "Back care"])
def test_titles_of_something(title: str) -> None:
    assert not of_paper_alone(title)


def test_what_is_unsaid() -> None:
    assert content("The knees of the patient") == {"knee", "patient"}
    assert unsaid("Information about knee pain.", "Knee pain") == frozenset()
    assert unsaid("Knee pain is common.", "Knee pain") == {"common"}


# -- items --


def test_items_are_those_of_the_tools() -> None:
    """Their numbers are also told by the models, which must not know of rules."""
    assert tuple(each.number for each in PEMAT.items) == PematJudgement.items
    assert tuple(each.number for each in CDC.items) == CdcJudgement.items
    assert len(PEMAT.items) == 24
    assert len(CDC.items) == 20
    parts = [each.part for each in PEMAT.items]
    assert (parts.count(UNDERSTOOD), parts.count(ACTED_ON)) == (17, 7)
    assert set(TOOLS) == set(Judged.model_fields)


def test_items_ask_rules_by_their_names() -> None:
    """A rule that was given another name would let every document pass."""
    own = {rule.id for rule in RULES if rule.group == "structure"}
    asked = {name for tool in TOOLS.values() for each in tool.items for name in each.asked}
    assert asked <= own | ASKED
    assert asked - own <= {rule.id for rule in RULES}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.key)
def test_what_a_person_decides_asks_no_rule(tool: object) -> None:
    for each in getattr(tool, "items"):  # noqa: B009
        assert not (each.decides == "person" and each.asked), each.number


@pytest.mark.parametrize("kind", ["handout", "sheet"])
@pytest.mark.parametrize("key", TOOLS)
def test_a_right_document_has_a_full_score(root: Path, kind: str, key: str) -> None:
    found = scored(root, kind, key)
    assert [each.reason for each in found.decisions if each.answer == "no"] == []
    assert found.percent() == 100
    assert found.count("open")


@pytest.mark.parametrize("path", sorted((ROOT / "content").glob("[hs]*/*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("key", TOOLS)
def test_what_is_shipped_scores_ninety_of_what_a_program_decides(path: Path, key: str) -> None:
    (found,) = score(ROOT, CheckRequest(TODAY, (path,)), [key]).scores
    percent = found.percent()
    assert percent is not None
    assert percent >= 90, [each for each in found.decisions if each.answer == "no"]


def test_what_is_found_fails_its_item(root: Path) -> None:
    rewrite(root, "[Use cold., Use heat.]", "[One., Two., Three., Four., Five., Six., Seven., Eight.]")
    for key in TOOLS:
        decision = item(scored(root, key=key), 8)
        assert decision.answer == "no"
        assert "the list has 8 items (content/handouts/knee.yaml:7:11, long-list)" in decision.reason


def test_what_a_comment_allows_fails_nothing(root: Path) -> None:
    rewrite(
        root,
        "  - heading: What helps",
        "  # check: allow empty-heading because of a test\n  - heading: Information",
    )
    assert item(scored(root), 9).answer == "open"


def test_advice_fails_nothing(root: Path) -> None:
    path = root / BASE_EXERCISE.path
    path.write_text(BASE_EXERCISE.text.replace('stop_if: ["your hip pinches"]\n', ""), encoding="utf-8")
    assert scored(root).percent() == 100


def test_what_is_not_there_does_not_apply(root: Path) -> None:
    found = scored(root, "sheet")
    # the boxes to tick are explained on every sheet that has them
    assert [item(found, number).answer for number in (8, 9, 11, 19)] == ["not applicable"] * 4
    assert item(found, 25).answer == "yes"
    rewrite(root, "exercises: [base", "log: none\nexercises: [base", "sheet")
    found = scored(root, "sheet")
    assert item(found, 25).answer == "not applicable"
    assert item(found, 23).answer == "no"


def test_a_table_is_judged(root: Path) -> None:
    rewrite(root, "  - list:", "  - table: {header: [Week, Minutes], rows: [['1', '5']]}\n  - list:")
    assert item(scored(root), 19).answer == "yes"
    assert item(scored(root), 25).answer == "open"


def test_a_handout_without_pictures_and_exercises(root: Path) -> None:
    rewrite(root, "  - exercise: base-exercise\n", "")
    found = scored(root)
    assert [item(found, number).answer for number in (16, 17, 18)] == ["not applicable"] * 3
    assert [item(found, number).answer for number in (22, 23, 26)] == ["open"] * 3
    found = scored(root, key="cdc")
    assert item(found, 4).answer == "no"
    assert [item(found, number).answer for number in (12, 13, 14)] == ["open"] * 3


def test_a_movement_needs_two_pictures(root: Path) -> None:
    path = root / BASE_EXERCISE.path
    text = BASE_EXERCISE.text
    one = text[: text.index("    - caption: Finish")]
    path.write_text(one, encoding="utf-8")
    assert item(scored(root), 26).answer == "no"
    path.write_text(one.replace("reps: 10,", "reps: 3, hold: 20 s,"), encoding="utf-8")
    assert item(scored(root), 26).answer == "yes"


def test_what_a_layout_may_leave_out_is_open(root: Path) -> None:
    """The starter's sheet on sciatica has no room for what its exercises are good for."""
    assert item(scored(root, "sheet", "cdc"), 13).answer == "open"
    path = root / "assets" / "layouts" / "roomy.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("extends: sheet\nsacrifice: [web, tips]\n", encoding="utf-8")
    rewrite(root, "exercises: [base", "layout: roomy\nexercises: [base", "sheet")
    assert item(scored(root, "sheet", "cdc"), 13).answer == "yes"


def test_a_brief_layout_leaves_steps_and_pictures_open(root: Path) -> None:
    rewrite(root, "exercises: [base", "layout: sheet-compact\nexercises: [base", "sheet")
    found = scored(root, "sheet")
    assert [item(found, number).answer for number in (15, 22, 26)] == ["yes", "open", "open"]
    rewrite(root, "layout: sheet-compact", "layout: log", "sheet")
    found = scored(root, "sheet")
    answers = [item(found, number).answer for number in (15, 17, 22, 23)]
    assert answers == ["open", "not applicable", "open", "yes"]
    assert item(scored(root, "sheet", "cdc"), 4).answer == "no"


def test_a_few_findings_in_sentences_are_let_pass_by_pemat_alone(root: Path) -> None:
    """PEMAT asks for four fifths of the material, the CDC index for all of it."""
    rewrite(root, "Rest for a day.", "Use ibuprofen for your patellofemoral edema. Rest for a day.")
    jargon = [each for each in scored(root, key="cdc").decisions if "jargon" in each.item.asked]
    assert [each.answer for each in jargon] == ["no"]
    assert item(scored(root), 3).answer == "open"


# -- what a person has judged --


def judge(root: Path, answers: str, key: str = "pemat") -> None:
    rewrite(root, "review:", f"judged: {{{key}: {{by: 'Sam Lee, PT', on: 2026-11-01, {answers}}}}}\nreview:")


def test_a_person_answers_what_is_open(root: Path) -> None:
    before = scored(root)
    judge(root, "yes: [2, 10], no: [16]")
    found = scored(root)
    assert [item(found, number).answer for number in (2, 10, 16)] == ["yes", "yes", "no"]
    assert item(found, 2).by == "Sam Lee, PT"
    assert item(found, 2).reason == "judged by Sam Lee, PT, 2026-11-01"
    assert found.count("yes") == before.count("yes") + 2
    assert found.percent() == pytest.approx(100 * found.count("yes") / (found.count("yes") + 1))
    assert found.percent(ACTED_ON) == 100
    assert found.judged is not None


def test_a_no_of_a_person_counts_and_a_yes_talks_no_finding_away(root: Path) -> None:
    rewrite(root, "[Use cold., Use heat.]", "[One., Two., Three., Four., Five., Six., Seven., Eight.]")
    judge(root, "yes: [8], no: [20], not_applicable: [17, 19]")
    found = scored(root)
    assert (item(found, 8).answer, item(found, 8).by) == ("no", "")
    assert (item(found, 20).answer, item(found, 20).by) == ("no", "Sam Lee, PT")
    assert item(found, 17).answer == "not applicable"
    assert item(found, 19).reason == "there is no table"


def test_without_a_main_message_nothing_can_be_right_with_it(root: Path) -> None:
    judge(root, "yes: [2], no: [1]", "cdc")
    found = scored(root, key="cdc")
    assert [item(found, number).answer for number in (1, 2, 3, 4, 5, 6)] == ["no"] * 4 + ["yes", "no"]
    assert item(found, 4).reason == "this item depends on item 1, which is not met"


# -- what is asked for --


def test_only_documents_have_scores(root: Path) -> None:
    assert len(score(root, CheckRequest(TODAY), ["pemat", "cdc"]).scores) == 4
    with pytest.raises(UsageError, match="no handout or sheet"):
        score(root, CheckRequest(TODAY, (root / BASE_EXERCISE.path,)), ["pemat"])
    with pytest.raises(UsageError, match="many rules"):
        score(root, CheckRequest(TODAY, rules=("jargon",)), ["pemat"])


def test_a_file_that_cannot_be_read_hides_no_other(root: Path) -> None:
    rewrite(root, "title: Knee pain", "tittle: Knee pain")
    found = score(root, CheckRequest(TODAY), ["cdc"])
    assert [each.subject.kind for each in found.scores] == ["sheet"]
    assert found.problems


def test_a_page_on_no_complaint_may_be_printed_without_an_emergency_box(root: Path) -> None:
    """An error stops the printing: a page on the way to the clinic must not be stopped."""
    rewrite(
        root, HANDOUT, f"title: How to find us\nsummary: [Come in.]\nblocks: [text: Park here.]\n{REVIEW}"
    )
    request = CheckRequest(TODAY, (root / "content" / "handouts",), ("emergency-missing",))
    (found,) = check(root, Cache(root / ".cache"), request).findings
    assert found.severity is Severity.ADVICE
    rewrite(root, "Park here.", "Park here if your knee hurts.")
    (found,) = check(root, Cache(root / ".cache"), request).findings
    assert found.severity is Severity.ERROR


def test_an_exercise_without_a_stop_rule_of_its_own_is_advice(root: Path) -> None:
    path = root / BASE_EXERCISE.path
    path.write_text(BASE_EXERCISE.text.replace('stop_if: ["your hip pinches"]\n', ""), encoding="utf-8")
    found = check(root, Cache(root / ".cache"), CheckRequest(TODAY, rules=("stop-rule-missing",))).findings
    assert [(each.kind, each.severity) for each in found] == [("exercise", Severity.ADVICE)]


@pytest.mark.parametrize(
    ("exercises", "log", "write"),
    [
        ("[base-exercise]", "none", "write log: 7 days in content/sheets/knee.yaml"),
        (
            "[second]",
            "7 days",
            "add base-exercise in content/sheets/knee.yaml",
        ),
    ],
)
def test_what_makes_a_tool_is_told(root: Path, exercises: str, log: str, write: str) -> None:
    second = BASE_EXERCISE.text.replace("title: Knee lift", "title: Second lift")
    (root / "content/exercises/second.yaml").write_text(second, encoding="utf-8")
    rewrite(root, "exercises: [base-exercise]", f"exercises: {exercises}\nlog: {log}", "sheet")
    request = CheckRequest(TODAY, (root / "content" / "handouts",), ("tool-missing",))
    assert [each.instead for each in check(root, Cache(root / ".cache"), request).findings] == [write]


def test_a_sheet_that_lacks_an_exercise_is_named(root: Path) -> None:
    for name in ("second", "third"):
        text = BASE_EXERCISE.text.replace("title: Knee lift", f"title: {name} lift")
        (root / f"content/exercises/{name}.yaml").write_text(text, encoding="utf-8")
    rewrite(root, "exercises: [base-exercise]", "exercises: [base-exercise, second]", "sheet")
    rewrite(root, "  - exercise: base", "  - exercise: third\n  - exercise: second\n  - exercise: base")
    request = CheckRequest(TODAY, (root / "content" / "handouts",), ("tool-missing",))
    (found,) = check(root, Cache(root / ".cache"), request).findings
    assert found.instead == "add third in content/sheets/knee.yaml"


def test_what_stands_in_a_language_that_no_rule_reads_is_left_to_a_person(root: Path) -> None:
    scope = scope_of(read(root), TODAY)
    subject = next(each for each in scope.subjects if each.kind == "handout")
    found = Scorer(scope, [PEMAT]).score(replace(subject, language="es"), PEMAT)
    assert item(found, 11).answer == "open"
    assert item(found, 11).reason == "no rule supports this language"
    assert item(found, 8).answer == "yes"
    assert item(found, 19).answer == "not applicable"
