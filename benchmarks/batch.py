"""What plans cost: ``python benchmarks/batch.py [--peers DIR] [--plans N] [--only NAME ...] [--json]``.

A workspace is made with sheets of four, five and six exercises in equal parts, and tables of patients who
do not exist, each with a side, dosages and notes of their own. Measured are

    files    a file each: the rate of one process and of two, and the size of a sheet of four exercises
    packet   one PDF of N plans: the rate, and the size of a page
    pages    a packet of 10 N plans: the time of a page beside that of a packet of N, and peak memory
    rerun    the same command again, where there is nothing to do
    sheet    one patient's sheet, the whole command

Runs that are compared are done in turn, A B A B, and medians are told: a machine's speed drifts, ratios hold.
``start-up off`` means that the time of the same command for one patient is taken off. CPU is the ratio of
the seconds of CPU, turned as the other one; it holds on a busy machine too.

DIR is a folder of peers to measure beside: ``peer_typst.py``, ``peer_rl_canvas.py`` and
``peer_rl_platypus.py``. Each is run as ``python peer_X.py --n N --out DIR [--merged FILE]`` and prints a line
of JSON with ``per_s``, ``cpu_s`` and ``n``. Without it only our own figures are told. The exit code is 1 if
an aim is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measure import Run, median, peaks, run, told
from workload import write_sheets, write_table

CLINICPRESS = [sys.executable, "-m", "clinicpress"]
CODE = Path(__file__).resolve().parent.parent / "src" / "clinicpress"
SHEET = [*CLINICPRESS, "sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-0001"]
SHEET_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: our figure, that of what is measured beside it, and what is aimed at.

    ``least`` and ``most`` are of the ratio where there is one, else of our figure.
    """

    name: str
    unit: str
    ours: float
    beside: str = ""
    peer: float | None = None
    cpu: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.peer is None else self.ours / self.peer

    @property
    def held(self) -> bool | None:
        """Whether the aim is reached; None if there is none."""
        value = self.ours if self.ratio is None else self.ratio
        if not self.aim:
            return None
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    @property
    def aim(self) -> str:
        if self.least is None and self.most is None:
            return ""
        return f"<= {self.most:g}" if self.least is None else f">= {self.least:g}"

    def row(self) -> str:
        beside = "" if self.peer is None else f"{self.peer:9.2f}  {self.beside}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        cpu = "" if self.cpu is None else f"{self.cpu:.2f}"
        verdict = "" if self.held is None else f"{self.aim:<8} {'held' if self.held else 'MISSED'}"
        ours = f"{self.name:<46} {self.ours:9.2f} {self.unit:<8}"
        return f"{ours} {beside:<30} {ratio:>6} {cpu:>6}  {verdict}".rstrip()

    def data(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "held": self.held}


@dataclass(frozen=True)
class Bench:
    """The workspace to measure in, within a folder of its own; ``peers`` is a folder of scripts, or None."""

    scratch: Path
    peers: Path | None
    plans: int
    repeat: int

    @property
    def workspace(self) -> Path:
        return self.scratch / "workspace"

    @property
    def output(self) -> Path:
        return self.workspace / "output"

    @property
    def packet(self) -> Path:
        return self.output / "packets" / "packet.pdf"

    def fresh(self) -> None:
        """Nothing was printed yet; pictures and words are known."""
        shutil.rmtree(self.output, ignore_errors=True)

    def words(self, count: int, *options: str) -> list[str]:
        """The command for the first ``count`` patients; their table is made if it is new."""
        table = self.scratch / f"{count}.csv"
        if not table.exists():
            write_table(table, count)
        return [*CLINICPRESS, "batch", str(table), *options]

    def batch(self, count: int, *options: str) -> Run:
        words = self.words(count, *options)
        self.fresh()
        return run(words, self.workspace)

    def peer(self, name: str, count: int, *options: str) -> dict[str, Any] | None:
        """What a peer tells of itself, or None without peers."""
        if self.peers is None:
            return None
        out = self.scratch / "peer"
        shutil.rmtree(out, ignore_errors=True)
        words = [sys.executable, str(self.peers / f"{name}.py"), "--n", str(count), "--out", str(out)]
        said: dict[str, Any] = told([*words, *options], self.scratch)
        return said

    def merged(self, count: int) -> dict[str, Any] | None:
        return self.peer("peer_typst", count, "--merged", str(self.scratch / "merged.pdf"))


