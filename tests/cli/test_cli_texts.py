"""What texts and days are taken for: in tables, options and content, and what is said of them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicpress.content.models.characters import flaw, settled
from clinicpress.typesetting.breaking import TextStyle, break_lines
from clinicpress.typesetting.faces import lato_file, missing_characters

Run = Callable[..., Result]
HEADER = "name,id,sheet,date,birth_date,note\n"


@pytest.fixture
def batch(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(workspace)

    def call(rows: str, *more: str) -> Result:
        (workspace / "t.csv").write_text(HEADER + rows, encoding="utf-8")
        return run("batch", "t.csv", "--dry-run", *more)

    return call


def row(number: int, born: str = "", name: str = "Pat Example", note: str = "") -> str:
    return f"{name},EX-{number},sciatica,2026-11-22,{born},{note}\n"


def test_the_summary_says_how_a_column_was_read(batch: Callable[..., Result]) -> None:
    result = batch(row(1, "5/2/1958") + row(2, "5/23/1980"))
    assert result.exit_code == 0
    wanted = "birth_date: month, day, year, as 1 of its dates can only be read that way; "
    assert result.stdout.splitlines()[-1] == f"{wanted}1 of its dates can be read in two ways"
    data = json.loads(batch(row(1, "5/2/1958"), "--json").stdout)
    assert data["dates"] == [
        "birth_date: month, day, year, as US writes it; 1 of its dates can be read in two ways"
    ]


def test_days_against_the_country_stop_the_run_and_ask(batch: Callable[..., Result]) -> None:
    rows = row(1, "5/2/1958") + row(2, "23/5/1980")
    result = batch(rows)
    assert result.exit_code == 1
    assert "would build" not in result.stdout
    assert "check line 3, then add --dates mdy (month first) or --dates dmy" in result.stderr
    assert batch(rows, "--dates", "dmy").exit_code == batch(rows, "--dates", "MDY").exit_code == 0


def test_days_that_disagree_refuse_those_of_two_readings(batch: Callable[..., Result]) -> None:
    result = batch(row(1, "5/2/1958") + row(2, "23/5/1980") + row(3, "5/23/1980") + row(4))
    assert result.exit_code == 1
    assert [line.split()[-1] for line in result.stdout.splitlines() if line.startswith("would")] == [
        "t.csv:3", "t.csv:4", "t.csv:5",
    ]  # fmt: skip
    assert "t.csv:2:5: this date can be read in two ways" in result.stderr
    assert "t.csv:3:5: warning: this date can only be read as day, month, year" in result.stderr
    assert "t.csv:4:5: warning: this date can only be read as month, day, year" in result.stderr


def test_what_somebody_may_be_called_is_warned_of(batch: Callable[..., Result]) -> None:
    result = batch(
        row(1, name="Null") + row(2, note="- Rest") + row(3, name="N/A") + row(4, name="Pat\u200bX")
    )
    assert "t.csv:2:1: warning: some systems write this word when the name is missing" in result.stderr
    assert "t.csv:3:6: warning: a line of this note begins with a list mark" in result.stderr
    assert "t.csv:4:1: this is a placeholder, not a real name" in result.stderr
    assert "t.csv:5:1: there is a zero-width space here (U+200B)" in result.stderr
    assert result.stdout.count("would build") == 2


def test_a_character_that_the_typeface_lacks_is_told_by_its_code(batch: Callable[..., Result]) -> None:
    result = batch(row(1, note="Smile \U0001f60a twice"))
    assert "t.csv:2:6: " in result.stderr
    assert "(U+1F60A, smiling face with smiling eyes)" in result.stderr
    assert "\U0001f60a" not in result.stderr


def test_in_content_it_is_told_at_its_own_column(workspace: Path, run: Run) -> None:
    path = next((workspace / "content" / "handouts").glob("*.yaml"))
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(at for at, line in enumerate(lines) if line.startswith("  - ") and ":" not in line)
    lines[number] += " \u2713 \U0001f60a"
    path.write_text("\n".join(lines), encoding="utf-8")
    said = run("build", path.stem, "--kind", "handout").stderr
    assert f"handouts/{path.name}:{number + 1}:{len(lines[number]) - 2}: the typeface has no glyph" in said


def test_options_and_answers_have_no_line(workspace: Path, run: Run) -> None:
    patient = ("--patient", "Null", "--id", "EX-1", "--birth-date", "May 2, 1958", "--date", "22 Nov 2026")
    result = run("sheet", "sciatica", *patient)
    assert result.exit_code == 0
    assert result.stdout.startswith("built       this plan  ")
    assert "this plan: warning: some systems write this word" in result.stderr
    wrong = run("sheet", "Sciatica!", *patient)
    assert wrong.stderr.startswith("SHEET: there is no sheet with this id\n  hint: did you mean sciatica")


def test_the_name_of_a_layout_is_not_repeated(workspace: Path, run: Run) -> None:
    result = run("sheet", "sciatica", "--patient", "Pat Example", "--id", "1", "--layout", "Quillon")
    assert result.exit_code == 2
    assert "--layout: this layout does not exist" in result.stderr
    assert "Quillon" not in result.output


LETTERS = st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["Cc", "Cs"])


@given(st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=2, max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_that_can_be_printed_is_on_the_page(workspace: Path, run: Run, notes: list[str]) -> None:
    """From a plan file through the page to a reader that shares no code with the writer."""
    note = " ".join(" ".join(notes).split())
    if not note or flaw(note) is not None or not any(map(str.isalnum, note)):
        return
    plan = {"patient": {"name": "Pat Example", "id": "EX-1"}, "date": "2026-11-22", "sheet": "sciatica"}
    (workspace / "p.yaml").write_text(json.dumps({**plan, "note": f"Note {note}"}), encoding="utf-8")
    result = run("sheet", "--plan", str(workspace / "p.yaml"), "--force")
    if result.exit_code:
        assert "the typeface has no glyph" in result.stderr
        return
    (path,) = (workspace / "output" / "patients").glob("*.pdf")
    page = "".join(each.extract_text() for each in pypdf.PdfReader(path).pages)
    assert flat(settled(note)) in flat(page)


def flat(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=2, max_size=12), st.data())
@settings(deadline=None, max_examples=60)
def test_no_line_ends_at_a_space_that_keeps_together(words: list[str], data: st.DataObject) -> None:
    from clinicpress.inline import Run as Words
    from clinicpress.typesetting.faces import _register

    font = _register(lato_file("Regular"))
    gaps = [data.draw(st.sampled_from([" ", "\u00a0"])) for _ in words[1:]]
    text = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=True))
    width = data.draw(st.floats(80, 300))
    style = TextStyle(font, font, 10, 12, "#000000")
    longest = max(len(part) for part in text.split(" "))
    if longest * 6 > width:
        return
    ends = ["".join(span.text for span in line.spans) for line in break_lines((Words(text),), style, width)]
    assert " ".join(ends) == text.replace("\u00a0", " ")
    at = 0
    for line in ends[:-1]:
        at += len(line) + 1
        assert text[at - 1] == " "
    assert missing_characters("\u00a0", font) == ()
