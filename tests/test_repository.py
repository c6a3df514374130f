"""The repository itself: imports go one way, nothing is loaded for nothing, everything is documented."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

import clinicpress
from clinicpress.cli.main import COMMANDS, cli
from clinicpress.content.models.layout import Layout, Part

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "clinicpress"
FILES = sorted(PACKAGE.rglob("*.py"))
COMMAND_NAMES = [name for name, _ in COMMANDS]

# The rooms from the lowest up: each may import those before it, and none after it.
ORDER = (
    "records", "messages", "problems", "units", "faults", "choices", "inline", "readback", "store",
    "content", "figures", "typesetting", "composing", "blocks", "layout", "proof", "pdf", "checking", "build",
    "patients", "tasks", "api", "cli",
    "",
)  # fmt: skip
# What a room must not import although it stands lower.
APART: dict[str, set[str]] = {
    # shares nothing with what wrote the files that it reads
    "readback": {"messages", "problems", "units", "faults", "choices", "inline"},
    "store": {"units", "faults", "choices", "inline", "readback"},
    "proof": {"content", "figures", "composing", "blocks", "layout"},
    "pdf": {"content", "composing", "blocks", "layout"},
    "checking": {"blocks", "layout", "proof", "pdf", "typesetting"},
    "blocks": {"store"},
}
# The command line uses what programs use, and no other part of the package.
BELOW_CLI = {"records", "messages", "problems", "faults", "api", "cli"}
# What does not do so yet, with what it imports: the questions of `sheet`.
NOT_YET = {
    "cli/asking.py": {"content", "patients"},
}
# Of figures, the rooms that draw may see what is compiled, not how.
COMPILED = {"displaylist", "paths", "palette", "compiled"}
COMPILED_ONLY = ("typesetting", "composing", "blocks", "layout", "pdf")
# Libraries that a room must not touch, whatever else it imports.
FORBIDDEN: dict[str, set[str]] = {
    "content": {"reportlab", "numpy", "shapely"},
    "composing": {"reportlab", "numpy", "shapely"},
    "checking": {"yaml", "reportlab", "numpy", "shapely"},
    "blocks": {"yaml", "numpy", "shapely"},
    "layout": {"yaml", "numpy", "shapely"},
    "typesetting": {"yaml", "numpy", "shapely"},
    "pdf": {"yaml", "numpy", "shapely", "pydantic"},
    "proof": {"yaml", "numpy", "shapely", "pydantic"},
    "cli": {"yaml", "reportlab", "numpy", "shapely", "pydantic", "pypdf"},
    "store": {"yaml", "reportlab", "pydantic"},
    "readback": {
        "yaml",
        "reportlab",
        "numpy",
        "shapely",
        "pydantic",
        "pypdf",
        "pypdfium2",
        "PIL",
        "fontTools",
    },
}
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)


def room(path: Path) -> str:
    """The room of a file: its folder below the package, or its own name; "" for the package's entry."""
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 1:
        return parts[0]
    return "" if path.stem in {"__init__", "__main__"} else path.stem


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions and for type checks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relative to itself"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(("clinicpress", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    )


def at_the_top(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports as it is loaded."""
    known = {module(each) for each in FILES}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from names & known or {node.module or ""}


def ids(paths: list[Path]) -> list[str]:
    return [path.relative_to(PACKAGE).as_posix() for path in paths]


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_imports_go_one_way(path: Path) -> None:
    here = room(path)
    allowed = {*ORDER[: ORDER.index(here)], here} - APART.get(here, set())
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "clinicpress" and len(parts) > 1 and parts[1] not in clinicpress.__all__:
            assert parts[1] in allowed, f"{here} must not import {name}"
            if here in COMPILED_ONLY and parts[1] == "figures":
                assert parts[2] in COMPILED, f"{here} draws what is compiled; it must not import {name}"
        assert parts[0] not in FORBIDDEN.get(here, set()), f"{here} must not import {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").rglob("*.py")), ids=lambda path: path.stem)
def test_the_command_line_uses_the_public_face(path: Path) -> None:
    known = {*BELOW_CLI, *clinicpress.__all__}
    found = {name.split(".")[1] for name in imported(path) if name.startswith("clinicpress.")} - known
    assert found == NOT_YET.get(path.relative_to(PACKAGE).as_posix(), set())


def test_no_import_goes_round_in_a_circle() -> None:
    """Of what is imported at the top of files."""
    graph = {module(path): set(at_the_top(path)) for path in FILES}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way[way.index(name) :], name))
        if name not in done:
            for other in graph[name] & graph.keys() - {name}:
                visit(other, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("folder", ROOMS, ids=[path.relative_to(PACKAGE).as_posix() for path in ROOMS])
def test_rooms_are_small_and_say_what_is_in_them(folder: Path) -> None:
    files = [path for path in folder.glob("*.py") if path.stem != "__init__"]
    assert len(files) <= 20
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert " Never " in said.splitlines()[0], f"{folder.name} does not say what is never in it"


def test_no_two_files_have_one_name() -> None:
    names = [path.stem for path in FILES if path.stem not in {"__init__", "__main__"}]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def types(path: Path) -> Iterator[str]:
    """The classes and type aliases that a file defines."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and re.fullmatch(
            r"_?[A-Z][a-z]\w*", getattr(node.targets[0], "id", "")
        ):
            yield getattr(node.targets[0], "id", "")


