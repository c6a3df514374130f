"""Files are written whole or not at all, and unchanged ones are left alone."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.problems import OutputError
from clinicpress.store import files
from clinicpress.store.files import (
    make_folder,
    owner_only,
    private_folder,
    remove,
    settle,
    write_if_changed,
    write_new,
    write_private,
)  # fmt: skip

posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")


def fail_with(error: BaseException) -> object:
    def fail(*args: object, **kwargs: object) -> NoReturn:
        raise error

    return fail


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def only_problem(error: OutputError) -> tuple[str, str]:
    (problem,) = error.problems
    assert "\n" not in problem.message
    assert problem.hint
    return problem.message, problem.hint


def test_writes_and_makes_folders(tmp_path: Path) -> None:
    path = tmp_path / "output" / "handouts" / "sciatica.pdf"
    assert write_if_changed(path, b"one") is True
    assert path.read_bytes() == b"one"
    assert names(path.parent) == ["sciatica.pdf"]


def test_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_if_changed(path, b"one")
    os.utime(path, ns=(10**18, 10**18))
    assert write_if_changed(path, b"one") is False
    assert path.stat().st_mtime_ns == 10**18


def test_changed_file_of_the_same_size_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_if_changed(path, b"one")
    assert write_if_changed(path, b"two") is True
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["a.pdf"]


@settings(deadline=None, max_examples=30)
@given(versions=st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_file_always_holds_the_last_bytes(
    tmp_path_factory: pytest.TempPathFactory, versions: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("files") / "a.bin"
    before = None
    for data in versions:
        assert write_if_changed(path, data) is (data != before)
        assert path.read_bytes() == data
        before = data


@posix
def test_private_file_and_its_new_folders_are_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "patients" / "deep" / "x.pdf"
    write_if_changed(path, b"one", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


@posix
def test_private_file_that_was_open_to_all_is_closed_though_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"one")
    path.chmod(0o644)
    assert write_if_changed(path, b"one", private=True) is False
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_public_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_if_changed(tmp_path / "x.pdf", b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.pdf").stat().st_mode) == 0o640


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("notes", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_if_changed(tmp_path / "output" / "handouts" / "a.pdf", b"one")
    message, hint = only_problem(caught.value)
    assert message.endswith("output is a file, but a folder is needed there")
    assert "--out" in hint
    assert (tmp_path / "output").read_text(encoding="utf-8") == "notes"


def test_make_folder_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("notes", encoding="utf-8")
    with pytest.raises(OutputError, match="output is a file"):
        make_folder(tmp_path / "output" / "handouts")


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError) as caught:
        write_if_changed(tmp_path / "a.pdf", b"one")
    assert "is a folder" in only_problem(caught.value)[0]
    assert names(tmp_path) == ["a.pdf"]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(OutputError, match="is write-protected or in use"):
        write_if_changed(folder / "a.pdf", b"one")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_refused_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(os, "open", fail_with(OSError(code, os.strerror(code))))
    with pytest.raises(OutputError) as caught:
        write_if_changed(tmp_path / "a.pdf", b"one")
    assert "is write-protected or in use" in only_problem(caught.value)[0]
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("existing", [b"old", None])
def test_full_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, existing: bytes | None
) -> None:
    path = tmp_path / "a.pdf"
    if existing is not None:
        path.write_bytes(existing)
    full = fail_with(OSError(errno.ENOSPC, "No space left on device"))
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError) as caught:
        write_if_changed(path, b"new bytes")
    assert "the disk is full" in only_problem(caught.value)[0]
    assert names(tmp_path) == (["a.pdf"] if existing is not None else [])
    assert existing is None or path.read_bytes() == existing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system itself says that the disk is full, in the middle of a write."""
    real = os.open
    monkeypatch.setattr(os, "open", lambda name, flags, mode: real("/dev/full", os.O_WRONLY))
    with pytest.raises(OutputError, match="the disk is full"):
        write_if_changed(tmp_path / "a.pdf", b"x" * 100_000)
    assert names(tmp_path) == []


def test_ctrl_c_leaves_no_partial_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail_with(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_if_changed(path, b"new")
    assert names(tmp_path) == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_any_other_failure_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.EIO, "Input/output error")))
    with pytest.raises(OutputError) as caught:
        write_if_changed(tmp_path / "a.pdf", b"one")
    assert only_problem(caught.value)[0].endswith("a.pdf could not be written: Input/output error")


