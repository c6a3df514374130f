"""Whose a page is, read by pypdf, which shares no code with what clinicpress reads its files back with.

``python patient_pages.py OUT COUNT [PACKET]`` checks a run of `hard_patients` with COUNT rows.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hard_patients import HardPatient, hard_patients
from pypdf import PdfReader


def flat(text: str) -> str:
    """The text without white space, each character in one form."""
    return "".join(unicodedata.normalize("NFC", text).split())


def strip(patient: HardPatient) -> str:
    """What a page says of its patient, without white space."""
    name, number, _, born = patient.secrets
    day = f"{patient.date:%b} {patient.date.day}, {patient.date.year}"
    return flat(f"Name {name} ID {number} Born {born} Date {day}")


def page_texts(path: Path) -> list[str]:
    """The text of each page, without white space."""
    return [flat(page.extract_text()) for page in PdfReader(path).pages]


def owners(text: str, patients: Iterable[HardPatient]) -> list[int]:
    """The numbers of the patients whose name and id a page bears."""
    return [patient.number for patient in patients if strip(patient) in text]


def folder_faults(out: Path, patients: Sequence[HardPatient]) -> Iterator[str]:
    """What is wrong with the files of a run: one for each patient that can be printed, and in the list."""
    folder = out / "patients"
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["file"]: row for row in csv.DictReader(file)}
    files = {path.name for path in folder.glob("*.pdf")}
    if files != listed.keys():
        yield "the list and the folder have other files"
    wanted = {patient.number: patient for patient in patients if patient.printable}
    for name in sorted(files):
        found = owners("".join(page_texts(folder / name)), patients)
        if len(found) != 1 or found[0] not in wanted:
            yield f"a file is that of {found}"
            continue
        patient, row = wanted.pop(found[0]), listed.get(name, {})
        told = [flat(row.get(key, "").removeprefix("'")) for key in ("name", "id", "birth_date", "date")]
        if told != [flat(cell) for cell in (*patient.cells[:3], patient.cells[4])]:
            yield f"the list says other things of {patient.number}"
    yield from (f"there is no file of {number}" for number in wanted)


def packet_faults(path: Path, patients: Sequence[HardPatient], *, duplex: bool) -> Iterator[str]:
    """What is wrong with a packet: its pages in the order of the table, and its bookmarks."""
    texts = page_texts(path)
    wanted = [patient for patient in patients if patient.printable]
    sides = 2 if duplex else 1
    if len(texts) != sides * len(wanted):
        yield f"{len(texts)} pages for {len(wanted)} patients"
        return
    for index, text in enumerate(texts):
        own = [wanted[index // sides].number] if index % sides == 0 else []
        if owners(text, patients) != own or (not own and text):
            yield f"page {index + 1} is that of {owners(text, patients)}"
    reader = PdfReader(path)
    marks = [
        (str(mark.title), reader.get_destination_page_number(mark))
        for mark in reader.outline
        if not isinstance(mark, list)
    ]
    for (title, page), (index, patient) in zip(marks, enumerate(wanted), strict=True):
        if (title, page) != (_bookmark(patient), sides * index):
            yield f"a bookmark of {patient.number}"


def _bookmark(patient: HardPatient) -> str:
    return f"{patient.number} · {patient.time}" if patient.time else str(patient.number)


def main(out: Path, count: int, packets: Sequence[str]) -> int:
    """Check a run; the number of faults, which are printed."""
    patients = hard_patients(count)
    faults = list(folder_faults(out, patients))
    for packet in packets:
        faults += packet_faults(Path(packet), patients, duplex=True)
    sys.stdout.write("\n".join([*faults, f"{len(faults)} faults", ""]))
    return len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])))