def test_no_two_types_have_one_name() -> None:
    names = [name for path in FILES for name in types(path)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


# What opens a file or asks of it, and fails, hangs or raises where it is no file; and who may.
OPENS = {"open", "read_bytes", "read_text", "resolve", "is_file", "is_dir", "exists", "is_symlink"}
OPENERS = {"store/regular.py", "store/files.py", "cli/streams.py", "messages.py"}


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_files_are_opened_in_one_place(path: Path) -> None:
    """A pipe in the place of a file hangs who opens it: `clinicpress.store.regular` looks first."""
    if path.relative_to(PACKAGE).as_posix() in OPENERS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            assert node.func.id != "open", f"{path.name}:{node.lineno} opens a file by itself"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in OPENS:
            # of a picture in memory or an index; none of these has a path
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            allowed = node.func.attr == "open" and name in {"Image", "PatientFolder", "Index"}
            assert allowed, f"{path.name}:{node.lineno} asks the disk by itself: .{node.func.attr}()"


def functions() -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno
                yield f"{path.relative_to(PACKAGE)}:{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    assert [name for name, lines in functions() if lines > 80] == []


def test_only_files_writes_to_disk() -> None:
    writing = re.compile(
        r"\.write_text\(|\.write_bytes\(|\bopen\([^)]*[\"'][wax]b?|\.mkdir\(|os\.replace|shutil"
    )
    writers = {room(path) for path in FILES if writing.search(path.read_text(encoding="utf-8"))}
    assert writers == {"store"}


def test_no_clock_and_no_chance_where_pages_are_made() -> None:
    chance = re.compile(
        r"^\s*(?:import|from) (?:random|time|secrets|uuid)\b|\.(?:now|today|utcnow)\(", re.MULTILINE
    )
    users = {room(path) for path in FILES if chance.search(path.read_text(encoding="utf-8"))}
    # a pause before a locked file is tried again; and the day of a plan that names none, which is asked for
    assert users <= {"store", "cli"}


LOADED = (
    "import sys, json; from clinicpress.cli.main import cli\ntry: cli({words!r})\nexcept SystemExit: pass\n"
)
REPORT = "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"


@pytest.mark.parametrize("words", [["--help"], ["list"], ["list", "exercises"], ["--version"]], ids=" ".join)
def test_start_loads_little(words: list[str]) -> None:
    code = LOADED.format(words=words) + REPORT
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert "click" in loaded
    assert not loaded & {"reportlab", "numpy", "shapely", "pydantic", "rich", "pypdf", "babel", "PIL"}


def test_import_of_the_package_loads_nothing() -> None:
    code = "import sys; import clinicpress; sys.exit(bool({'click', 'pydantic', 'yaml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_every_command_has_examples(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    _, _, examples = result.output.partition("Examples:\n")
    assert f"  clinicpress {name} " in examples or f"  clinicpress {name}\n" in examples


def test_help_names_every_command_and_has_examples() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert "Examples:" in result.output
    for name, short in COMMANDS:
        assert re.search(rf"^  {name} +{re.escape(short[:30])}", result.output, re.MULTILINE)


def test_every_command_is_one_file() -> None:
    files = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert files == set(COMMAND_NAMES)


@pytest.mark.parametrize("name", COMMAND_NAMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    assert f"`clinicpress {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_in_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [*re.findall(r"\]\(([^)#]+)", text), *re.findall(r'src="([^"]+)"', text)]
    for target in targets:
        if not target.startswith("https://"):
            assert (path.parent / target).exists(), f"{path.name} names {target}, which is not there"


def commands_in(text: str) -> Iterator[list[str]]:
    """Each ``clinicpress ...`` line of the code blocks of a document, as words."""
    for block in re.findall(r"^[ ]*```(?:sh)?\n(.*?)^[ ]*```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            for part in line.split("&&"):
                words = part.split("#")[0].split()
                if words and re.search(r"(^|[/\\])clinicpress$", words[0]):
                    yield words[1:]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_documents_exist_with_their_options(path: Path) -> None:
    for words in commands_in(path.read_text(encoding="utf-8")):
        command = cli.get_command(cli.make_context("clinicpress", ["list"]), words[0])
        assert command is not None, f"{path.name} shows clinicpress {words[0]}"
        known = {option for parameter in command.params for option in parameter.opts}
        for word in words[1:]:
            assert not word.startswith("-") or word in known, f"{path.name}: {words[0]} has no {word}"


def test_schemas_are_fresh() -> None:
    """They are made by ``clinicpress schema KIND > schemas/KIND.json``."""
    from clinicpress.tasks.starter import schema_files

    for name, data in schema_files():
        assert (ROOT / name).read_bytes().replace(b"\r\n", b"\n") == data, f"{name} is out of date"


def test_the_page_of_all_rules_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made by ``python docs/make_checks.py``."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    make_checks = importlib.import_module("make_checks")
    assert make_checks.PAGE.read_text(encoding="utf-8") == make_checks.page()


def starter_files() -> list[Path]:
    return sorted([*(ROOT / "content").rglob("*.yaml"), *(ROOT / "assets").rglob("*.yaml")])


@pytest.mark.parametrize("path", starter_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_starter_files_name_a_schema_that_is_there(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert (path.parent / first.removeprefix(prefix)).resolve().is_file()


def test_how_to_pages_have_four_steps() -> None:
    pages = sorted((ROOT / "docs" / "how-to").glob("*.md"))
    assert [page.stem for page in pages] == [
        "block", "brand", "check", "command", "exercise", "furniture", "layout", "paper", "plans", "source",
    ]  # fmt: skip
    for page in pages:
        steps = re.findall(r"^(\d)\. \*\*", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert steps == ["1", "2", "3", "4"], page.name


def test_no_file_of_a_patient_is_in_git() -> None:
    done = subprocess.run(
        ["git", "ls-files", "content/patients"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = {Path(name).name for name in done.stdout.splitlines()}
    assert all(name == "README.md" or name.startswith("example-") for name in names)


def test_every_layout_key_and_part_is_documented() -> None:
    layouts = {path.stem for path in (ROOT / "assets" / "layouts").glob("*.yaml")}
    described = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    assert [name for name in sorted(layouts - {"base"}) if f"\n## {name}\n" not in described] == []
    keys = (ROOT / "docs" / "how-to" / "layout.md").read_text(encoding="utf-8")
    named = (*Layout.model_fields, *get_args(Part))
    assert [name for name in named if f"`{name}`" not in keys] == []


def test_every_picture_of_the_documentation_is_there_and_made_by_the_project() -> None:
    pages = [ROOT / "README.md", ROOT / "docs" / "layouts.md"]
    shown = {
        Path(name).name for page in pages for name in re.findall(r'src="([^"]+)"', page.read_text("utf-8"))
    }
    assert shown == {path.name for path in (ROOT / "docs" / "images").iterdir()}
    maker = (ROOT / "docs" / "make_images.py").read_text(encoding="utf-8")
    assert [name for name in sorted(shown) if f'Shot("{Path(name).stem}"' not in maker] == []


def test_no_test_replaces_what_is_private() -> None:
    """A test that reaches into a file holds it as it is, where it should hold what it does."""
    reached = re.compile(r"""setattr\(\s*(?:"[\w.]+\.|[\w.]+,\s*")_[a-z]\w*\"""", re.IGNORECASE)
    found = {
        path.relative_to(ROOT).as_posix(): reached.findall(path.read_text(encoding="utf-8"))
        for path in (ROOT / "tests").rglob("*.py")
    }
    assert {path: names for path, names in found.items() if names} == {}
