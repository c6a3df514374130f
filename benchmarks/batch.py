"""What plans cost: ``python benchmarks/batch.py [--peers DIR] [--plans N] [--only NAME ...] [--save DIR]``.

There are two tables of patients who do not exist, each in a workspace of its own:

    names only     the sheets that every workspace begins with, on their own paper; nothing is typed for a
                   patient but who it is and which side: what clinics print most
    all different  sheets of four, five and six exercises in equal parts, on Legal; each plan has dosages and
                   notes of its own

Measured are, of each of them,

    files    a file each: the rate of one process and of two, and the size of a sheet of four exercises
    packet   one PDF of N plans: the rate, and the size of a page
    growth   packets of more plans: the time of a page beside that of one in the first, and peak memory
    stages   the milliseconds of each stage of a plan, and the share of the proof
    rerun    the same command again, where there is nothing to do

and besides, once, ``sheet``, one patient's sheet, the whole command, and ``figure``, one figure from nothing.

Runs that are compared are done in turn, A B A B, and medians are told: a machine's speed drifts, ratios hold.
``start-up off`` means that the time of the same command for one patient is taken off. CPU is the ratio of
the seconds of CPU, turned as the other one; it holds on a busy machine too.

DIR of ``--peers`` is a folder of peers to measure beside: ``peer_typst.py``, ``peer_rl_canvas.py`` and
``peer_rl_platypus.py``. Each is run as ``python peer_X.py --n N --out DIR [--merged FILE]`` and prints a line
of JSON with ``per_s``, ``cpu_s`` and ``n``: without its start, while ours is the whole command where the line
says so. Without peers only our own figures are told. ``--save`` writes the lines as a table in Markdown and a
plot in SVG. The exit code is 1 if a must is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lines import HEADER, Line, save, stage_rows
from measure import Run, median, peaks, run, told
from stages import PROOF
from workload import write_names, write_sheets, write_table

CLINICPRESS = [sys.executable, "-m", "clinicpress"]
HERE = Path(__file__).resolve().parent
CODE = HERE.parent / "src" / "clinicpress"
SHEET = [*CLINICPRESS, "sheet", "sciatica", "--patient", "Pat Example", "--id", "EX-0001"]
SHEET_ROUNDS = 9
NAMES, DIFFERENT = "names only", "all different"
# Times the CPU of warm Typst, of a file each and of a page in a packet: must and aim.
FILES = {NAMES: (3, 6), DIFFERENT: (1.5, 3)}
PACKET = {NAMES: (4, 8), DIFFERENT: (1.5, 3)}
# All different plans take minutes: their growth is measured up to so many.
MOST_DIFFERENT = 10_000


@dataclass(frozen=True)
class Bench:
    """A table of patients and the workspace to print it in, within a folder of its own.

    ``peers`` is a folder of scripts, or None.
    """

    table: str
    scratch: Path
    peers: Path | None
    plans: int
    repeat: int
    growth: Sequence[int]

    @property
    def workspace(self) -> Path:
        return self.scratch / "workspace"

    @property
    def output(self) -> Path:
        return self.workspace / "output"

    @property
    def packet(self) -> Path:
        return self.output / "packets" / "packet.pdf"

    def prepare(self) -> None:
        """Make the workspace; its pictures are compiled, and the bodies of all sheets are known."""
        self.scratch.mkdir()
        run([*CLINICPRESS, "init", str(self.workspace)], self.scratch)
        if self.table == DIFFERENT:
            write_sheets(self.workspace)
        run(SHEET, self.workspace)
        self.batch(50)
        self.batch(50, "--packet", str(self.packet), "--no-files")

    def fresh(self) -> None:
        """Nothing was printed yet; pictures and words are known."""
        shutil.rmtree(self.output, ignore_errors=True)

    def options(self, count: int, *options: str) -> list[str]:
        """The command's own words for the first ``count`` patients; their table is made if it is new."""
        table = self.scratch / f"{count}.csv"
        if not table.exists() and self.table == NAMES:
            sheets = sorted(path.stem for path in (self.workspace / "content" / "sheets").glob("*.yaml"))
            write_names(table, count, sheets)
        elif not table.exists():
            write_table(table, count)
        return ["batch", str(table), *options]

    def batch(self, count: int, *options: str) -> Run:
        words = self.options(count, *options)
        self.fresh()
        return run([*CLINICPRESS, *words], self.workspace)

    def stages(self, count: int, *options: str) -> dict[str, float]:
        """The milliseconds of CPU that each stage of a plan takes, in one process."""
        path = self.scratch / "stages.json"
        words = self.options(count, *options, "--jobs", "1")
        self.fresh()
        run([sys.executable, str(HERE / "stages.py"), str(path), *words], self.workspace)
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
        return {stage: seconds * 1000 / count for stage, seconds in found.items()}

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
    line: Line,
    count: int,
    told_by: Sequence[dict[str, Any] | None],
    runs: Sequence[Run],
    one: Sequence[Run] = (),
) -> Line:
    """A line of a rate beside that of a peer; without peers there is no ratio, so no must either.

    With runs of ``one`` plan, the start of the command is taken off.
    """
    found = [each for each in told_by if each is not None]
    if not found:
        return Line(line.name, line.unit, line.ours)
    ours = (median(runs).cpu - median(one).cpu) / (count - 1) if one else median(runs).cpu / count
    cpu = statistics.median(each["cpu_s"] / each["n"] for each in found) / ours
    per_s = statistics.median(each["per_s"] for each in found)
    return replace(line, peer=per_s, cpu=cpu)


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
    whole, least = count / median(alone).wall, FILES[bench.table]
    name = f"{bench.table}, {count} files, 1 process"
    command = f"{name}, whole command"
    line = Line(command, "plans/s", whole, "Typst, warm", least=least[0], by_cpu=True, aim=least[1])
    yield against(line, count, typst, alone)
    if bench.peers is not None:
        yield against(Line(command, "plans/s", whole, "ReportLab canvas"), count, canvas, alone)
    per_s = rate(count, alone, one)
    yield against(Line(f"{name}, start-up off", "plans/s", per_s, "Typst, warm"), count, typst, alone, one)
    name = f"{bench.table}, {count} files, 2 processes, start-up off"
    yield Line(name, "plans/s", rate(count, two, one), "1 process", per_s, least=1.8, aim=1.95)
    if bench.table == DIFFERENT:
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
    least = PACKET[bench.table]
    for runs, how, must in ((alone, "1 process", True), (both, "default jobs", False)):
        name = f"{bench.table}, packet of {count}, {how}"
        whole = Line(f"{name}, whole command", "pages/s", count / median(runs).wall, "Typst, merged")
        if must:
            whole = replace(whole, least=least[0], by_cpu=True, aim=least[1])
        yield against(whole, count, typst, runs)
        line = Line(f"{name}, start-up off", "pages/s", rate(count, runs, one), "Typst, merged")
        yield against(line, count, typst, runs, one)
    name = f"{bench.table}, a page in a packet of {count}"
    yield Line(name, "kB", bench.packet.stat().st_size / 1000 / count, most=12)


