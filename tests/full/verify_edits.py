"""Whether ``verify`` tells edits that can be seen, and leaves alone what nobody touched.

    python tests/full/verify_edits.py [--edits 500] [--untouched 200] [--seed 0] [--folder DIR]

A workspace is made in which patients' files, packets and blank pages are printed: every sheet, papers, inks,
text sizes, layouts, two brands, a PDF that is appended, passwords. ``--edits`` changes patients' files in so
many ways that PDFium draws or reads otherwise than before; ``verify --plans`` and ``verify`` have to tell
each. ``--untouched`` files have to bring no complaint. The exit code is the number of those that were judged
wrongly. About twenty minutes.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import pikepdf
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from pdf_edits import visible_edits

from clinicpress.cli.main import cli
from clinicpress.proof.appearance import look_complaints
from clinicpress.proof.conformance import verify_pdf
from clinicpress.tasks.starter import copy_starter

# How plans are printed; each in files of its own.
PLANS: tuple[tuple[str, ...], ...] = ((), ("--paper", "a4", "--ink", "mono"), ("--text", "large"))
BLANKS: tuple[tuple[str, ...], ...] = (
    (), ("--paper", "a4", "--ink", "mono"), ("--text", "large", "--kind", "sheet"),
    ("--layout", "handout-two-column", "--kind", "handout"), ("--layout", "booklet", "--kind", "handout"),
    ("--layout", "trifold", "--kind", "handout", "--paper", "legal"),
    ("--layout", "fridge", "--kind", "sheet"), ("--layout", "log", "--kind", "sheet"),
    ("--layout", "sheet-compact", "--kind", "sheet", "--ink", "mono"),
)  # fmt: skip


def run(root: Path, *words: str) -> dict[str, Any]:
    """What a command says as JSON."""
    result = CliRunner().invoke(cli, ["--workspace", str(root), *words, "--json"])
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def rows(sheets: Sequence[str], *, password: bool) -> Iterator[dict[str, str]]:
    """A patient for each sheet."""
    for number, sheet in enumerate(sheets):
        row = {
            "name": f"Pat Example {chr(65 + number % 26)}", "id": f"EX-{number}{'L' if password else ''}",
            "birth_date": "1958-05-02" if number % 2 else "", "sheet": sheet, "date": "2026-11-22",
            "note": "" if number % 3 else "See you on Thursday.",
        }  # fmt: skip
        yield {**row, "password": f"secret {number}"} if password else row


def table(path: Path, lines: list[dict[str, str]]) -> Path:
    """A table of patients."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def printed(root: Path) -> tuple[Path, Path, list[Path], list[Path]]:
    """Print: the tables without and with passwords, patients' files and packets, and blank pages."""
    sheets = sorted(
        path.stem for path in (root / "content" / "sheets").glob("*.yaml") if "." not in path.stem
    )
    form = root / "assets" / "forms" / "consent.pdf"
    form.parent.mkdir(exist_ok=True)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(612, 792))
        page.Contents = pdf.make_stream(b"0 g 72 700 200 1 re f 72 600 50 50 re S")
        pdf.save(form)
    sheet = root / "content" / "sheets" / f"{sheets[0]}.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8") + "append: assets/forms/consent.pdf\n", encoding="utf-8"
    )
    today = table(root / "today.csv", list(rows(sheets, password=False)))
    locked = table(root / "locked.csv", list(rows(sheets[:6], password=True)))
    for at, options in enumerate(PLANS):
        packet = root / "output" / "packets" / f"p{at}.pdf"
        run(root, "batch", str(today), *options, "--packet", str(packet), *(["--duplex"] if at else []))
    run(root, "batch", str(locked), "--encrypt", "password")
    for options in BLANKS:
        run(root, "build", *options)
    clinic = root / "content" / "clinic.yaml"
    words = clinic.read_text(encoding="utf-8")
    clinic.write_text(words.replace("brand: advance", "brand: harbor"), encoding="utf-8")
    run(root, "build", "--out", str(root / "harbor"))
    clinic.write_text(words, encoding="utf-8")
    blank = [path for path in sorted(root.rglob("*.pdf")) if path.parent.name in {"handouts", "sheets"}]
    return today, locked, [*sorted((root / "output").glob("pa*/*.pdf"))], blank


def problems(found: dict[str, Any]) -> dict[str, bool]:
    """Whether anything is wrong with each file."""
    return {each["path"]: bool(each["problems"]) for each in found["files"]}


def untouched(root: Path, today: Path, locked: Path, files: list[Path], blank: list[Path], count: int) -> int:
    """Complaints of files that nobody touched."""
    chosen = [*files, *blank][:count]
    plain = problems(run(root, "verify", *map(str, chosen)))
    wrong = [path for path, told in plain.items() if told]
    compared = {}
    for words in ((str(today),), (str(locked), "--encrypt", "password")):
        found = run(root, "verify", "--plans", *words)
        compared.update(problems(found))
        wrong += [problem["message"] for problem in found["problems"]]
    packets = sorted((root / "output" / "packets").glob("*.pdf"))
    compared.update(problems(run(root, "verify", "--plans", str(today), *map(str, packets))))
    wrong += [path for path, told in compared.items() if told]
    click.echo(
        f"untouched: {len(plain)} by verify, {len(compared)} by verify --plans: {len(wrong)} complaints"
    )
    click.echo("\n".join(f"  {each}" for each in wrong))
    return len(wrong)


def edits(root: Path, today: Path, files: list[Path], count: int, seed: int) -> int:
    """Edits that were not told."""
    whole = [path.read_bytes() for path in files]
    paths, kinds, looks = [], Counter[str](), Counter[str]()
    for number, (at, made) in enumerate(visible_edits(whole, count, seed)):
        path = root / "edits" / f"{number:04} {made.name} {made.seed}" / files[at].name
        path.parent.mkdir(parents=True)
        path.write_bytes(made.data)
        paths.append(path)
        kinds[made.name] += 1
        looks[made.name] += not told_without_checksum(made.data)
    wrong = 0
    for words in (("verify", "--plans", str(today)), ("verify",)):
        told = problems(run(root, *words, *map(str, paths)))
        missed = [path.parent.name for path in paths if not told[path.as_posix()]]
        click.echo(f"edits: {len(paths) - len(missed)} of {len(paths)} told by {' '.join(words[:2])}")
        click.echo("\n".join(f"  {each}" for each in missed))
        wrong += len(missed)
    alone = len(paths) - looks.total()
    click.echo(f"without the checksum of the file, verify tells {alone}; of each kind it misses")
    click.echo("\n".join(f"  {looks[kind]:3} of {number:3} {kind}" for kind, number in sorted(kinds.items())))
    return wrong


def told_without_checksum(data: bytes) -> bool:
    """Whether structure and looks alone tell that something is wrong."""
    try:
        return bool(verify_pdf(data) or any(look_complaints(data)))
    except Exception:  # a damaged file makes the libraries fail in any way
        return True


def main() -> int:
    """Print, change and judge."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--untouched", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = (asked.folder or Path(folder)) / "workspace"
        copy_starter(root)
        today, locked, files, blank = printed(root)
        wrong = untouched(root, today, locked, files, blank, asked.untouched) if asked.untouched else 0
        if asked.edits:
            own = [path for path in files if path.parent.name == "patients"]
            named = {Path(path).name for path in problems(run(root, "verify", "--plans", str(today)))}
            wrong += edits(root, today, [path for path in own if path.name in named], asked.edits, asked.seed)
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(), 100))
