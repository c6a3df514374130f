"""What the check finds as an error is not printed; or only as a draft, marked on every page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import Result

from clinicpress.checking import sifting

Run = Callable[..., Result]
LONG = "Lift a foot from the floor while you keep your back flat on the mat and count to three or four."


@pytest.fixture
def wrong(workspace: Path) -> Path:
    """A workspace whose exercise knee-to-chest has a sentence that is far too long."""
    path = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - Lower your foot slowly. Rest.", f"  - {LONG}"), encoding="utf-8")
    return workspace


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_document_with_an_error_is_refused(wrong: Path, run: Run) -> None:
    result = run("build", "--kind", "sheet")
    assert result.exit_code == 1
    assert "failed     sheet sciatica" in result.stdout
    where = 'content/exercises/knee-to-chest.yaml:12:5: a sentence of 21 words: "Lift a foot from ..."'
    assert where in result.stderr
    assert "  hint: split it" in result.stderr
    assert list((wrong / "output" / "sheets").glob("*.pdf")) == []


def test_a_draft_says_so_on_every_page(wrong: Path, run: Run) -> None:
    result = run("build", "--allow-check-errors")
    assert result.exit_code == 0, result.output
    assert 'warning: a sentence of 21 words: "Lift a foot from ..." [long-sentence]' in result.stderr
    for kind in ("handouts", "sheets"):
        (path,) = (wrong / "output" / kind).glob("*.pdf")
        assert path.name == "sciatica.draft.pdf"
        assert all("DRAFT" in text for text in texts(path))
        with pypdfium2.PdfDocument(path) as document:
            assert document.get_metadata_value("Title").startswith("DRAFT: ")
    checked = run("verify", *map(str, (wrong / "output").glob("*/*.pdf")))
    assert checked.exit_code == 0, checked.output
    again = run("build", "--allow-check-errors", "--json")
    assert [each["draft"] for each in json.loads(again.stdout)["documents"]] == [True, True]


@pytest.mark.parametrize("layout", ["booklet", "handout-two-column", "trifold"])
def test_folded_pages_are_marked_too(wrong: Path, run: Run, layout: str) -> None:
    result = run("build", "--allow-check-errors", "--kind", "handout", "--layout", layout)
    assert result.exit_code == 0, result.output
    (path,) = (wrong / "output" / "handouts").glob("*.pdf")
    assert path.name == f"sciatica.{layout}.draft.pdf"
    assert all("DRAFT" in text for text in texts(path) if text.strip())


def test_what_is_right_is_no_draft(workspace: Path, run: Run) -> None:
    assert run("build", "--allow-check-errors").exit_code == 0
    names = {path.name for path in (workspace / "output").glob("*/*.pdf")}
    assert names == {"sciatica.pdf"}
    (path,) = (workspace / "output" / "sheets").glob("*.pdf")
    assert not any("DRAFT" in text for text in texts(path))


def test_a_reason_lets_it_through(wrong: Path, run: Run) -> None:
    path = wrong / "content" / "exercises" / "knee-to-chest.yaml"
    reason = f"  # check: allow long-sentence because this is a test\n  - {LONG}"
    path.write_text(path.read_text(encoding="utf-8").replace(f"  - {LONG}", reason), encoding="utf-8")
    assert run("build", "--kind", "handout").exit_code == 0


def test_no_plan_is_made_of_it(wrong: Path, run: Run) -> None:
    result = run("sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-0001")
    assert result.exit_code == 1
    assert "[long-sentence]" in result.stderr
    assert list((wrong / "output").glob("patients/*.pdf")) == []


def test_an_added_exercise_counts(wrong: Path, run: Run) -> None:
    text = (wrong / "content" / "sheets" / "sciatica.yaml").read_text(encoding="utf-8")
    text = text.replace("[knee-to-chest, modified-cobra,", "[modified-cobra,")
    (wrong / "content" / "sheets" / "other.yaml").write_text(text, encoding="utf-8")
    words = ("sheet", "other", "--patient", "Pat Example", "--id", "EX-0001")
    assert run(*words).exit_code == 0
    assert "[long-sentence]" in run(*words, "--add", "knee-to-chest").stderr


def test_rules_look_again_only_when_something_changed(
    wrong: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", "--kind", "sheet")

    def never(*_: object) -> object:
        raise AssertionError("rules were asked again")

    monkeypatch.setattr(sifting, "look_at", never)
    assert "[long-sentence]" in run("build", "--kind", "sheet", "--force").stderr