def growth(bench: Bench) -> Iterator[Line]:
    few, *more = bench.growth
    options = ("--packet", str(bench.packet), "--no-files")
    for count in more:
        if bench.table == DIFFERENT and count > MOST_DIFFERENT:
            continue

        def many(count: int = count) -> tuple[Run, float, float]:
            words = bench.options(count, *options)
            bench.fresh()
            return peaks(["clinicpress", *words], bench.workspace, bench.scratch / "peaks.json")

        # the long one takes minutes: once, between two short ones
        one, before, long, after = in_turn(
            1, lambda: bench.batch(1, *options), lambda: bench.batch(few, *options), many,
            lambda: bench.batch(few, *options),
        )  # fmt: skip
        start, short = median(one), median([*before, *after])
        whole, parent, child = long[0]
        page, beside = (whole.wall - start.wall) / (count - 1), (short.wall - start.wall) / (few - 1)
        cpu = ((whole.cpu - start.cpu) / (count - 1)) / ((short.cpu - start.cpu) / (few - 1))
        name = f"{bench.table}, a page of {count}, start-up off"
        yield Line(
            name, "ms", page * 1000, f"a page of {few}", beside * 1000, cpu, most=1.05, by_cpu=True, aim=1
        )
        name = f"{bench.table}, peak memory of {count} pages"
        most = 100 if count <= 10_000 else None
        yield Line(f"{name}, parent", "MiB", parent, most=most, aim=60)
        yield Line(f"{name}, largest child", "MiB", child, most=most, aim=60)


