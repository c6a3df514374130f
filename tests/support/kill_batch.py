"""Kills ``clinicpress batch`` at random moments: the next run must end as if nothing had happened.

``python kill_batch.py --kills 200`` makes a workspace in a temporary folder and tells what it found. A run
makes the files of some sixty fictional patients and a packet, in two processes. It is killed together with
its workers, or alone, as a machine that runs out of memory does; then it is run to its end, and what is there
is compared, byte by byte, with what an undisturbed run made.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from caches import forget
from hard_patients import as_table, hard_patients

ROWS = 60
SEED = 20261122
TABLE, PACKET = "today.csv", "output/packets/today.pdf"
BATCH = ("batch", TABLE, "--packet", PACKET, "--duplex", "--jobs", "2")
# Every so many kills, the parent is killed alone; and its workers have so many seconds to go.
ALONE_EVERY, PATIENCE = 4, 30.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a run leaves in the output folder: the bytes of each file but the index, and its rows."""

    files: dict[str, bytes]
    rows: list[tuple[object, ...]]


def fill(root: Path, rows: int = ROWS) -> None:
    """Put the table of patients into a workspace."""
    (root / TABLE).write_bytes(as_table(hard_patients(rows)))


def start(root: Path, errors: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a run, in a process group of its own."""
    command = [sys.executable, "-m", "clinicpress", *BATCH]
    return subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
    )


def snapshot(root: Path) -> Snapshot:
    """What is in the output folder."""
    out = root / "output"
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for folder in ("patients", "packets")
        for path in sorted((out / folder).rglob("*"))
        if path.is_file() and path.name != "index.sqlite"
    }
    connection = sqlite3.connect(out / "patients" / "index.sqlite")
    try:
        rows = [
            (table, *row)
            for table in ("files", "plans", "packets")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
    finally:
        connection.close()
    return Snapshot(files, rows)


def faults(root: Path, wanted: Snapshot) -> Iterator[str]:
    """What is not as in the undisturbed run; no name of a patient is told."""
    found = snapshot(root)
    yield from (f"{name} is missing" for name in sorted(wanted.files.keys() - found.files.keys()))
    yield from (f"{name} is left over" for name in sorted(found.files.keys() - wanted.files.keys()))
    for name in sorted(found.files.keys() & wanted.files.keys()):
        if found.files[name] != wanted.files[name]:
            yield f"{name} has other bytes"
    if found.rows != wanted.rows:
        yield "the index has other rows"
    yield from (f"{path} is a temporary file" for path in root.rglob(".clinicpress-*"))


def clear(root: Path) -> None:
    """Delete all that a run makes, but the key."""
    for path in (root / "output" / "patients").iterdir():
        if path.name != "key":
            path.unlink()
    shutil.rmtree(root / "output" / "packets", ignore_errors=True)
    forget(root, "receipts")


def undisturbed(root: Path) -> tuple[Snapshot, float]:
    """What a run leaves that nobody kills, and the seconds it takes once there is a key."""
    start(root).wait()
    clear(root)
    began = time.monotonic()
    start(root).wait()
    return snapshot(root), time.monotonic() - began


def kill(process: subprocess.Popen[bytes], *, alone: bool) -> bool:
    """Kill a run, or its parent alone; whether it was still at work."""
    alive = process.poll() is None
    if alone:
        process.kill()
        process.wait()
        _await_workers(process.pid)
    elif alive:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return alive


def _await_workers(group: int) -> None:
    """Workers whose parent is gone end by themselves."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    raise AssertionError("a worker outlives its parent")


def disturbed(
    root: Path, wanted: Snapshot, seconds: float, kills: int, seed: int = SEED
) -> Iterator[list[str]]:
    """Kill runs after up to so many seconds; what is wrong after the run that follows each."""
    chance = random.Random(seed)
    for number in range(1, kills + 1):
        process = start(root)
        time.sleep(chance.uniform(0, seconds))
        kill(process, alone=number % ALONE_EVERY == 0)
        start(root).wait()
        yield list(faults(root, wanted))
        clear(root)


def main(kills: int, seed: int) -> int:
    """Do so many kills; how many of them left something wrong."""
    from clinicpress.tasks.starter import copy_starter

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        copy_starter(root)
        fill(root)
        wanted, seconds = undisturbed(root)
        sys.stdout.write(f"a run makes {len(wanted.files)} files in {seconds:.1f} s\n")
        began, wrong = time.monotonic(), 0
        for number, found in enumerate(disturbed(root, wanted, seconds, kills, seed), 1):
            wrong += bool(found)
            sys.stdout.write("".join(f"kill {number}: {words}\n" for words in found))
            sys.stdout.flush()
        sys.stdout.write(f"{kills} kills in {time.monotonic() - began:.0f} s, {wrong} left something wrong\n")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    sys.exit(bool(main(asked.kills, asked.seed)))
