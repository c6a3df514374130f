"""The cache of a workspace: kept once, sealed, shared by processes, bounded, and never in the way."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest
from caches import kept, spoil

from clinicpress.store.cache import FILE, Cache, CacheKind

NUMBERS = CacheKind("numbers", int, lambda number: str(number).encode())
OTHERS = CacheKind("others", int, lambda number: str(number).encode())
TEXTS = CacheKind("texts", bytes.decode, str.encode)
DAY = 86_400.0


def made(cache: Cache, key: str = "a", kind: CacheKind[int] = NUMBERS) -> bool:
    """Whether a number is made anew; it is right in any case."""
    calls: list[int] = []

    def make() -> int:
        calls.append(1)
        return 7

    assert cache.get(kind, key, make) == 7
    return bool(calls)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_kept_is_made_once_for_each_key_and_kind(tmp_path: Path) -> None:
    with Cache(tmp_path / "deep" / "cache") as cache:
        assert [made(cache, key) for key in "abab"] == [True, True, False, False]
        assert [made(cache, "a", OTHERS) for _ in range(2)] == [True, False]
    assert [made(Cache(tmp_path / "deep" / "cache"), key) for key in "abc"] == [False, False, True]


def test_without_a_folder_nothing_is_kept() -> None:
    with Cache(None) as cache:
        assert [made(cache) for _ in range(2)] == [True, True]


def test_a_value_takes_the_place_of_another(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep(NUMBERS, "a", 1)
    cache.keep(NUMBERS, "a", 2)
    assert cache.recall(NUMBERS, "a") == 2
    assert kept(tmp_path) == [b"2"]


def test_only_one_file_is_left_and_reading_changes_nothing(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        made(cache)
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()}
    assert list(before) == [FILE]
    with Cache(tmp_path, clock=lambda: 9e9) as cache:
        assert not made(cache)
        assert cache.recall(NUMBERS, "b") is None
        assert files(tmp_path) == [FILE]
    assert {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in tmp_path.iterdir()} == before


def test_nothing_is_made_on_the_disk_by_looking(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        assert cache.recall(NUMBERS, "a") is None
    assert files(tmp_path) == []


# -- damage --


@pytest.mark.parametrize("damage", [b"", b"x", b"8", b"[" * 100_000, b"\xff\n7"])
def test_an_entry_that_is_no_longer_what_was_written_is_replaced(tmp_path: Path, damage: bytes) -> None:
    made(Cache(tmp_path))
    spoil(tmp_path, lambda _: damage)
    assert [made(Cache(tmp_path)) for _ in range(2)] == [True, False]


def test_an_entry_in_the_place_of_another_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.keep(NUMBERS, "a", 1)
    cache.keep(OTHERS, "a", 2)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("DELETE FROM entries WHERE kind = 'numbers'")
        connection.execute("UPDATE entries SET kind = 'numbers'")
    assert cache.recall(NUMBERS, "a") is None


def test_what_cannot_be_read_any_more_is_made_again(tmp_path: Path) -> None:
    Cache(tmp_path).keep(CacheKind("numbers", bytes.decode, str.encode), "a", "no number")
    assert made(Cache(tmp_path))


def test_any_changed_byte_gives_the_right_value(tmp_path: Path) -> None:
    """One digit changed in a kept logo was printed, and nothing was said."""
    Cache(tmp_path).keep(NUMBERS, "a", 7)
    path = tmp_path / FILE
    whole = path.read_bytes()
    again = 0
    for place in [place for place, byte in enumerate(whole) if byte]:
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        with Cache(tmp_path) as cache:
            again += made(cache)
        with Cache(tmp_path) as cache:
            assert not made(cache), place
    assert again > 50


@pytest.mark.parametrize("size", [0, 1, 50, 99, 100, 4096, 5000, 8192])
def test_a_database_cut_off_anywhere_is_made_again(tmp_path: Path, size: int) -> None:
    Cache(tmp_path).keep(TEXTS, "b", "x" * 20_000)
    made(Cache(tmp_path))
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:size])
    for _ in range(2):
        with Cache(tmp_path) as cache:
            made(cache)
    assert not made(Cache(tmp_path))
    assert Cache(tmp_path).get(TEXTS, "b", lambda: "x" * 20_000) == "x" * 20_000


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 99", "DROP TABLE entries"])
def test_a_database_of_another_make_is_replaced(tmp_path: Path, statement: str) -> None:
    made(Cache(tmp_path))
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(statement)
    for _ in range(2):
        made(Cache(tmp_path))
    Cache(tmp_path).keep(NUMBERS, "c", 7)
    assert not made(Cache(tmp_path), "c")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that writes to a database all the time."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM entries")
        yield
        connection.execute("ROLLBACK")


def test_a_database_in_use_is_read_and_waited_for_once(tmp_path: Path) -> None:
    made(Cache(tmp_path))
    with held(tmp_path / FILE), Cache(tmp_path) as cache:
        assert [made(cache, key) for key in "abcdefgh"] == [False, *[True] * 7]
    assert not made(Cache(tmp_path))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="modes bind no administrator")
def test_a_read_only_cache_is_read(tmp_path: Path) -> None:
    made(Cache(tmp_path))
    tmp_path.chmod(0o555)
    (tmp_path / FILE).chmod(0o444)
    try:
        assert [made(Cache(tmp_path), key) for key in "ab"] == [False, True]
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("place", ["folder", "file"])
def test_something_else_in_the_place_of_the_database_is_left_alone(tmp_path: Path, place: str) -> None:
    (tmp_path / FILE).mkdir() if place == "folder" else (tmp_path / "cache").write_text("mine")
    with Cache(tmp_path if place == "folder" else tmp_path / "cache") as cache:
        assert [made(cache) for _ in range(2)] == [True, True]
    assert (tmp_path / FILE).is_dir() or (tmp_path / "cache").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_a_link_in_its_place_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"not ours")
    (tmp_path / FILE).symlink_to(tmp_path / "theirs")
    assert [made(Cache(tmp_path)) for _ in range(2)] == [True, True]
    assert (tmp_path / "theirs").read_bytes() == b"not ours"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_whoever_may_write_in_the_folder_may_write_the_cache(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        made(Cache(tmp_path))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o664


# -- several processes --


def fill(cache: Cache, number: int) -> int:
    for key in range(30):
        cache.get(NUMBERS, f"{number} {key}", lambda key=key: key)  # type: ignore[misc]
    return sum(cache.recall(NUMBERS, f"{number} {key}") == key for key in range(30))


def test_processes_share_it(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache") as cache:
        with ProcessPoolExecutor(4, get_context("spawn")) as pool:
            assert list(pool.map(fill, [cache] * 8, range(8))) == [30] * 8
        assert [fill(cache, number) for number in range(8)] == [30] * 8
        assert len(kept(tmp_path / "cache")) == 8 * 30
    assert files(tmp_path / "cache") == [FILE]


def test_two_runs_see_what_the_other_keeps(tmp_path: Path) -> None:
    first, second = Cache(tmp_path), Cache(tmp_path)
    for key in "abcd":
        assert made(first if key in "ac" else second, key)
        assert not made(second if key in "ac" else first, key)


def test_what_is_pickled_is_where_it_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    made(cache)
    assert not made(pickle.loads(pickle.dumps(cache)))


def test_what_a_killed_run_kept_is_there(tmp_path: Path) -> None:
    """Its journal is read by the next run, which leaves none."""
    run = Cache(tmp_path / "a")
    made(run)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert f"{FILE}-wal" in files(tmp_path / "b")
    with Cache(tmp_path / "b") as cache:
        assert not made(cache)
    assert files(tmp_path / "b") == [FILE]


# -- room --


def test_what_was_not_used_for_the_longest_time_is_forgotten(tmp_path: Path) -> None:
    for day, key in enumerate("abcdefghij"):
        with Cache(tmp_path, clock=lambda day=day: day * DAY) as cache:  # type: ignore[misc]
            cache.keep(TEXTS, key, key * 10_000)
    with Cache(tmp_path, most=80_000, clock=lambda: 20 * DAY) as cache:
        assert cache.recall(TEXTS, "a")
        cache.keep(TEXTS, "k", "k" * 10_000)
    after = Cache(tmp_path)
    left = [key for key in "abcdefghijk" if after.recall(TEXTS, key)]
    assert left == ["a", "h", "i", "j", "k"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 80_000


def test_below_the_bound_nothing_is_forgotten(tmp_path: Path) -> None:
    for day, key in enumerate("abcdef"):
        with Cache(tmp_path, most=90_000, clock=lambda day=day: day * DAY * 400) as cache:  # type: ignore[misc]
            cache.keep(TEXTS, key, key * 10_000)
    assert len(kept(tmp_path)) == 6


def test_the_files_of_earlier_versions_are_removed_and_no_others(tmp_path: Path) -> None:
    for folder in ("figures", "receipts", "own"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{'0a' * 16}.json").write_text("{}", encoding="utf-8")
    (tmp_path / "receipts" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "errors.json").write_text("{}", encoding="utf-8")
    with Cache(tmp_path) as cache:
        made(cache)
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert found == [FILE, "own", f"own/{'0a' * 16}.json", "receipts", "receipts/notes.txt"]
