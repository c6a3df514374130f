"""The contact sheet of all figures, on the real file."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner

from clinicpress.cli.main import cli
from clinicpress.problems import UsageError
from clinicpress.store.cache import Cache
from clinicpress.tasks.contactsheet import contact_sheet

pytestmark = pytest.mark.slow


def words(file: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_every_exercise_is_on_it_with_the_sides_that_it_has(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.pdf"
    found = contact_sheet(workspace, file, Cache(tmp_path / "cache"))
    ids = sorted(path.stem for path in (workspace / "content" / "exercises").glob("*.yaml"))
    assert (found.figures, found.problems, found.warnings) == (len(ids), (), ())
    text = words(file)
    assert all(f"· {name}" in text for name in ids)
    # one-sided: right in colour and in black, left in black; for both at once: no side is named
    texts = {name: (workspace / f"content/exercises/{name}.yaml").read_text("utf-8") for name in ids}
    sides = [name for name, text in texts.items() if re.search(r"(?m)^side: (each|sore)$", text)]
    assert "sciatic-nerve-glide" in sides
    assert text.count("left side") == len(sides)
    assert text.count("right side") == 2 * len(sides)


def test_a_png_is_one_tall_picture(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.png"
    contact_sheet(workspace, file, Cache(tmp_path / "cache"))
    header = file.read_bytes()[:24]
    assert header[1:4] == b"PNG"
    width, height = (int.from_bytes(header[at : at + 4], "big") for at in (16, 20))
    assert height > 2 * width


def test_no_row_leaves_the_page(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.pdf"
    contact_sheet(workspace, file, Cache(tmp_path / "cache"))
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            image = page.render(scale=0.5).to_pil().convert("L")
            margin = image.crop((0, image.height - 8, image.width, image.height))
            assert margin.getextrema() == (255, 255)


def test_another_ending_is_refused(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a PDF nor a PNG"):
        contact_sheet(workspace, tmp_path / "figures.gif", Cache(tmp_path / "cache"))


def test_a_figure_that_cannot_be_drawn_is_told_and_the_others_are_there(
    workspace: Path, tmp_path: Path
) -> None:
    path = workspace / "content" / "exercises" / "bridge.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tilt: -30", "tilt: -30\n        at: [900, 0]"))
    runner = CliRunner()
    result = runner.invoke(
        cli, ["--workspace", str(workspace), "preview", "--all-figures", str(tmp_path / "all.pdf")]
    )
    assert result.exit_code == 1
    assert "bridge.yaml" in result.output
    assert "· bird-dog" in words(tmp_path / "all.pdf")


def test_the_flag_alone_still_writes_a_picture_for_each(workspace: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    args = ["--workspace", str(workspace), "preview", "--all-figures", "--out", str(tmp_path)]
    assert runner.invoke(cli, args).exit_code == 0
    assert len(list(tmp_path.glob("*.png"))) == len(
        list((workspace / "content" / "exercises").glob("*.yaml"))
    )


def test_a_figure_with_a_hidden_highlight_is_drawn_to_be_looked_at(workspace: Path, tmp_path: Path) -> None:
    path = workspace / "content" / "exercises" / "bridge.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("highlight: [both glute]", "highlight: [left inner-thigh]"), encoding="utf-8"
    )
    args = ["--workspace", str(workspace), "preview", "bridge", "--out", str(tmp_path)]
    result = CliRunner().invoke(cli, args)
    assert "the highlight 'left inner-thigh' is hidden in this view" in result.stderr
    assert result.exit_code == 0
    assert (tmp_path / "bridge.png").exists()
