"""A library from its snapshot is the one that its files say, whatever happens to files and snapshot."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from caches import folder_of, kept, spoil
from PIL import Image
from reading_samples import EXERCISE, FILES, write
from snapshots import assert_same

from clinicpress.content import snapshot
from clinicpress.content import workspace as workspaces
from clinicpress.content.models.library import Reading
from clinicpress.content.reader import read_library
from clinicpress.content.yaml.typed import load
from clinicpress.store.cache import Cache, workspace_cache

ROOT = Path(__file__).parents[2]
KNEE = "content/exercises/knee-bend.yaml"


@pytest.fixture
def cache(site: Path) -> Iterator[Cache]:
    with workspace_cache(site) as cache:
        yield cache


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed during the test."""
    names: list[str] = []

    def noting(data: bytes, model: type, *, id: str, path: str) -> object:  # noqa: A002
        names.append(path)
        return load(data, model, id=id, path=path)

    monkeypatch.setattr("clinicpress.content.fullread.load", noting)
    return names


def read(site: Path, cache: Cache) -> Reading:
    """A reading with the cache, held against one without."""
    reading = read_library(site, cache)
    assert_same(reading, read_library(site))
    return reading


def test_the_whole_starter_comes_back_value_for_value(tmp_path: Path) -> None:
    """Poses, layouts over layouts, tables and glossaries too; nothing of it is left out of the snapshot."""
    with Cache(tmp_path) as cache:
        first, again = read_library(ROOT, cache), read_library(ROOT, cache)
    assert_same(again, first)
    assert again.library is not None
    assert again.library.digest
    assert type(again.library.exercises) is snapshot.KeptFiles


def test_nothing_is_parsed_again(site: Path, cache: Cache, parsed: list[str]) -> None:
    read_library(site, cache)
    assert KNEE in parsed
    parsed.clear()
    read_library(site, cache)
    assert parsed == []


def test_of_an_edit_the_edited_file_alone_is_parsed(site: Path, cache: Cache, parsed: list[str]) -> None:
    read_library(site, cache)
    for old, new in (("Knee bend", "Knee bends"), ("title:", "titel:"), ("title:", "# no\ntitle:")):
        write(site, {KNEE: EXERCISE.replace(old, new)})
        parsed.clear()
        reading = read_library(site, cache)
        assert parsed == [KNEE]
        assert_same(reading, read_library(site))
    assert reading.problems == ()


def test_an_edit_that_leaves_size_and_date_is_seen(site: Path, cache: Cache) -> None:
    """A restored backup, or an editor on a disk with a coarse clock."""
    read_library(site, cache)
    state = (site / KNEE).stat()
    assert EXERCISE.count("Knee bend") == 1
    write(site, {KNEE: EXERCISE.replace("Knee bend", "Hips bend")})
    os.utime(site / KNEE, ns=(state.st_atime_ns, state.st_mtime_ns))
    library = read(site, cache).library
    assert library is not None
    assert library.exercises["knee-bend"].model.title == "Hips bend"


def test_a_file_that_comes_or_goes_is_seen(site: Path, cache: Cache) -> None:
    read_library(site, cache)
    write(site, {"content/exercises/other.yaml": EXERCISE, "content/exercises/Wrong Name.yaml": "x"})
    assert len(read(site, cache).problems) == 1
    (site / KNEE).unlink()
    reading = read(site, cache)
    assert reading.library is not None
    assert list(reading.library.exercises) == ["other"]
    assert ("sheet", "knee") in reading.blocked


def test_a_layout_that_another_one_extends_changes_both(site: Path, cache: Cache) -> None:
    read_library(site, cache)
    name = "assets/layouts/base.yaml"
    text = (site / name).read_text(encoding="utf-8") if (site / name).is_file() else FILES[name]
    write(site, {name: f"# one line more\n{text}"})
    read(site, cache)
    write(site, {name: text.replace(":", ";", 1)})
    assert read(site, cache).problems


@pytest.mark.parametrize("wrong", ["content/clinic.yaml", "assets/brands/plain.yaml"])
def test_a_workspace_of_which_nothing_can_be_printed(site: Path, cache: Cache, wrong: str) -> None:
    write(site, {wrong: "name: x\n"})
    for _ in range(2):
        reading = read(site, cache)
        assert reading.library is None
        assert reading.problems_of("sheet", "knee")


