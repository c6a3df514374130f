"""The executor: chunks in order, few at a time, and a lost worker costs no more than the chunk it made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinicpress.build.executor import executed, in_order, processes_for
from clinicpress.build.processes import Processes, lost
from clinicpress.problems import ContentError, Problem

pytestmark = pytest.mark.slow

# A chunk is a number, or one of these orders; its result is what came of it and the process that made it.
KILL, FAIL, BREAK = "kill", "fail", "break"
Made = tuple[object, int]


@dataclass(frozen=True)
class Squares:
    """Squares numbers; every process that makes some leaves a file with its number in ``folder``."""

    folder: Path

    def start(self) -> Callable[[object], Made]:
        (self.folder / f"{os.getpid()}").touch()
        return self.make

    def make(self, chunk: object) -> Made:
        if chunk == KILL:
            # SIGTERM, which Windows has too, ends it as a system short of memory does
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        if chunk == FAIL:
            raise ContentError(Problem("this cannot be made"))
        if chunk == BREAK:
            raise ValueError("Quillonna Testperson")
        assert isinstance(chunk, int)
        time.sleep(0.05 * (chunk % 2))
        return chunk * chunk, os.getpid()

    def failed(self, chunk: object, problems: Sequence[Problem]) -> Made:
        return (chunk, *(problem.message for problem in problems)), os.getpid()


def processes(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir()}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_results_come_in_order(tmp_path: Path, count: int) -> None:
    found = list(executed(Squares(tmp_path), range(9), count))
    assert [square for square, _ in found] == [number * number for number in range(9)]
    # they stay: nine chunks start no more processes than were asked for
    assert len(processes(tmp_path)) == count
    assert (processes(tmp_path) == {os.getpid()}) == (count == 1)


def test_few_chunks_are_handed_out_at_a_time(tmp_path: Path) -> None:
    """Thousands of finished pages would else wait in memory for the one that is to be written first."""
    drawn: list[int] = []

    def chunks() -> Iterator[int]:
        for number in range(20):
            drawn.append(number)
            yield number

    with Processes(Squares(tmp_path), 2) as workers:
        for done, _ in enumerate(in_order(workers, chunks())):
            assert len(drawn) - done <= workers.limit == 4
    assert len(drawn) == 20


@pytest.mark.parametrize("count", [1, 2])
def test_a_chunk_that_fails_stops_no_other(tmp_path: Path, count: int) -> None:
    found = [result for result, _ in executed(Squares(tmp_path), [1, FAIL, 2, BREAK, 3], count)]
    # what an error says that nobody foresaw may be a patient's data
    assert found == [1, (FAIL, "this cannot be made"), 4, (BREAK, "unexpected ValueError"), 9]


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_lost_process_costs_the_chunk_that_it_made(tmp_path: Path, at: int) -> None:
    """All that waited for a process failed with it, and plans that were made by others too."""
    chunks: list[object] = [*range(7)]
    chunks[at] = KILL
    found = [result for result, _ in executed(Squares(tmp_path), chunks, 2)]
    assert found == [(KILL, lost().message) if each == KILL else each**2 for each in chunks]  # type: ignore[operator]


def test_processes_that_are_lost_one_after_the_other(tmp_path: Path) -> None:
    chunks = [KILL, KILL, 1, KILL, 2, 3, KILL]
    found = [result for result, _ in executed(Squares(tmp_path), chunks, 2)]
    gone = (KILL, lost().message)
    assert found == [gone, gone, 1, gone, 4, 9, gone]


def test_other_workers_can_stand_behind_it() -> None:
    """Whoever has `submit` can make chunks, such as another machine."""

    class Later:
        def __init__(self, chunk: int) -> None:
            self.chunk = chunk

        def result(self) -> str:
            return f"made {self.chunk}"

    class Elsewhere:
        limit = 3

        def submit(self, chunk: int, /) -> Later:
            return Later(chunk)

    assert list(in_order(Elsewhere(), range(4))) == ["made 0", "made 1", "made 2", "made 3"]


@pytest.mark.parametrize(
    ("items", "jobs", "count"), [(9, None, 1), (1000, 3, 3), (40, 8, 3), (5, 8, 1), (0, None, 1)]
)
def test_number_of_processes(items: int, jobs: int | None, count: int) -> None:
    assert processes_for(items, jobs, per_process=10, chunk=16) == count


@pytest.mark.skipif(os.name == "nt", reason="looks for a process by a signal")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_build_executor import Squares\n"
        "from clinicpress.build.processes import Processes\n"
        "if __name__ == '__main__':\n"
        f"    with Processes(Squares(Path({str(tmp_path)!r})), 2) as workers:\n"
        "        [pending.result() for pending in [workers.submit(1), workers.submit(2)]]\n"
        "        print('made', flush=True); time.sleep(60)\n"
    )
    script = tmp_path.with_name("parent.py")
    script.write_text(code, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)
    assert parent.stdout
    assert parent.stdout.readline() == b"made\n"
    workers = processes(tmp_path)
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 30
    while any(map(is_alive, workers)):
        assert time.monotonic() < until, "a worker outlives its parent"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
