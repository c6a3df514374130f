"""The wheel carries the starter and works outside of the repository; no file of a patient ever leaves it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "src",
    "content",
    "assets",
    "docs",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
)
REAL = "content/patients/a-1042.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and source archive of a copy of the repository that holds a real plan."""
    copy = tmp_path_factory.mktemp("repository")
    for part in PARTS:
        if (ROOT / part).is_dir():
            left_out = ("__pycache__", "patients") if part == "content" else ("__pycache__",)
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns(*left_out))
        else:
            shutil.copy(ROOT / part, copy / part)
    for name in (REAL, "content/patients/README.md", "content/patients/example-plan.yaml"):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text("fictional", encoding="utf-8")
    # the rule must not hang on git's: an archive of the repository may lack that file
    (copy / ".gitignore").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", "dist"],
        cwd=copy,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return copy / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def test_wheel_carries_the_starter(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("content/exercises", "content/handouts", "content/sheets", "assets"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                assert f"clinicpress/starter/{path.relative_to(ROOT).as_posix()}" in names
    assert "clinicpress/starter/content/clinic.yaml" in names
    assert "clinicpress/starter/content/patients/example-plan.yaml" in names


def test_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    for path in (source / "clinicpress").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(source).as_posix() in names


def test_no_archive_carries_a_real_patient(built: Path, wheel: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = [*archive.getnames(), *zipfile.ZipFile(wheel).namelist()]
    assert any(name.endswith("example-plan.yaml") for name in names)
    assert not [name for name in names if name.endswith("a-1042.yaml")]


def test_unpacked_wheel_works_outside_of_the_repository(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*words: str, folder: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "clinicpress", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "our clinic", folder=tmp_path)
    workspace = tmp_path / "our clinic"
    assert not (workspace / REAL).exists()
    assert "sciatica" in run("list", folder=workspace)
    assert "1 built" in run("build", "sciatica", "--kind", "sheet", folder=workspace)
    assert (workspace / "output" / "sheets" / "sciatica.pdf").is_file()


def test_every_imported_library_is_declared() -> None:
    import ast

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[\[<>=]", line)[0].strip() for line in project["dependencies"]}
    called = {
        "PIL": "pillow",
        "fontpkg_lato": "fontpkg-lato",
        "markdown_it": "markdown-it-py",
        "yaml": "pyyaml",
        "pydantic_core": "pydantic",
        "resvg_py": "resvg-py",
        "fontTools": "fonttools",
        "defusedxml": "defusedxml",
        # seen by type checkers alone
        "_typeshed": "pyyaml",
    }
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.split(".")[0])
    foreign = {called.get(name, name) for name in used - sys.stdlib_module_names - {"clinicpress"}}
    assert foreign <= declared
