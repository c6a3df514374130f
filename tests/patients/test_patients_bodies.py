"""Bodies that plans share: the same bytes whatever was made before; nothing typed for a patient on disk."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
HEADER = "name,id,birth_date,sheet,side,clinician,date,note,knee-to-chest.reps,knee-to-chest.note\n"
DAY = "2026-11-22"
ROWS = (
    f"Pat Example,EX-1,1950-01-02,sciatica,left,,{DAY},,,",
    f"Robin Sample,EX-2,1950-01-02,sciatica,left,,{DAY},,,",
    f"Wwwwwwwwwwwwwww Mmmmmmmmmmmmmmm Wwwwwwwwwwwww,EX-3,1950-01-02,sciatica,left,Sam Sample PT,{DAY},,,",
    f"Ştefan Țest,EX-4,,sciatica,right,,{DAY},,,",
    f"Kim Demo,EX-5,,sciatica,,,{DAY},,5,",
    f"Jo Placeholder,EX-6,,sciatica,,,{DAY},Zebrafinch on Thursday,,",
    f"Alex Specimen,EX-7,,sciatica,,,{DAY},,5,Quokka slowly",
    f"Toni Test,EX-8,,sciatica,,,{DAY},,5,Quokka slowly",
)


def table(root: Path, rows: tuple[str, ...] = ROWS) -> str:
    path = root / "today.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def printed(root: Path) -> dict[str, bytes]:
    """The bytes of each patient's file, by id; the files are gone."""
    folder = root / "output" / "patients"
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["id"]: (folder / row["file"]).read_bytes() for row in csv.DictReader(file)}
    shutil.rmtree(folder)
    return found


@pytest.mark.slow
def test_the_same_bytes_whatever_was_made_before(workspace: Path, run: Run) -> None:
    """One process or two, with what was kept and without, in any order, each plan by itself."""
    words = table(workspace)
    packet = workspace / "output" / "packets" / "today.pdf"
    assert run("batch", words, "--jobs", "1", "--packet", str(packet)).exit_code == 0
    first, pages = printed(workspace), packet.read_bytes()
    assert len(first) == len(ROWS)
    for jobs in ("1", "2"):
        assert run("batch", words, "--jobs", jobs, "--packet", str(packet), "--force").exit_code == 0
        assert (printed(workspace), packet.read_bytes()) == (first, pages)
        shutil.rmtree(workspace / ".cache")
    run("batch", table(workspace, ROWS[::-1]))
    assert printed(workspace) == first
    for row in ROWS[2:5]:
        run("batch", table(workspace, (row,)))
        (found,) = printed(workspace).items()
        assert first[found[0]] == found[1]


def kept(root: Path) -> list[bytes]:
    """The bodies in the cache."""
    with sqlite3.connect(root / ".cache" / "clinicpress" / "cache.sqlite") as connection:
        return [row[0] for row in connection.execute("SELECT data FROM entries WHERE kind = 'bodies'")]


def test_nothing_typed_for_a_patient_is_in_the_cache(workspace: Path, run: Run) -> None:
    assert run("batch", table(workspace)).exit_code == 0
    # EX-1 and EX-2 share one; so do not EX-3, whose strip has two rows, and EX-4, who has no birth date
    assert len(kept(workspace)) == 4
    files = [path.read_bytes() for path in (workspace / ".cache").rglob("*") if path.is_file()]
    secrets = [word for row in ROWS for word in row.split(",")[:2]] + ["Zebrafinch", "Quokka"]
    for data in (*files, *kept(workspace)):
        assert [word for word in secrets if word.encode() in data] == []


def test_a_body_in_the_cache_that_was_changed_is_made_again(workspace: Path, run: Run) -> None:
    run("batch", table(workspace, ROWS[:1]))
    first = printed(workspace)
    with sqlite3.connect(workspace / ".cache" / "clinicpress" / "cache.sqlite") as connection:
        connection.execute(
            "UPDATE entries SET data = replace(data, 'sciatica', 'sciatjca') WHERE kind = 'bodies'"
        )
    run("batch", table(workspace, ROWS[:1]))
    assert printed(workspace) == first


@pytest.mark.parametrize("file", ["exercises/knee-to-chest.yaml", "sheets/sciatica.yaml", "clinic.yaml"])
def test_other_words_make_another_body(workspace: Path, run: Run, file: str) -> None:
    run("batch", table(workspace, ROWS[:1]))
    first = printed(workspace)
    path = workspace / "content" / file
    text = path.read_text(encoding="utf-8")
    for key in ("title: ", "name: "):
        text = text.replace(f"\n{key}", f"\n{key}Other ", 1)
    path.write_text(text.replace("name: Adv", "name: Other Adv", 1), encoding="utf-8")
    run("batch", table(workspace, ROWS[:1]))
    assert printed(workspace) != first


def test_a_letter_that_cannot_be_printed_is_told_in_each_row(workspace: Path, run: Run) -> None:
    """Plans that say the same share the words, and each has them in a row of its own."""
    rows = tuple(f"Pat Example,EX-{at},,sciatica,,,{DAY},,,Slowly \u6837" for at in (1, 2, 3))
    result = run("batch", table(workspace, rows))
    assert result.exit_code == 1
    told = [line.split(": ")[0] for line in result.stderr.splitlines() if "today.csv:" in line]
    assert told == [f"today.csv:{line}:10" for line in (2, 3, 4)]
