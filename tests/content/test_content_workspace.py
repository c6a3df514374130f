"""Finding the workspace and the starter, and listing what there is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from reading_samples import EXERCISE, write

from clinicpress.content import workspace as workspace_module
from clinicpress.content.titles import KINDS, Titled, titles
from clinicpress.content.workspace import CLINIC, find_workspace, starter
from clinicpress.problems import UsageError


def test_the_nearest_workspace_upwards(site: Path) -> None:
    inner = site / "content" / "deep" / "er"
    inner.mkdir(parents=True)
    assert find_workspace(inner, None) == site.resolve()
    assert find_workspace(site, None) == site.resolve()
    write(inner, {CLINIC: "name: x\n"})
    assert find_workspace(inner / "content", None) == inner.resolve()


def test_a_folder_that_is_named(site: Path, tmp_path: Path) -> None:
    assert find_workspace(tmp_path, site) == site.resolve()
    with pytest.raises(
        UsageError, match=r"is not a workspace: it has no content/clinic\.yaml\n  hint: name a folder"
    ):
        find_workspace(site, site / "content")
    with pytest.raises(UsageError, match="is not a workspace"):
        find_workspace(site, tmp_path / "nowhere")


def test_no_workspace_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_workspace(tmp_path, None)
    assert str(caught.value) == (
        "there is no content/clinic.yaml in this folder or in any folder above it\n"
        "  hint: go to a workspace, name one with --workspace DIR, or create one with: clinicpress init DIR"
    )


def test_the_starter_is_a_workspace() -> None:
    assert find_workspace(starter(), None) == starter()


def test_an_installed_starter_comes_before_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "clinicpress"
    monkeypatch.setattr(workspace_module, "__file__", str(package / "reading" / "workspace.py"))
    with pytest.raises(UsageError, match="the starter is missing from this installation"):
        starter()
    write(tmp_path, {CLINIC: "name: x\n"})
    assert starter() == tmp_path
    write(package / "starter", {CLINIC: "name: x\n"})
    assert starter() == package / "starter"


def test_titles(site: Path) -> None:
    write(
        site,
        {
            "content/exercises/broken.yaml": "title: [",
            "content/exercises/a.yaml": "# first\nwhy: x\ntitle: 'A  step'\nrest: [",
            "content/exercises/No Id.yaml": EXERCISE,
        },
    )
    folder = site / "content" / "exercises"
    assert list(titles(site, "exercises")) == [
        Titled("a", "A step", folder / "a.yaml"),
        Titled("broken", None, folder / "broken.yaml"),
        Titled("knee-bend", "Knee bend", folder / "knee-bend.yaml"),
    ]
    assert [(found.id, found.title) for found in titles(site, "sheets")] == [
        ("knee", "Knee pain: your exercises")
    ]


def test_titles_of_the_starter_stand_behind(site: Path) -> None:
    found = {entry.id: entry for entry in titles(site, "layouts")}
    assert found["sheet"].title == "sheet"
    assert found["sheet"].path == site / "assets" / "layouts" / "sheet.yaml"
    brands = {entry.id: entry.title for entry in titles(site, "brands")}
    assert brands["plain"] == "Plain"
    assert len(brands) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_something_of_every_kind_in_the_starter(kind: str) -> None:
    assert list(titles(starter(), kind))


def test_listing_loads_neither_schemas_nor_drawing_code(site: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from clinicpress.content.titles import KINDS, titles\n"
        f"print([list(titles(Path({str(site)!r}), kind)) and kind for kind in KINDS])\n"
        "print(sorted({'pydantic', 'reportlab', 'numpy', 'PIL', 'shapely'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == [str(list(KINDS)), "[]"]


def test_reading_loads_no_drawing_code(site: Path) -> None:
    """Pillow comes only when there is a picture to look at."""
    code = (
        "import sys; from pathlib import Path; import clinicpress.content.workspace as w\n"
        f"w.starter = lambda: Path({str(site)!r})\n"
        "from clinicpress.content.reader import read_library\n"
        f"print(read_library(Path({str(site)!r})).problems)\n"
        "print(sorted({'reportlab', 'numpy', 'PIL', 'shapely'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["()", "[]"]