def test_another_engine_believes_no_snapshot(
    site: Path, cache: Cache, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_library(site, cache)
    parsed.clear()
    monkeypatch.setattr(workspaces, "engine_digest", lambda: "another")
    monkeypatch.setattr(snapshot, "engine_digest", lambda: "another")
    read_library(site, cache)
    assert KNEE in parsed
    assert len(kept(folder_of(site), "library")) == 1


def test_a_copy_of_a_workspace_reads_its_own_files(site: Path, cache: Cache, tmp_path: Path) -> None:
    read_library(site, cache)
    site.rename(tmp_path / "moved")
    with workspace_cache(tmp_path / "moved") as moved:
        reading = read_library(tmp_path / "moved", moved)
    assert_same(reading, read_library(tmp_path / "moved"))
    assert reading.library is not None
    assert reading.library.root == (tmp_path / "moved").resolve()


@pytest.mark.parametrize("damage", [b"", b"{", b'["x", "", 0, [["Exercise", "x", "", 1, 1]]]\n'])
def test_a_damaged_snapshot_costs_time_only(site: Path, cache: Cache, damage: bytes) -> None:
    read_library(site, cache)
    cache.close()
    spoil(folder_of(site), lambda _: damage, "library")
    read(site, cache)


def test_a_cache_that_cannot_be_written_is_no_error(site: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    with Cache(tmp_path / "cache") as cache:
        read(site, cache)
        read(site, cache)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_what_a_link_leads_to_is_read_every_time(site: Path, cache: Cache) -> None:
    """Its files are not parsed again all the same."""
    (site / KNEE).rename(site / "knee.txt")
    (site / KNEE).symlink_to("../../knee.txt")
    read_library(site, cache)
    write(site, {"knee.txt": EXERCISE.replace("Knee bend", "Bend your knee")})
    library = read(site, cache).library
    assert library is not None
    assert library.exercises["knee-bend"].model.title == "Bend your knee"


def test_what_changes_while_it_is_read_is_read_again(
    site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest of the workspace was taken before, the new words would have stood under the old one."""

    def late(data: bytes, model: type, *, id: str, path: str) -> object:  # noqa: A002
        if path == KNEE:
            write(site, {"content/handouts/knee.yaml": FILES["content/handouts/knee.yaml"] + "# new\n"})
        return load(data, model, id=id, path=path)

    monkeypatch.setattr("clinicpress.content.fullread.load", late)
    read_library(site, cache)
    monkeypatch.undo()
    write(site, {"content/handouts/knee.yaml": FILES["content/handouts/knee.yaml"]})
    read(site, cache)


def test_a_picture_is_judged_once(site: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit of words, none is unpacked again; after one of its own, it is."""
    handout = FILES["content/handouts/knee.yaml"]
    picture = "  - picture: {file: assets/pictures/a.png, alt: A knee from the side.}\n"
    write(site, {"content/handouts/knee.yaml": handout.replace("review:", f"{picture}review:")})
    (site / "assets" / "pictures").mkdir()
    for colour in ("red", "blue"):
        Image.new("RGB", (40, 40), colour).save(site / "assets" / "pictures" / "a.png")
        assert read(site, cache).problems == ()
    (site / "assets" / "pictures" / "a.png").write_bytes(b"none")
    (found,) = read(site, cache).problems
    monkeypatch.setattr("clinicpress.content.images.picture_fault", lambda _: pytest.fail("unpacked again"))
    write(site, {KNEE: EXERCISE.replace("Knee bend", "Bend your knee")})
    assert read_library(site, cache).problems == (found,)


def test_no_word_of_a_patient_is_kept(site: Path, cache: Cache) -> None:
    write(site, {"content/patients/pat.yaml": "patient: {name: Pat Unmistakable, id: EX-1}\n"})
    read_library(site, cache)
    assert kept(folder_of(site), "library")
    assert not [data for data in kept(folder_of(site)) if b"Unmistakable" in data]


def test_a_library_goes_to_other_processes_whole(site: Path, cache: Cache) -> None:
    read_library(site, cache)
    reading = read_library(site, cache)
    cache.close()
    (folder_of(site) / "cache.sqlite").unlink()
    assert_same(pickle.loads(pickle.dumps(reading)), reading)


def test_two_runs_at_once_read_the_same(site: Path) -> None:
    code = (
        "from pathlib import Path; from clinicpress.content.reader import read_library\n"
        "from clinicpress.store.cache import workspace_cache\n"
        f"root = Path({str(site)!r})\n"
        "with workspace_cache(root) as cache:\n"
        "    for _ in range(3): print(read_library(root, cache).library.exercises['knee-bend'])"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(3)]
    said = {run.communicate()[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    (text,) = said
    assert len(set(text.splitlines())) == 1


def test_neither_yaml_nor_rules_are_loaded_for_what_has_not_changed(site: Path, cache: Cache) -> None:
    read_library(site, cache)
    cache.close()
    code = (
        "import sys; from pathlib import Path; from clinicpress.content.reader import read_library\n"
        "from clinicpress.store.cache import workspace_cache\n"
        f"root = Path({str(site)!r})\n"
        "with workspace_cache(root) as cache: library = read_library(root, cache).library\n"
        "assert library.sheets['knee'].model.title\n"
        "print(*sorted({'yaml', 'PIL', 'clinicpress.content.crossrules'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
