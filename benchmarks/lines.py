"""Lines of a table of figures: printed, as Markdown, and drawn as a plot (SVG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HEADER = f"{'':<62} {'ours':>9} {'':<8} {'beside':>9}  {'':<20} {'ratio':>6} {'CPU':>6}  must"
_COLOURS = ("#1f4d80", "#7aa6d1", "#b5651d", "#e0b078", "#4d7a3a", "#a5c78f", "#7b4b94", "#c7a8d6", "#666666",
            "#aaaaaa", "#b23a48", "#e39aa3", "#2a8c82", "#8fd0c9", "#8a7f1d", "#dcd27a")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: our figure, that of what is measured beside it, and the must.

    ``cpu`` is the ratio of CPU, turned as the ratio of the clock. ``least`` and ``most`` are of ``cpu`` with
    ``by_cpu``, else of the ratio where there is one, else of our figure. ``aim`` is what we would like.
    """

    name: str
    unit: str
    ours: float
    beside: str = ""
    peer: float | None = None
    cpu: float | None = None
    least: float | None = None
    most: float | None = None
    by_cpu: bool = False
    aim: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.peer is None else self.ours / self.peer

    @property
    def held(self) -> bool | None:
        """Whether the must is reached; None if there is none."""
        value = self.cpu if self.by_cpu else self.ours if self.ratio is None else self.ratio
        if not self.must or value is None:
            return None
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    @property
    def must(self) -> str:
        if self.least is None and self.most is None:
            return ""
        return f"<= {self.most:g}" if self.least is None else f">= {self.least:g}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as text: name, ours, beside, ratio, CPU, must, aim, whether it is held."""
        return (
            self.name,
            f"{self.ours:.2f} {self.unit}",
            "" if self.peer is None else f"{self.peer:.2f} ({self.beside})",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.cpu is None else f"{self.cpu:.2f}",
            self.must + (" CPU" if self.must and self.by_cpu else ""),
            "" if self.aim is None else f"{self.aim:g}",
            "" if self.held is None else "held" if self.held else "MISSED",
        )

    def row(self) -> str:
        name, _, _, ratio, cpu, must, _, held = self.cells
        beside = "" if self.peer is None else f"{self.peer:9.2f}  {self.beside}"
        ours = f"{name:<62} {self.ours:9.2f} {self.unit:<8}"
        return f"{ours} {beside:<31} {ratio:>6} {cpu:>6}  {must:<10} {held}".rstrip()

    def data(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "held": self.held}


Stages = Mapping[str, Mapping[str, float]]


def stage_rows(name: str, stages: Mapping[str, float]) -> list[str]:
    """The milliseconds a plan of each stage, and its share."""
    whole = sum(stages.values())
    rows = [f"{stage:<62} {ms:9.3f} ms {ms / whole:>9.1%}" for stage, ms in stages.items()]
    return [f"{name}, stages of a plan, CPU", *rows, f"{'together':<62} {whole:9.3f} ms"]


def save(folder: Path, about: str, lines: Sequence[Line], stages: Stages) -> None:
    """Write ``batch.md`` and ``batch.svg`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "batch.md").write_text(markdown(about, lines, stages), encoding="utf-8", newline="\n")
    (folder / "batch.svg").write_text(plot(lines, stages), encoding="utf-8", newline="\n")


def markdown(about: str, lines: Sequence[Line], stages: Stages) -> str:
    head = ("Measured", "Ours", "Beside", "Ratio", "CPU ratio", "Must", "Aim", "")
    parts = ["# What plans cost", about, _table([head, *(line.cells for line in lines)])]
    for name, found in stages.items():
        whole = sum(found.values())
        rows = [(stage, f"{ms:.3f}", f"{ms / whole:.1%}") for stage, ms in found.items()]
        parts += [f"## Stages of a plan, {name}", _table([("Stage", "ms of CPU", "Share"), *rows])]
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *others = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|---" * len(rows[0]) + "|", *others])


def plot(lines: Sequence[Line], stages: Stages) -> str:
    """Bars of how many times less CPU a plan takes than beside, and where the CPU of a plan goes."""
    bars = [line for line in lines if line.cpu is not None and line.most is None]
    most = max((max(line.cpu or 0, line.least or 0) for line in bars), default=1.0)
    found, y = list[str](), 20
    for line in bars:
        assert line.cpu is not None
        width = line.cpu / most * 350
        found += [_text(8, y + 12, f"{line.name}, {line.beside}"), _bar(480, y, width, _COLOURS[0])]
        found.append(_text(486 + width, y + 12, f"{line.cpu:.2f}"))
        if line.by_cpu and line.least is not None:
            x = 480 + line.least / most * 350
            found.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 2}" y2="{y + 18}" stroke="#b23a48"/>')
        y += 24
    for name, shares in stages.items():
        whole, x, y = sum(shares.values()), 8.0, y + 36
        found.append(_text(8, y - 6, f"{name}: {whole:.2f} ms of CPU a plan"))
        for colour, ms in zip(_COLOURS, shares.values(), strict=False):
            found.append(_bar(x, y, ms / whole * 860, colour))
            x += ms / whole * 860
        y += 16
    y += 24
    for at, stage in enumerate(next(iter(stages.values()), {})):
        x, below = 8 + at % 3 * 290, y + at // 3 * 20
        found += [_bar(x, below, 12, _COLOURS[at]), _text(x + 18, below + 12, stage)]
    height = y + 140
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="880" height="{height}" font-family="sans-serif" '
        f'font-size="12">\n<title>How many times the CPU is taken beside, and where ours goes</title>\n'
        f'<rect width="880" height="{height}" fill="#fff"/>\n' + "\n".join(found) + "\n</svg>\n"
    )


def _bar(x: float, y: float, width: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{max(width, 0):.1f}" height="16" fill="{colour}"/>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y}">{escape(words)}</text>'