def test_a_file_held_by_a_viewer_on_windows_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that a virus scanner looks at; a moment later it lets go."""
    real, calls = Path.replace, []

    def busy(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(files, "on_windows", lambda: True)
    monkeypatch.setattr(files, "REPLACE_PAUSE", 0.0)
    assert write_if_changed(tmp_path / "a.pdf", b"one") is True
    assert len(calls) == 3
    assert names(tmp_path) == ["a.pdf"]


def test_a_folder_that_another_build_makes_meanwhile_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks at a folder, another build made it; it was taken for a file in its place."""
    real, folder = Path.is_dir, tmp_path / "output"

    def is_dir(self: Path) -> bool:
        before = real(self)
        if self == folder and not before:
            folder.mkdir()
        return before

    monkeypatch.setattr(Path, "is_dir", is_dir)
    assert write_if_changed(folder / "a.pdf", b"one") is True


def test_many_writers_of_one_path_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.bin"
    versions = [bytes([n]) * 50_000 for n in range(6)]

    def write(data: bytes) -> None:
        for _ in range(5):
            write_if_changed(path, data)

    threads = [threading.Thread(target=write, args=(data,)) for data in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in versions
    assert names(path.parent) == ["a.bin"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights on Windows")
def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "precious.txt"
    target.write_bytes(b"precious")
    (tmp_path / "a.pdf").symlink_to(target)
    write_if_changed(tmp_path / "a.pdf", b"new")
    assert target.read_bytes() == b"precious"
    assert not (tmp_path / "a.pdf").is_symlink()


# -- private files --


@posix
def test_a_private_file_is_never_open_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, modes = os.open, []

    def looking(name: Path, flags: int, mode: int = 0o777) -> int:
        number = real(name, flags, mode)
        if flags & os.O_CREAT:
            modes.append(stat.S_IMODE(os.fstat(number).st_mode))
        return number

    monkeypatch.setattr(os, "open", looking)
    before = os.umask(0)
    try:
        write_private(tmp_path / "a.pdf", b"one")
        write_new(tmp_path / "key", b"one")
        owner_only(tmp_path / "index")
    finally:
        os.umask(before)
    assert modes == [0o600] * 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_private_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private(tmp_path / "a.pdf", b"old")
    monkeypatch.setattr(Path, "replace", fail_with(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputError, match="the disk is full"):
        write_private(tmp_path / "a.pdf", b"new")
    assert names(tmp_path) == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_settling_flushes_each_file_and_its_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for path in paths:
        write_private(path, b"one")
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: flushed.append(os.fstat(number).st_ino))
    settle(paths)
    folder = [] if os.name == "nt" else [tmp_path.stat().st_ino]
    assert flushed == [path.stat().st_ino for path in paths] + folder


def test_settling_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"a\.pdf could not be written"):
        settle([tmp_path / "a.pdf"])


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_made_by_one_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", fail_with(OSError(errno.EPERM, "no links here")))
    assert write_new(tmp_path / "key", b"first") is True
    assert write_new(tmp_path / "key", b"second") is False
    assert (tmp_path / "key").read_bytes() == b"first"
    assert names(tmp_path) == ["key"]


def test_a_new_file_on_a_full_disk_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OutputError, match="the disk is full"):
        write_new(tmp_path / "key", b"first")
    assert names(tmp_path) == []


@posix
def test_a_private_folder_is_closed_and_those_above_it_are_not(tmp_path: Path) -> None:
    for folder in (tmp_path / "new" / "patients", tmp_path / "old"):
        if folder.name == "old":
            folder.mkdir()
            folder.chmod(0o755)
        private_folder(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o777 & ~umask()


def umask() -> int:
    before = os.umask(0)
    os.umask(before)
    return before


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights on Windows")
def test_a_link_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    (tmp_path / "patients").symlink_to(tmp_path / "shared")
    with pytest.raises(OutputError) as caught:
        private_folder(tmp_path / "patients")
    assert "is a link" in only_problem(caught.value)[0]
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o755


def test_a_file_that_cannot_be_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove(tmp_path / "never there")
    (tmp_path / "a.pdf").write_bytes(b"one")
    remove(tmp_path / "a.pdf")
    assert names(tmp_path) == []
    monkeypatch.setattr(Path, "unlink", fail_with(PermissionError(errno.EACCES, "in use")))
    with pytest.raises(OutputError) as caught:
        remove(tmp_path / "a.pdf")
    assert only_problem(caught.value)[0].endswith("a.pdf could not be deleted: in use")
