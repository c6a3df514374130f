"""Papers, texts, bindings, layouts and formats: what is made, by which layout, and under which name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.build import press as pipeline
from clinicpress.build.building import build
from clinicpress.build.jobs import Job, Outcome, Request, named_request, output_name
from clinicpress.build.selection import select
from clinicpress.content.reader import read_library
from clinicpress.layout.placing import make_setting
from clinicpress.problems import UsageError
from clinicpress.store.cache import workspace_cache
from clinicpress.tasks.pictures import PreviewRequest, previews
from clinicpress.units import PAPERS, Paper

FOLDED = """\
extends: base
kind: any
arrange: flow
imposition: two-up
content_width: 350pt
card: over
figures: {slot: 200pt}
diagram_width: 200pt
"""


def layout(workspace: Path, name: str, text: str) -> None:
    (workspace / "assets" / "layouts" / f"{name}.yaml").write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def selected(workspace: Path, request: Request) -> dict[str, str]:
    """The layout of each document that is selected, by its kind."""
    return {job.kind: job.layout for job in select(read_library(workspace), request).jobs}


def files(workspace: Path) -> dict[str, bytes]:
    folder = workspace / "output"
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the pipeline asks the layout for: the paper, text and binding of each document."""
    seen: list[dict[str, Any]] = []

    def note(*things: Any, **options: Any) -> Any:
        seen.append({name: getattr(things[2], name) for name in ("paper", "text", "binding")})
        return make_setting(*things, **options)

    monkeypatch.setattr(pipeline, "make_setting", note)
    return seen


# -- names --


@pytest.mark.parametrize(
    ("request_", "default", "name"),
    [
        (Request(), "letter", "x.pdf"),
        (Request(paper="a4"), "letter", "x.a4.pdf"),
        (Request(paper="a4"), "a4", "x.pdf"),
        (Request(paper="legal"), "a4", "x.legal.pdf"),
        (Request(paper="letter", ink="mono"), "a4", "x.letter.mono.pdf"),
        (Request(language="es", paper="a4", ink="mono"), "letter", "x.es.a4.mono.pdf"),
        (Request(text="large"), "letter", "x.large.pdf"),
        (Request(binding="left"), "letter", "x.bound.pdf"),
        (Request(layout="fridge"), "letter", "x.fridge.pdf"),
        (Request(layout="sheet"), "letter", "x.pdf"),
        (Request(format="boxes"), "letter", "x.boxes.txt"),
        (
            Request(layout="fridge", paper="a4", text="large", ink="mono", binding="left"),
            "letter",
            "x.fridge.a4.large.mono.bound.pdf",
        ),
        (
            Request(language="es", layout="fridge", text="large", format="boxes"),
            "letter",
            "x.es.fridge.large.boxes.txt",
        ),
    ],
)
def test_name_tells_what_differs_from_the_defaults(request_: Request, default: Paper, name: str) -> None:
    assert output_name("x", request_, own_layout="sheet", default_paper=default) == name


REQUESTS = st.builds(
    Request,
    language=st.sampled_from(["en", "es"]),
    paper=st.sampled_from(tuple(PAPERS)),
    ink=st.sampled_from(["colour", "mono"]),
    layout=st.sampled_from(
        ["sheet", "fridge", "large", "layout-large", "a4", "mono", "bound", "legal", "es"]
    ),
    text=st.sampled_from(["standard", "large"]),
    binding=st.sampled_from(["none", "left"]),
    format=st.sampled_from(["pdf", "boxes"]),
)


@given(both=st.lists(REQUESTS, min_size=2, max_size=2, unique=True), default=st.sampled_from(tuple(PAPERS)))
@settings(deadline=None, max_examples=300)
def test_no_two_variants_share_a_file(both: list[Request], default: Paper) -> None:
    one, other = (output_name("x", request, own_layout="sheet", default_paper=default) for request in both)
    assert one != other


@given(asked=REQUESTS, default=st.sampled_from(tuple(PAPERS)))
@settings(deadline=None, max_examples=300)
def test_a_name_says_how_its_file_was_asked_for(asked: Request, default: Paper) -> None:
    asked = replace(asked, format="pdf")
    said = named_request(output_name("x", asked, own_layout="sheet", default_paper=default))
    assert replace(said, paper=said.paper or default, layout=said.layout or "sheet") == asked


@pytest.mark.parametrize("name", ["large", "mono", "bound", "a4", "legal", "es", "layout-large"])
def test_a_layout_named_like_another_part_is_no_such_part(name: str) -> None:
    named = output_name("x", Request(layout=name), own_layout="sheet", default_paper="letter")
    assert named == f"x.layout-{name}.pdf"