def proof(bench: Bench, stages: dict[str, dict[str, float]]) -> Iterator[Line]:
    """The share of the proof; the stages of the run that is the median of all are added to ``stages``."""
    runs = sorted((bench.stages(bench.plans) for _ in range(bench.repeat)), key=lambda run: sum(run.values()))
    found = runs[len(runs) // 2]
    stages[bench.table] = found
    share = sum(found[stage] for stage in PROOF) / sum(found.values())
    name = f"{bench.table}, proof, share of a plan's CPU"
    yield Line(name, "%", share * 100, most=10, aim=5)


def rerun(bench: Bench) -> Iterator[Line]:
    count = bench.plans * 2
    bench.batch(count)
    words, kept = [*CLINICPRESS, *bench.options(count)], states(bench.workspace)
    runs = [run(words, bench.workspace) for _ in range(bench.repeat)]
    written = sum(kept.get(path) != state for path, state in states(bench.workspace).items())
    yield Line(
        f"{bench.table}, {count} plans, nothing changed", "ms/plan", median(runs).wall * 1000 / count, most=1
    )
    yield Line(f"{bench.table}, files that it wrote all the same", "files", written, most=0)


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
        mine.cpu / its.cpu, most=1.6, by_cpu=True, aim=1,
    )  # fmt: skip


def figure(_: Bench) -> Iterator[Line]:
    seconds = told([sys.executable, str(HERE / "figures.py"), "--rounds", "1", "--json"], HERE)[
        "from_nothing"
    ]
    yield Line("one figure from nothing, CPU", "ms", seconds * 1000, most=150, aim=100)


MODES: dict[str, Callable[[Bench], Iterator[Line]] | None] = {
    "files": files,
    "packet": packet,
    "growth": growth,
    "stages": None,
    "rerun": rerun,
}
ONCE = {"sheet": sheet, "figure": figure}


def measured(
    benches: Sequence[Bench], names: Sequence[str], stages: dict[str, dict[str, float]]
) -> Iterator[Line]:
    """Every line of the modes ``names``, in new workspaces."""
    for bench in benches:
        bench.prepare()
        for name, mode in MODES.items():
            if name in names:
                yield from mode(bench) if mode else proof(bench, stages)
    for name, mode in ONCE.items():
        if name in names:
            yield from mode(benches[0])


def about(options: argparse.Namespace) -> str:
    """With which command, on which machine."""
    words = ("DIR" if word == str(options.peers) else word for word in sys.argv[1:])
    command = f"`python benchmarks/batch.py {' '.join(words)}`"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    version = platform.python_version()
    return f"{command}, medians of {options.repeat} rounds in turn, on {machine}, Python {version}."


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modes = (*MODES, *ONCE)
    parser.add_argument("--peers", type=Path, metavar="DIR", help="a folder of peers to measure beside")
    parser.add_argument("--plans", type=int, default=1000, metavar="N", help="plans in a packet (1000)")
    parser.add_argument("--repeat", type=int, default=3, metavar="R", help="rounds of each mode (3)")
    parser.add_argument("--tables", nargs="+", choices=(NAMES, DIFFERENT), default=(NAMES, DIFFERENT))
    parser.add_argument("--only", nargs="+", choices=modes, default=modes, metavar="NAME",
                        help=", ".join(modes))  # fmt: skip
    parser.add_argument("--growth", nargs="+", type=int, default=(1000, 10_000, 50_000), metavar="N",
                        help="pages of packets (1000 10000 50000: minutes)")  # fmt: skip
    parser.add_argument("--stages", action="store_true", help="print the stages of a plan, too")
    parser.add_argument("--save", type=Path, metavar="DIR", help="write batch.md and batch.svg there")
    parser.add_argument("--json", action="store_true", help="print the lines as JSON")
    options = parser.parse_args()
    if options.stages:
        options.only = (*options.only, "stages")
    return options


def main() -> int:
    options = asked()
    peers = options.peers.resolve() if options.peers else None
    found, stages, code = list[Line](), dict[str, dict[str, float]](), states(CODE, "*.py")
    with tempfile.TemporaryDirectory() as scratch:
        benches = [
            Bench(table, Path(scratch) / str(at), peers, options.plans, options.repeat, options.growth)
            for at, table in enumerate(options.tables)
        ]
        if not options.json:
            print(HEADER)
        if not set(options.only) & set(MODES):
            benches = benches[:1]
        for line in measured(benches, options.only, stages):
            found.append(line)
            if not options.json:
                print(line.row(), flush=True)
    if options.json:
        print(json.dumps({"lines": [line.data() for line in found], "stages": stages}, indent=2))
    elif options.stages:
        for name, each in stages.items():
            print("", *stage_rows(name, each), sep="\n")
    if options.save:
        save(options.save, about(options), found, stages)
    if states(CODE, "*.py") != code:
        print("the code was changed meanwhile: measure again", file=sys.stderr)
    return int(any(line.held is False for line in found))


if __name__ == "__main__":
    sys.exit(main())
