"""Whether each page of many hard-named patients says whose it is, and nothing that it should not.

    python tests/full/hard_names.py [--patients 20000] [--jobs 2] [--folder DIR]

They are printed by ``clinicpress batch`` into files and a packet. Poppler's pdftotext, which shares no code
with what writes pages or reads them back, reads every page of the packet, and every so many files. A page has
to say its patient's strip once; what it says besides has to be what others with its side and note say.
The exit code is the number of pages that do not.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from hard_patients import HardPatient, as_table, hard_patients
from patient_pages import strip

from clinicpress.tasks.starter import copy_starter

# What nobody sees, and how Poppler says what it has no better letter for.
_SAME = {0xAD: "-", 0x2010: "-", **dict.fromkeys((8203, 8204, 8205, 65279), "")}


def flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text.translate(_SAME)).split())


def pages_of(path: Path) -> list[str]:
    """The pages of a file in the order in which they are drawn, without white space."""
    words = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    return [flat(page) for page in said.split("\f")[:-1]]


class Read:
    """What pages say besides their strips, by side and note: what only one page says is wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.count = 0
        self._rests: dict[tuple[str, str, str], list[str]] = {}

    def add(self, where: str, page: str, patient: HardPatient) -> None:
        """Look at a page that should be that patient's."""
        self.count += 1
        before, found, after = page.partition(flat(strip(patient)))
        if not found:
            self.wrong.append(f"{where} does not say whose it is")
        if "Born" in before + after:
            self.wrong.append(f"{where} says a second patient's birth date")
        # a field for the pen, or the long dose, goes where a name takes a line more
        self._rests.setdefault((patient.cells[6], patient.cells[7], before + after), []).append(where)

    def alone(self) -> Iterator[str]:
        """Pages that say what no other says."""
        for places in self._rests.values():
            if len(places) == 1:
                yield f"{places[0]} says other words than pages that are alike"

    @property
    def kinds(self) -> int:
        """How many pages differ by more than the strip."""
        return len(self._rests)


def main() -> int:
    """Print and read so many patients."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--patients", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=20, help="read every so many files (20)")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = (asked.folder or Path(temporary)) / "workspace"
        if not root.exists():
            copy_starter(root)
        return checked(root, hard_patients(asked.patients), asked.jobs, asked.files)


def checked(root: Path, patients: Sequence[HardPatient], jobs: str, every: int) -> int:
    """How many pages of a run of these patients are wrong."""
    (root / "today.csv").write_bytes(as_table(patients))
    packet = root / "output" / "packets" / "today.pdf"
    words = [
        sys.executable,
        "-m",
        "clinicpress",
        "batch",
        "today.csv",
        "--packet",
        str(packet),
        "--jobs",
        jobs,
    ]
    ran = subprocess.run(words, cwd=root, check=False, capture_output=True, text=True)
    good = [patient for patient in patients if patient.printable]
    click.echo(ran.stdout.splitlines()[-2] if ran.stdout else ran.stderr[-500:])
    read, pages = Read(), pages_of(packet)
    if len(pages) != len(good):
        read.wrong.append(f"the packet has {len(pages)} pages and should have {len(good)}")
    for number, (page, patient) in enumerate(zip(pages, good, strict=False), 1):
        read.add(f"page {number} of the packet", page, patient)
    by_id = {flat(patient.id): patient for patient in good}
    with (root / "output" / "patients" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if len(rows) != len(good):
        read.wrong.append(f"there are {len(rows)} files and should be {len(good)}")
    for row in rows[::every]:
        (page,) = pages_of(root / "output" / "patients" / row["file"])
        patient = by_id[flat(row["id"].removeprefix("'"))]
        read.add(f"the file of line {patient.line}", page, patient)
    wrong = [*read.wrong, *read.alone()]
    click.echo(f"{read.count} pages of {read.kinds} kinds read, {len(wrong)} wrong")
    for line in wrong[:20]:
        click.echo(line)
    return min(len(wrong), 100)


if __name__ == "__main__":
    sys.exit(main())
