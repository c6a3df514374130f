"""Diagrams of other packages, each a distribution on the path with an entry point, on pages of a handout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from clinicpress import ContentError, Workspace
from clinicpress.build.illustrating import illustrated
from clinicpress.problems import Source
from clinicpress.tasks.starter import copy_starter

pytestmark = pytest.mark.slow

CODE = """
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Circle, Drawing, Group, Rect, String
from reportlab.lib.colors import HexColor
from clinicpress import DrawnDiagram

def stairs():
    steps = [Rect(20 + 40 * n, 10, 40, 15 * (n + 1), fillColor=HexColor("#2F9C95")) for n in range(4)]
    marks = Group(Circle(0, 0, 8, fillColor=HexColor("#C4261D")), transform=(1, 0, 0, 1, 160, 90))
    words = String(20, 100, "Good leg first", fontName="Helvetica-Bold", fontSize=12)
    return DrawnDiagram(Drawing(200, 120, *steps, marks, words), "Four steps that go up.", "Up the stairs")

def chart():
    chart = VerticalBarChart()
    chart.data = [(3, 5, 8)]
    chart.categoryAxis.categoryNames = ["Week 1", "Week 2", "Week 3"]
    chart.width, chart.height, chart.x, chart.y = 200, 100, 30, 30
    return DrawnDiagram(Drawing(260, 150, chart), "The steps of three weeks as bars: 3, 5 and 8.")

def silent():
    return DrawnDiagram(Drawing(9, 9), "  ")

def strange():
    return DrawnDiagram(Drawing(9, 9, String(0, 0, "\\u4e2d")), "A sign.")

def turned():
    return DrawnDiagram(Drawing(9, 9, Group(String(0, 0, "up"), transform=(0, 1, -1, 0, 0, 0))), "A word.")

def other():
    return Drawing(9, 9)

def broken():
    return 1 / 0
"""
VERAPDF = Path(__file__).parents[1] / "support" / "verapdf.py"
MISSING = 3
NAMES = ("stairs", "chart", "silent", "strange", "turned", "other", "broken")


def install(folder: Path, package: str, code: str, names: tuple[str, ...]) -> None:
    """A distribution as pip leaves it."""
    (folder / f"{package}.py").write_text(code, encoding="utf-8")
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")
    points = "\n".join(f"{name} = {package}:{name}" for name in names)
    (info / "entry_points.txt").write_text(f"[clinicpress.diagrams]\n{points}\n", encoding="utf-8")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    install(folder, "stair_diagrams", CODE, NAMES)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "stair_diagrams", raising=False)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    copy_starter(tmp_path / "clinic")
    return Workspace(tmp_path / "clinic")


def handout(workspace: Workspace, *diagrams: str) -> None:
    blocks = "".join(f"  - diagram: {name}\n" for name in diagrams)
    text = (workspace.root / "content/handouts/sciatica.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("blocks:\n")
    (workspace.root / "content/handouts/stairs.yaml").write_text(f"{head}blocks:\n{blocks}{rest}", "utf-8")


def built(workspace: Workspace) -> Path:
    result = workspace.build("stairs", jobs=1)
    assert result.ok, result.all_problems
    path = result.outcomes[0].path
    assert path is not None
    return path


@pytest.mark.usefixtures("packages")
def test_a_diagram_of_another_package_is_a_tagged_figure(workspace: Workspace) -> None:
    handout(workspace, "stairs", "chart")
    path = built(workspace)
    with pikepdf.open(path) as pdf:
        alts = [str(each["/Alt"]) for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]  # fmt: skip
    assert "Four steps that go up." in alts
    assert "The steps of three weeks as bars: 3, 5 and 8." in alts
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        words = page.get_textpage().get_text_range()
        image = page.render(scale=2).to_pil().convert("RGB")
    for said in ("Good leg first", "Up the stairs", "Week 2"):
        assert said in words
    assert {(0x2F, 0x9C, 0x95), (0xC4, 0x26, 0x1D)} <= set(image.get_flattened_data())
    assert workspace.verify(path)[0].problems == ()


@pytest.mark.usefixtures("packages")
def test_its_page_complies_with_pdf_ua_and_pdf_a(workspace: Workspace) -> None:
    handout(workspace, "stairs", "chart")
    path = built(workspace)
    command = [sys.executable, str(VERAPDF), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == MISSING:
        pytest.skip(done.stderr.strip())
    assert done.stdout.splitlines() == [f"{path}: complies with {flavour}" for flavour in ("ua1", "2a")]


@pytest.mark.usefixtures("packages")
def test_in_mono_it_is_grey(workspace: Workspace) -> None:
    handout(workspace, "stairs")
    result = workspace.build("stairs", ink="mono", jobs=1)
    assert result.ok
    with pypdfium2.PdfDocument(result.outcomes[0].path) as document:
        image = document[0].render(scale=2).to_pil().convert("RGB")
    assert all(max(colour) - min(colour) < 3 for colour in set(image.get_flattened_data()))


def test_a_changed_drawing_is_printed_again(
    workspace: Workspace, packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is being written keeps its version, and no file of the workspace changes."""
    handout(workspace, "stairs")
    built(workspace)
    assert workspace.build("stairs").outcomes[0].status == "unchanged"
    install(packages, "stair_diagrams", CODE.replace("#2F9C95", "#2F9C96"), NAMES)
    monkeypatch.delitem(sys.modules, "stair_diagrams")
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        assert workspace.build("stairs").outcomes[0].status == "built"
    finally:
        sys.dont_write_bytecode = before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("silent", "'silent' from stair_diagrams has no alt text"),
        ("turned", "'turned' from stair_diagrams: drawing, shape 1, shape 1: this is text that is turned"),
        ("other", "'other' from stair_diagrams is a Drawing, not a clinicpress.DrawnDiagram"),
        ("broken", "'broken' from stair_diagrams cannot be drawn: ZeroDivisionError: division by zero"),
        ("stairz", "there is no diagram 'stairz'"),
    ],
)
@pytest.mark.usefixtures("packages")
def test_what_cannot_be_printed_is_told_at_its_line(name: str, said: str) -> None:
    with pytest.raises(ContentError, match=said) as raised:
        illustrated(name, Source("content/handouts/a.yaml", 7, 5), "colour")
    assert raised.value.problems[0].source == Source("content/handouts/a.yaml", 7, 5)
    assert raised.value.problems[0].hint


def test_one_name_of_two_packages_is_refused(packages: Path) -> None:
    install(packages, "more_diagrams", CODE, ("stairs",))
    with pytest.raises(
        ContentError, match="from more_diagrams and stair_diagrams is in more than one package"
    ):
        illustrated("stairs", Source("a"), "colour")


@pytest.mark.usefixtures("packages")
def test_a_letter_without_a_glyph_and_a_mistyped_name_are_told_by_build(workspace: Workspace) -> None:
    handout(workspace, "strange")
    (problem,) = workspace.build("stairs").outcomes[0].problems
    assert "U+4E2D" in problem.message
    handout(workspace, "stairz")
    (problem,) = workspace.build("stairs").outcomes[0].problems
    assert problem.message == "there is no diagram 'stairz'"
    assert problem.hint == "did you mean stairs?"
