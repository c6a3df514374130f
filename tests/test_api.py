"""The public API: what it gives, what it loads, and that every example of its page does what it says."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pypdfium2
import pytest

import clinicpress
from clinicpress import Workspace
from clinicpress.tasks.starter import copy_starter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api.md"
DAY = date(2026, 11, 30)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    copy_starter(tmp_path / "clinic")
    monkeypatch.chdir(tmp_path / "clinic")
    return Workspace(".")


def test_the_examples_of_the_page_do_what_it_says(workspace: Workspace) -> None:
    """Among them a program of ten lines whose page holds a figure."""
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert done.failed == 0
    assert done.attempted > 20
    with pypdfium2.PdfDocument(workspace.root / "bridge.pdf") as document:
        page = document[0]
        assert "Finish" in page.get_textpage().get_text_range()
        assert sum(item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for item in page.get_objects()) > 40
    assert (workspace.root / "bridge.svg").read_text(encoding="utf-8").count("<path") > 40


def test_every_public_name_is_there() -> None:
    assert {*clinicpress.__all__} <= {*dir(clinicpress)}
    for name in clinicpress.__all__:
        assert getattr(clinicpress, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Workspaces'"):
        _ = clinicpress.Workspaces


def test_a_program_that_imports_it_loads_no_module_of_it() -> None:
    code = (
        "import sys; before = set(sys.modules); import clinicpress; dir(clinicpress);"
        "print(sorted(name for name in set(sys.modules) - before if name not in sys.stdlib_module_names"
        " and not name.startswith('importlib.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['clinicpress']"


def test_the_workspace_loads_no_library_before_it_is_used() -> None:
    code = (
        "import sys, clinicpress; clinicpress.Workspace; clinicpress.Problem; clinicpress.Outcome;"
        "print({'pydantic', 'reportlab', 'yaml', 'click', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


METHODS = [name for name in vars(Workspace) if not name.startswith("_") and name != "around"]


@pytest.mark.parametrize("name", METHODS)
def test_every_method_and_argument_is_documented(name: str) -> None:
    method = getattr(Workspace, name)
    text = inspect.getdoc(method) or ""
    page = PAGE.read_text(encoding="utf-8")
    assert f"`{name}`" in page or f".{name}(" in page
    assert name in {"verify", "read"} or "Raises:" in text
    named = inspect.signature(method).parameters.keys() - {"self", "names", "options"}
    assert [each for each in named if not re.search(rf"\b{each}\b", text)] == []


def test_a_folder_without_a_clinic_is_refused(tmp_path: Path) -> None:
    with pytest.raises(clinicpress.UsageError, match=r"not a workspace: it has no content/clinic\.yaml"):
        Workspace(tmp_path)


def test_the_workspace_around_a_folder(workspace: Workspace) -> None:
    inside = workspace.root / "content" / "sheets"
    assert Workspace.around(inside).root == workspace.root
    assert repr(Workspace.around(inside)) == f"Workspace({workspace.root.as_posix()!r})"


def test_options_are_those_of_the_request() -> None:
    """An option that no request has would be dropped without a word."""
    from clinicpress.build.jobs import Request

    assert get_type_hints(clinicpress.PrintOptions).keys() <= Request.__dataclass_fields__.keys()


def test_out_is_told_from_where_one_stands(workspace: Workspace) -> None:
    result = workspace.build("sciatica", kind="sheet", out="elsewhere", format="boxes")
    assert result.outcomes[0].path == workspace.root / "elsewhere" / "sheets" / "sciatica.boxes.txt"


def test_a_mistyped_exercise_is_told_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(clinicpress.UsageError, match="did you mean bridge"):
        workspace.figure("brige")
    with pytest.raises(clinicpress.UsageError, match="did you mean knee-joint"):
        workspace.diagram("knee-joints")


def test_the_other_side_is_another_figure(workspace: Workspace) -> None:
    left, right = (workspace.figure("clamshell", side=side) for side in ("left", "right"))
    assert left.asString("svg") != right.asString("svg")
    bare = workspace.figure("clamshell", captions=False)
    assert bare.height < right.height
    twice = workspace.figure("clamshell", captions=False, scale=4.0)
    assert twice.height > 1.8 * bare.height


def test_an_option_that_there_is_not_is_refused_not_forgotten(workspace: Workspace) -> None:
    """A page was printed in colour, or a file went over a locked one, for a letter too many."""
    for wrong, right in {"inkk": "ink", "unlok": "unlock", "pager": "pages"}.items():
        with pytest.raises(TypeError, match=f"no option '{wrong}': did you mean.*{right}"):
            workspace.sheet("sciatica", patient="Pat Example", id="EX-1", day=DAY, **{wrong: "x"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no option 'since'"):
        workspace.build("sciatica", since="last")  # type: ignore[call-arg]


def test_one_word_in_place_of_a_list_is_one_word(workspace: Workspace) -> None:
    """Its letters were taken for ids."""
    result = workspace.sheet(
        "sciatica", patient="Pat Example", id="EX-1", day=DAY, side="left", clinician="Sam Example",
        add="bridge", drop="sciatic-nerve-glide", changes="bridge.sets=1", same_person="EX-1",
        ink=None, paper=None,
    )  # fmt: skip
    assert result.ok, result.all_problems
    assert workspace.check(today=DAY, rules="jargon").findings == ()
