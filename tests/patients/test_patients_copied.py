"""A workspace that was copied, moved or linked tells of its own files, as if everything were built anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicpress.build.building import build
from clinicpress.build.jobs import Request, Result

pytestmark = pytest.mark.slow

DAMAGES = st.sampled_from(("", "delete", "cut", "zeros", "swap", "all"))


def copied(root: Path, to: Path) -> Path:
    shutil.copytree(root, to, symlinks=True)
    return to


def moved(root: Path, to: Path) -> Path:
    shutil.move(root, to)
    return to


def linked(root: Path, to: Path) -> Path:
    to.symlink_to(root, target_is_directory=True)
    return to


def replaced(root: Path, to: Path) -> Path:
    """Another workspace where this one was, which went away."""
    shutil.copytree(root, to, symlinks=True)
    if (root / "output").is_dir():
        shutil.rmtree(root / "output")
    shutil.move(to, to.with_name("away"))
    shutil.move(root, to)
    return to


def outputs(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "output").rglob("*.pdf")}


def damage(root: Path, how: str) -> None:
    files = sorted((root / "output").rglob("*.pdf"))
    match how:
        case "delete":
            files[0].unlink()
        case "all":
            shutil.rmtree(root / "output")
        case "cut":
            files[0].write_bytes(files[0].read_bytes()[:-99])
        case "zeros":
            files[0].write_bytes(bytes(files[0].stat().st_size))
        case "swap":
            one, other = (path.read_bytes() for path in files[:2])
            files[0].write_bytes(other)
            files[1].write_bytes(one)


def claimed(result: Result) -> set[Path]:
    assert result.ok
    return {outcome.path.resolve() for outcome in result.outcomes if outcome.path is not None}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    way=st.sampled_from((copied, moved, linked, replaced)), before=DAMAGES, after=DAMAGES, twice=st.booleans()
)
def test_what_is_said_to_be_there_is_there(
    workspace: Path,
    tmp_path_factory: pytest.TempPathFactory,
    way: Callable[[Path, Path], Path],
    before: str,
    after: str,
    twice: bool,
) -> None:
    home = tmp_path_factory.mktemp("home")
    first = copied(workspace, home / "clinic")
    build(first, Request())
    good = outputs(first)
    damage(first, before if len(good) > 1 else "")
    second = way(first, home / "other place")
    if (second / "output").is_dir() and len(outputs(second)) > 1:
        damage(second, after)
    for _ in range(1 + twice):
        assert claimed(build(second, Request())) == {(second / name).resolve() for name in good}
        assert outputs(second) == good


@pytest.mark.parametrize("inside", [True, False])
def test_an_output_folder_of_its_own(workspace: Path, tmp_path: Path, inside: bool) -> None:
    """One in the workspace goes with it; one elsewhere stays, and is looked at as it is."""
    out = (workspace if inside else tmp_path) / "print"
    build(workspace, Request(out=out))
    second = copied(workspace, tmp_path / "second")
    if inside:
        shutil.rmtree(out)
        out = second / "print"
    result = build(second, Request(out=out))
    assert {outcome.status for outcome in result.outcomes} == {"unchanged"}
    assert all(path.is_file() and path.is_relative_to(out) for path in claimed(result))
    shutil.rmtree(out)
    assert {outcome.status for outcome in build(second, Request(out=out)).outcomes} == {"built"}
