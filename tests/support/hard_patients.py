"""Fictional patients with names and ids that are hard to print, to keep apart, or to keep secret.

``python hard_patients.py FILE COUNT`` writes a table of them. The same number gives the same patient.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

COLUMNS = ("name", "id", "birth_date", "sheet", "date", "time", "side", "note")
# Each of them can be printed, with "{n}" for the number of the patient in letters.
NAMES = (
    "Pat Example {n}", "Zoë O'Test {n}", "Łukasz Przykład {n}", "Nguyễn Thử Nghiệm {n}",
    "Þóra Dæmisdóttir {n}", "Ñandú Ejemplo {n}", "Åsa Exempel-Ödman {n}", "Šárka Příkladová {n}",
    "Gülşah Örnek İnci {n}",
    "Čiurlė Pavyzdytė {n}", "Ştefan Țest {n}", "Пример Образцов {n}", "Jürgen Groß-Beispiel {n}",
    "François d’Exemple {n}", "<b>Pat</b> Example {n}", "Pat &amp Robin {n}", "&#60i&#62 Sample {n}",
    'Robin "Rob" Sample {n}', "**Pat** _Example_ {n}", "[Pat](https://example.com) {n}", "`Pat` Example {n}",
    "=cmd|'/C calc'!A0 {n}", "+Robin Sample {n}", "-Robin Sample {n}", "@Robin Sample {n}",
    "Example, Pat {n}",
    "Example; Robin {n}", "{name} {0} {n}", "%s %d Sample {n}", "$Pat $HOME `id` {n}", "C:\\Pat\\Example {n}",
    "../../Pat/Example {n}", "Pat\u00a0Example {n}", "Zoe\u0308 Combining {n}",
    "E\u0301milie E\u0302xemple {n}",
    "Pat  Two   Spaces {n}", "  Pat Spaced {n}  ", "Pat-Robin Hyphen-Example {n}", "Pat\nExample {n}",
    "Pat # Comment {n}", "name: Pat {n}", "- Pat Example {n}", "null {n}", "Name Pat ID EX {n}",
    "Wwwwwwwww Mmmmmmmmmm Wwwwwwwwww Mmmmmmmmmm Wwwwwwwwww Mmmmmmmmmm Wwwwwwwwww {n}",
    "Wmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmwmw{n}",
    "Robin Double", "Robin Double", "Øyvind Øst {n}", "Œuvre Æther {n}", "Đorđe Primer {n}",
    "O''Test {n}", "St. Sample Jr. (3rd) {n}", "Sample/Example {n}", "½ Pat № 7 {n}", "Pat™ Example® {n}",
    "“Pat” „Robin“ {n}",
)  # fmt: skip
# None of them can: there is no glyph, or it is written from right to left.
UNPRINTABLE = (
    "Pat \U0001f600 Example {n}", "\u6837\u672c\u60a3\u8005 {n}", "\u898b\u672c \u592a\u90ce {n}",
    "\uc0d8\ud50c {n}", "\u05d3\u05d5\u05d2\u05de\u05d4 {n}", "\u0645\u062b\u0627\u0644 {n}",
    "Pat \u202eelpmaxE {n}", "\u0e15\u0e31\u0e27\u0e2d\u0e22\u0e48\u0e32\u0e07 {n}",
    "\u0909\u0926\u093e\u0939\u0930\u0923 {n}", "Pat \U0001f1fa\U0001f1f8 {n}", "Pat \U00020000 Example {n}",
)  # fmt: skip
# Every so many patients, one cannot be printed.
BAD_EVERY = 9
NOTES = (
    "", "See you on Thursday.", "Line one.\nLine two.", "=1+1", "Use <b>no</b> weights & rest.",
    "Go slowly; rest, too.",
)  # fmt: skip
SIDES = ("left", "right", "both")
TIMES = ("", "09:30", "10:15")
FIRST_DAY, FIRST_BIRTH = date(2026, 11, 22), date(1931, 3, 5)
# Birth dates are of so many days.
DAYS = 33_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class HardPatient:
    """A row of the table: ``line`` is where it begins; ``number`` counts from 1."""

    number: int
    line: int
    cells: tuple[str, ...]
    printable: bool

    @property
    def name(self) -> str:
        return self.cells[0]

    @property
    def id(self) -> str:
        return self.cells[1].strip()

    @property
    def date(self) -> date:
        return date.fromisoformat(self.cells[4])

    @property
    def time(self) -> str:
        return self.cells[5]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody else may read."""
        born = date.fromisoformat(self.cells[2])
        printed = f"{born:%b} {born.day}, {born.year}"
        return (" ".join(self.name.split()), self.id, self.cells[2], printed)


def hard_patients(count: int) -> list[HardPatient]:
    """So many patients, in the order of the table."""
    patients: list[HardPatient] = []
    line = 2
    for number in range(1, count + 1):
        cells = _cells(number)
        patients.append(HardPatient(number, line, cells, printable=number % BAD_EVERY != 0))
        line += 1 + sum(cell.count("\n") for cell in cells)
    return patients


def as_table(patients: Sequence[HardPatient]) -> bytes:
    """The table as a spreadsheet saves it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(patient.cells for patient in patients)
    return stream.getvalue().encode("utf-8")


def _cells(number: int) -> tuple[str, ...]:
    names, at = (UNPRINTABLE, number // BAD_EVERY) if number % BAD_EVERY == 0 else (NAMES, number)
    name = names[at % len(names)].replace("{n}", _word(number))
    born = FIRST_BIRTH + timedelta(days=17 * number % DAYS)
    day = FIRST_DAY + timedelta(days=number % 3)
    return (
        name, _id(number), born.isoformat(), "sciatica", day.isoformat(), TIMES[number % len(TIMES)],
        SIDES[number % len(SIDES)], NOTES[number % len(NOTES)],
    )  # fmt: skip


def _id(number: int) -> str:
    """Ids of which some begin with another one: A-1 and A-10; some with spaces around."""
    return (f"A-{number}", f"A-{number}.0", f" EX {number}/26 ", f"<{number}>", f"=A{number}")[number % 5]


def _word(number: int) -> str:
    """A number in letters, as names have none of digits."""
    word = ""
    while number:
        number, rest = divmod(number, 26)
        word = _LETTERS[rest] + word
    return word


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(as_table(hard_patients(int(sys.argv[2]))))