def in_turn(rounds: int, *works: Callable[[], Any]) -> list[list[Any]]:
    """What each of ``works`` gives, ``rounds`` times, in turn."""
    return [list(each) for each in zip(*([work() for work in works] for _ in range(rounds)), strict=True)]


def rate(count: int, runs: Sequence[Run], one: Sequence[Run]) -> float:
    """Plans in a second, without the start of the command."""
    return (count - 1) / (median(runs).wall - median(one).wall)


def against(
    line: Line, count: int, told_by: Sequence[dict[str, Any] | None], runs: Sequence[Run], one: Sequence[Run]
) -> Line:
    """A line of a rate beside that of a peer; without peers there is no ratio, so no aim either."""
    found = [each for each in told_by if each is not None]
    if not found:
        return Line(line.name, line.unit, line.ours)
    ours = (median(runs).cpu - median(one).cpu) / (count - 1)
    cpu = statistics.median(each["cpu_s"] / each["n"] for each in found) / ours
    per_s = statistics.median(each["per_s"] for each in found)
    return Line(line.name, line.unit, line.ours, line.beside, per_s, cpu, line.least)


def files(bench: Bench) -> Iterator[Line]:
    count = bench.plans
    one, alone, typst, two, canvas = in_turn(
        bench.repeat,
        lambda: bench.batch(1, "--jobs", "1"),
        lambda: bench.batch(count, "--jobs", "1"),
        lambda: bench.peer("peer_typst", count),
        lambda: bench.batch(count, "--jobs", "2"),
        lambda: bench.peer("peer_rl_canvas", count),
    )
    per_s = rate(count, alone, one)
    line = Line(f"{count} files, 1 process, start-up off", "plans/s", per_s, "Typst, warm", least=1)
    yield against(line, count, typst, alone, one)
    if bench.peers is not None:
        line = Line(line.name, "plans/s", per_s, "ReportLab canvas")
        yield against(line, count, canvas, alone, one)
    yield Line(f"{count} files, 1 process, whole command", "plans/s", count / median(alone).wall)
    both = rate(count, two, one)
    name = f"{count} files, 2 processes, start-up off"
    yield Line(name, "plans/s", both, "1 process", per_s, least=1.7)
    sizes = sizes_of_four(bench.output / "patients")
    yield Line("a sheet of 4 exercises, median", "kB", statistics.median(sizes))
    yield Line("a sheet of 4 exercises, largest", "kB", max(sizes), most=80)


def sizes_of_four(folder: Path) -> list[float]:
    """The sizes in kB of the files whose sheet has four exercises, which the list for staff tells."""
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
        names = [row["file"] for row in csv.DictReader(stream) if row["sheet"].startswith("4-")]
    return [(folder / name).stat().st_size / 1000 for name in names]


def packet(bench: Bench) -> Iterator[Line]:
    count = bench.plans
    options = ("--packet", str(bench.packet), "--no-files")
    one, both, typst, alone = in_turn(
        bench.repeat,
        lambda: bench.batch(1, *options),
        lambda: bench.batch(count, *options),
        lambda: bench.merged(count),
        lambda: bench.batch(count, *options, "--jobs", "1"),
    )
    for runs, how in ((both, "default jobs"), (alone, "1 process")):
        name = f"packet of {count}, {how}, start-up off"
        line = Line(name, "pages/s", rate(count, runs, one), "Typst, merged", least=2)
        yield against(line, count, typst, runs, one)
    yield Line(f"packet of {count}, default jobs, whole command", "pages/s", count / median(both).wall)
    yield Line(f"a page in a packet of {count}", "kB", bench.packet.stat().st_size / 1000 / count, most=12)


