"""How much ink pages take: measured from finished files, without making anything again."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from clinicpress.build import ink as proof
from clinicpress.build import running as run
from clinicpress.build.building import build
from clinicpress.build.jobs import Outcome, Request

pytestmark = pytest.mark.slow


def pages(path: Path, *colours: tuple[float, float, float], share: float = 1.0) -> Path:
    """A PDF with a page for each colour (red, green and blue), which covers the upper ``share`` of it."""
    canvas = Canvas(str(path), pagesize=(360, 720))
    for colour in colours:
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, 720 * (1 - share), 360, 720 * share, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def test_coverage_is_the_mean_darkness_of_the_whole_page(tmp_path: Path) -> None:
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    assert proof.coverage(pages(tmp_path / "a.pdf", black, white)) == (100.0, 0.0)
    assert proof.coverage(pages(tmp_path / "b.pdf", black, share=0.25)) == pytest.approx((25.0,), abs=0.1)


def test_coverage_weighs_colours_by_rec_601(tmp_path: Path) -> None:
    red, green, blue = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
    found = proof.coverage(pages(tmp_path / "a.pdf", red, green, blue))
    assert found == pytest.approx((70.1, 41.3, 88.6), abs=0.3)


def test_a_file_that_cannot_be_read_is_a_problem_of_its_document(tmp_path: Path) -> None:
    for name, data in (("a.pdf", b"no PDF"), ("b.pdf", None)):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        found = proof.proved(Outcome("sheet", "x", "built", tmp_path / name, 1))
        assert found.coverage == ()
        assert "its ink cannot be measured" in found.problems[0].message
        assert "--force" in found.problems[0].hint


def test_a_failed_document_has_no_ink(tmp_path: Path) -> None:
    failed = Outcome("sheet", "x", "failed", earlier=pages(tmp_path / "a.pdf", (0.0, 0.0, 0.0)))
    assert proof.proved(failed) is failed


def test_every_page_is_measured_built_or_not(workspace: Path) -> None:
    seen: list[Outcome] = []
    result = build(workspace, Request(), lambda outcome, _done, _total: seen.append(outcome), proof=True)
    assert [outcome.status for outcome in result.outcomes] == ["built", "built"]
    assert sorted(seen, key=lambda outcome: outcome.kind) == list(result.outcomes)
    for outcome in result.outcomes:
        assert len(outcome.coverage) == outcome.pages
        assert all(1 < percent < 40 for percent in outcome.coverage)
    again = build(workspace, Request(kind="sheet"), proof=True).outcomes
    assert [(found.status, found.coverage) for found in again] == [("unchanged", result.outcomes[1].coverage)]


def test_a_proof_is_no_part_of_what_is_remembered(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build after one with --proof, or the other way round, is answered from the same record."""
    proved = build(workspace, Request(), proof=True).outcomes

    def read_again(*_: object) -> None:
        raise AssertionError("the record was not used")

    monkeypatch.setattr(run, "run", read_again)
    assert [outcome.coverage for outcome in build(workspace, Request()).outcomes] == [(), ()]
    again = build(workspace, Request(), proof=True).outcomes
    assert [outcome.coverage for outcome in again] == [outcome.coverage for outcome in proved]
    assert [outcome.status for outcome in again] == ["unchanged", "unchanged"]


def test_the_renderer_is_loaded_for_a_proof_alone(built_workspace: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from clinicpress.build.building import build\n"
        "from clinicpress.build.jobs import Request\n"
        "build(Path(), Request())\n"
        "assert not {'pypdfium2', 'PIL'} & set(sys.modules)\n"
        "assert build(Path(), Request(), proof=True).outcomes[0].coverage\n"
        "assert not {'reportlab', 'pydantic'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built_workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