def test_another_layout_does_not_write_over_the_standard_file(workspace: Path) -> None:
    """A build with --layout replaced sciatica.pdf, and the next plain build replaced it back."""
    layout(workspace, "fridge", "extends: sheet\nsizes: {clinic: 13pt}\n")
    build(workspace, Request(kind="sheet"))
    before = files(workspace)
    result = build(workspace, Request(kind="sheet", layout="fridge"))
    assert [outcome.status for outcome in result.outcomes] == ["built"]
    after = files(workspace)
    assert after.keys() - before.keys() == {"sheets/sciatica.fridge.pdf"}
    assert after["sheets/sciatica.pdf"] == before["sheets/sciatica.pdf"]
    assert after["sheets/sciatica.fridge.pdf"] != before["sheets/sciatica.pdf"]
    assert [outcome.status for outcome in build(workspace, Request(kind="sheet")).outcomes] == ["unchanged"]


@pytest.mark.parametrize("broken", ["content/sheets/sciatica.yaml", "content/clinic.yaml"])
def test_earlier_file_of_another_layout_is_found(workspace: Path, broken: str) -> None:
    layout(workspace, "fridge", "extends: sheet\n")
    request = Request(kind="sheet", layout="fridge", paper="legal", binding="left")
    build(workspace, request)
    edit(workspace / broken, "\n", "\nnonsense: 1\n")
    (outcome,) = build(workspace, request).outcomes
    assert outcome.status == "failed"
    assert outcome.earlier is not None
    assert outcome.earlier.name == "sciatica.fridge.legal.bound.pdf"


# -- layouts --


def test_large_text_takes_the_layout_that_is_named_for_it(workspace: Path) -> None:
    assert selected(workspace, Request()) == {"handout": "handout", "sheet": "sheet"}
    large = {"handout": "large-print", "sheet": "large-print"}
    assert selected(workspace, Request(text="large")) == large
    layout(workspace, "handout", "extends: base\nkind: handout\n")
    assert selected(workspace, Request(text="large")) == {**large, "handout": "handout"}


def test_a_layout_without_room_for_large_text_fails_that_document_alone(workspace: Path) -> None:
    (outcome,) = build(workspace, Request(text="large", layout="booklet")).outcomes
    assert outcome.status == "failed"
    assert "content/handouts/sciatica.yaml" in str(outcome.problems[0])
    assert "the layout 'booklet' has no room for large text" in outcome.problems[0].message


def test_large_text_of_a_layout_that_is_asked_for(workspace: Path) -> None:
    layout(workspace, "fridge", "extends: sheet\nlarge: big-fridge\n")
    layout(workspace, "big-fridge", "extends: large-print\n")
    (job,) = select(read_library(workspace), Request(text="large", layout="fridge")).jobs
    assert (job.layout, job.text) == ("big-fridge", "large")
    assert job.output.name == "sciatica.fridge.large.pdf"


def test_large_text_takes_no_layout_of_the_other_kind(workspace: Path) -> None:
    layout(workspace, "both", "extends: handout\nkind: any\nlarge: sheet\n")
    assert selected(workspace, Request(text="large", layout="both")) == {"handout": "both", "sheet": "sheet"}


def test_large_text_with_a_broken_layout_fails_that_document_alone(workspace: Path) -> None:
    layout(workspace, "large-print", "extends: base\nsizes: {titel: 25pt}\n")
    layout(workspace, "handout", "extends: base\nkind: handout\n")
    selection = select(read_library(workspace), Request(text="large"))
    assert [job.kind for job in selection.jobs] == ["handout"]
    (outcome,) = selection.blocked
    assert (outcome.kind, outcome.status) == ("sheet", "failed")
    assert "titel" in outcome.problems[0].message
    assert select(read_library(workspace), Request()).blocked == ()


def test_layout_of_any_kind_takes_both(workspace: Path) -> None:
    both = {"handout": "large-print", "sheet": "large-print"}
    assert selected(workspace, Request(layout="large-print")) == both
    assert selected(workspace, Request(names=("sciatica",), layout="large-print")) == both
    assert selected(workspace, Request(layout="sheet")) == {"sheet": "sheet"}
    with pytest.raises(UsageError, match="'sheet' is for a sheet, but sciatica is a handout"):
        select(read_library(workspace), Request(kind="handout", layout="sheet"))


# -- text and binding --


def test_text_binding_and_paper_reach_the_layout(workspace: Path, laid_out: list[dict[str, Any]]) -> None:
    request = Request(kind="handout", paper="legal", text="large", binding="left")
    (outcome,) = build(workspace, request).outcomes
    assert outcome.status == "built", outcome.problems
    assert outcome.path is not None
    assert outcome.path.name == "sciatica.legal.large.bound.pdf"
    assert laid_out == [{"paper": "legal", "text": "large", "binding": "left"}]
    build(workspace, Request(kind="handout"))
    assert laid_out[1:] == [{"paper": "letter", "text": "standard", "binding": "none"}]