def pages(bench: Bench) -> Iterator[Line]:
    count, more = bench.plans, bench.plans * 10
    options = ("--packet", str(bench.packet), "--no-files")

    def many() -> tuple[Run, float, float]:
        words = bench.words(more, *options)
        bench.fresh()
        return peaks(words[2:], bench.workspace, bench.scratch / "peaks.json")

    # the long one takes minutes: once, between two short ones
    one, before, long, after = in_turn(
        1, lambda: bench.batch(1, *options), lambda: bench.batch(count, *options), many,
        lambda: bench.batch(count, *options),
    )  # fmt: skip
    few, start = median([*before, *after]), median(one)
    whole, parent, child = long[0]
    page, short = (whole.wall - start.wall) / (more - 1), (few.wall - start.wall) / (count - 1)
    cpu = ((whole.cpu - start.cpu) / (more - 1)) / ((few.cpu - start.cpu) / (count - 1))
    name = f"a page of {more}, start-up off"
    yield Line(name, "ms", page * 1000, f"a page of {count}", short * 1000, cpu, most=1.1)
    yield Line(f"peak memory of {more} pages, parent", "MiB", parent, most=150)
    yield Line(f"peak memory of {more} pages, largest child", "MiB", child, most=150)


def rerun(bench: Bench) -> Iterator[Line]:
    count = bench.plans * 2
    bench.batch(count)
    words, kept = bench.words(count), states(bench.workspace)
    runs = [run(words, bench.workspace) for _ in range(bench.repeat)]
    written = sum(kept.get(path) != state for path, state in states(bench.workspace).items())
    yield Line(f"{count} plans, nothing changed", "ms/plan", median(runs).wall * 1000 / count, most=1)
    yield Line("files that it wrote all the same", "files", written, most=0)


def states(folder: Path, pattern: str = "*") -> dict[Path, tuple[int, int]]:
    """Which file each path is, and when it was written."""
    found = {path: path.stat() for path in folder.rglob(pattern) if path.is_file()}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}


def sheet(bench: Bench) -> Iterator[Line]:
    def ours() -> Run:
        bench.fresh()
        return run(SHEET, bench.workspace)

    def platypus() -> Run | None:
        if bench.peers is None:
            return None
        words = [sys.executable, str(bench.peers / "peer_rl_platypus.py"), "--n", "1"]
        return run([*words, "--out", str(bench.scratch / "peer")], bench.scratch)

    runs, peer = in_turn(SHEET_ROUNDS, ours, platypus)
    mine = median(runs)
    if bench.peers is None:
        yield Line("sheet of one patient, whole command", "ms", mine.wall * 1000)
        return
    its = median(peer)
    yield Line(
        "sheet of one patient, whole command", "ms", mine.wall * 1000, "ReportLab platypus", its.wall * 1000,
        mine.cpu / its.cpu, most=2,
    )  # fmt: skip


MODES = {"files": files, "packet": packet, "pages": pages, "rerun": rerun, "sheet": sheet}


def lines(bench: Bench, names: Sequence[str]) -> Iterator[Line]:
    """Every line of the modes ``names``, in a new workspace whose pictures are compiled already."""
    run([*CLINICPRESS, "init", str(bench.workspace)], bench.scratch)
    write_sheets(bench.workspace)
    run(SHEET, bench.workspace)
    bench.batch(50)
    for name in names:
        yield from MODES[name](bench)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=Path, metavar="DIR", help="a folder of peers to measure beside")
    parser.add_argument("--plans", type=int, default=1000, metavar="N", help="plans in a packet (1000)")
    parser.add_argument("--repeat", type=int, default=3, metavar="R", help="rounds of each mode (3)")
    parser.add_argument("--only", nargs="+", choices=MODES, metavar="NAME", help=", ".join(MODES))
    parser.add_argument("--json", action="store_true", help="print the lines as JSON")
    options = parser.parse_args()
    peers = options.peers.resolve() if options.peers else None
    found, code = [], states(CODE, "*.py")
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), peers, options.plans, options.repeat)
        if not options.json:
            print(f"{'rounds: ' + str(options.repeat):<46} {'ours':>9} {'':<8} {'beside':>9} {'':<20} "
                  f"{'ratio':>6} {'CPU':>6}  aim")  # fmt: skip
        for line in lines(bench, options.only or list(MODES)):
            found.append(line)
            if not options.json:
                print(line.row(), flush=True)
    if options.json:
        print(json.dumps([line.data() for line in found], indent=2))
    if states(CODE, "*.py") != code:
        print("the code was changed meanwhile: measure again", file=sys.stderr)
    return int(any(line.held is False for line in found))


if __name__ == "__main__":
    sys.exit(main())