def test_preview_of_pages_has_paper_text_and_binding(
    workspace: Path, laid_out: list[dict[str, Any]], tmp_path: Path
) -> None:
    request = PreviewRequest(("sciatica",), paper="legal", text="large", binding="left")
    written = previews(workspace, request, tmp_path, workspace_cache(workspace)).written
    assert "handout-sciatica.legal.large.bound-1.png" in {path.name for path in written}
    assert laid_out == [{"paper": "legal", "text": "large", "binding": "left"}] * 2


def test_folded_pages_have_no_edge_to_punch_and_others_are_built(workspace: Path) -> None:
    layout(workspace, "half", FOLDED)
    edit(workspace / "content" / "handouts" / "sciatica.yaml", "\ntitle:", "\nlayout: half\ntitle:")
    for _ in range(2):
        result = build(workspace, Request(binding="left"))
        handout, sheet = result.outcomes
        assert (handout.status, sheet.status) == ("failed", sheet.status)
        assert sheet.status != "failed"
        (problem,) = handout.problems
        assert problem.message == "the layout 'half' is folded or cut, so it has no margin to punch"
        assert problem.hint == "leave out --binding, or choose another --layout"
        assert problem.source is not None
        assert problem.source.path == "content/handouts/sciatica.yaml"
    assert list(files(workspace)) == ["sheets/sciatica.bound.pdf"]


# -- boxes --


def test_boxes_are_written_as_text_and_left_alone_when_up_to_date(workspace: Path) -> None:
    request = Request(format="boxes")
    first = build(workspace, request)
    assert first.ok
    assert [outcome.status for outcome in first.outcomes] == ["built", "built"]
    assert list(files(workspace)) == ["handouts/sciatica.boxes.txt", "sheets/sciatica.boxes.txt"]
    text = (workspace / "output" / "sheets" / "sciatica.boxes.txt").read_text(encoding="utf-8")
    assert text.startswith("page 1 612 x 792\n")
    assert "knee" in text.lower()
    again = build(workspace, request)
    assert [outcome.status for outcome in again.outcomes] == ["unchanged", "unchanged"]
    assert [o.pages for o in again.outcomes] == [o.pages for o in first.outcomes]
    edit(workspace / "content" / "clinic.yaml", "0142", "0143")
    assert [outcome.status for outcome in build(workspace, request).outcomes] == ["built", "built"]


def test_boxes_are_not_taken_for_the_pdf(workspace: Path) -> None:
    build(workspace, Request(format="boxes"))
    assert [outcome.status for outcome in build(workspace, Request()).outcomes] == ["built", "built"]
    assert all(data.startswith(b"%PDF") for name, data in files(workspace).items() if name.endswith(".pdf"))


def test_only_pdfs_are_left_over(workspace: Path) -> None:
    build(workspace, Request())
    sheets = workspace / "output" / "sheets"
    (sheets / "gone.boxes.txt").write_text("page 1", encoding="utf-8")
    for request in (Request(), Request(format="boxes"), Request(format="boxes")):
        assert build(workspace, request).left_over == ()
    (sheets / "gone.large.pdf").write_bytes(b"%PDF-1.7")
    for request in (Request(), Request(format="boxes")):
        assert build(workspace, request).left_over == (sheets / "gone.large.pdf",)


# -- what an outcome says --


def test_outcome_says_how_a_document_was_made_also_from_its_record(workspace: Path) -> None:
    request = Request(kind="handout", paper="a4", ink="mono", text="large", binding="left")
    output = workspace / "output" / "handouts" / "sciatica.a4.large.mono.bound.pdf"
    job = Job(
        "handout", "sciatica", output, layout="large-print", paper="a4", ink="mono", text="large",
        binding="left",
    )  # fmt: skip
    (built,) = build(workspace, request).outcomes
    (recalled,) = build(workspace, request).outcomes
    assert (built.status, recalled.status) == ("built", "unchanged")
    assert built.job == recalled.job == job
    report = recalled.report
    assert replace(recalled, report={}) == Outcome(
        "handout", "sciatica", "unchanged", output, built.pages, job=job
    )
    assert report["text_size"] == built.report["text_size"]


def test_variants_are_not_taken_for_each_other(workspace: Path) -> None:
    """Each request has a record of its own."""
    base = Request(kind="handout", paper="legal")
    for request in (base, replace(base, binding="left"), replace(base, text="large")):
        assert [outcome.status for outcome in build(workspace, request).outcomes] == ["built"]
    assert len(files(workspace)) == 3
