"""Many plans: what rows and plan files say, what is wrong with them, and that nobody is named."""

from __future__ import annotations

import csv
import datetime
import io
import pickle
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_samples import EXERCISE, FILES, lines, write

from clinicpress.content.models.library import Library
from clinicpress.content.planfiles import former_plan
from clinicpress.content.reader import read_library
from clinicpress.content.tables.orders import Defaults, Orders, read_orders
from clinicpress.problems import Source

DAY = datetime.date(2026, 11, 22)
GIVEN = Defaults(DAY, "en")
ROOT = Path(__file__).resolve().parents[2]
MORE = {
    "content/exercises/heel-raise.yaml": EXERCISE.replace("Knee bend", "Heel raise"),
    "content/exercises/bridge.yaml": EXERCISE.replace("side: each", "side: both"),
    "content/sheets/knee.yaml": FILES["content/sheets/knee.yaml"].replace(
        "[knee-bend]", "[knee-bend, bridge]"
    ),
}
HEADER = (
    "name,id,birth_date,sheet,date,time,note,knee-bend.reps,knee-bend.side,bridge.side,bridge.use,add,drop"
)
GOOD = "Pat Example,EX-1,1958-05-02,knee,2026-11-22,09:30,Go slowly.,8-12,left,both,,heel-raise,"
# As they may stand in a cell; each has to come back letter by letter.
HARD_NAMES = [
    "O'Test, Zoë",
    "'t Sample, Robin",
    'Pat "Sam" Example',
    "=cmd|' /C calc'!A0",
    "<b>Pat</b> & Co",
    "Łukasz Przykład-Sample",
    "Пэт Пример",
    "示例",
    "مثال",
    "Pat 😀 Example",
    "Jr., Pat; Example\tII",
    "NO",
    "1e5",
    "${HOME} %s {0} \\n",
]


@pytest.fixture
def clinic(site: Path) -> Library:
    """A library with three exercises; two of them are on its sheet."""
    write(site, MORE)
    return library_of(site)


@pytest.fixture
def sheets(clinic: Library) -> Library:
    """The same with two sheets more."""
    sheet = MORE["content/sheets/knee.yaml"]
    write(clinic.root, {f"content/sheets/{name}.yaml": sheet for name in ("hip", "back")})
    return library_of(clinic.root)


def library_of(site: Path) -> Library:
    library = read_library(site).library
    assert library is not None
    return library


def orders(library: Library, text: str, defaults: Defaults = GIVEN, **more: Any) -> Orders:
    path = library.root / "patients.csv"
    path.write_bytes(text.encode("utf-8"))
    return read_orders(path, library.root, library, defaults, **more)


def row(**cells: str) -> str:
    """The header and one row, good but for ``cells``; ``__`` stands for the dot of a column, ``_`` stays."""
    values = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))
    values.update(
        {name.replace("__", ".").replace("knee.", "knee-bend."): cell for name, cell in cells.items()}
    )
    stream = io.StringIO()
    csv.writer(stream).writerows([values.keys(), values.values()])
    return stream.getvalue()


def faults(library: Library, text: str, defaults: Defaults = GIVEN) -> list[str]:
    found = orders(library, text, defaults)
    assert found.entries == ()
    return lines(found.problems)


def test_a_row_is_a_plan(clinic: Library) -> None:
    [entry] = orders(clinic, f"{HEADER}\n{GOOD}\n").entries
    plan = entry.plan()
    assert (entry.number, entry.source, plan.path) == (1, Source("patients.csv", 2), "patients.csv")
    assert plan.model.model_dump(exclude_none=True) == {
        "patient": {"name": "Pat Example", "id": "EX-1", "birth_date": datetime.date(1958, 5, 2)},
        "sheet": "knee",
        "date": DAY,
        "time": "09:30",
        "note": "Go slowly.",
        "lang": "en",
        "exercises": {
            "knee-bend": {"side": "left", "dosage": {"reps": {"low": 8, "high": 12}}},
            "bridge": {"side": "both"},
            "add": ("heel-raise",),
            "drop": (),
            "order": (),
        },
        "regions": (),
    }


def test_every_value_has_the_place_of_its_cell(clinic: Library) -> None:
    [entry] = orders(clinic, row(drop="bridge", bridge__side="")).entries
    at = entry.plan().at
    assert at("patient", "name") == Source("patients.csv", 2, 1)
    assert at("patient", "id") == Source("patients.csv", 2, 2)
    assert (
        at("exercises", "knee-bend") == at("exercises", "knee-bend", "dosage") == Source("patients.csv", 2, 8)
    )
    assert at("exercises", "knee-bend", "side") == Source("patients.csv", 2, 9)
    assert at("exercises", "add", 0) == Source("patients.csv", 2, 12)
    assert at("exercises", "drop", 0) == Source("patients.csv", 2, 13)
    assert at("patient", "birth_date") == Source("patients.csv", 2, 3)
    assert at("clinician") == at("lang") == Source("patients.csv", 2, 1)  # in no cell: the row


def test_an_entry_goes_to_another_process(clinic: Library) -> None:
    [entry] = orders(clinic, row()).entries
    copy = pickle.loads(pickle.dumps(entry))
    assert copy == entry
    assert copy.plan() == entry.plan()


def test_an_entry_does_not_show_who_it_is(clinic: Library) -> None:
    found = orders(clinic, row(name="Jordan Rivera"))
    assert len(found.entries) == 1
    assert "Rivera" not in repr(found)


def test_what_a_row_leaves_out(clinic: Library) -> None:
    text = "name,id\nPat Example,EX-1\n"
    defaults = Defaults(DAY, "en", "knee", "Sam Sample, PT")
    [entry] = orders(clinic, text, defaults).entries
    plan = entry.plan().model
    assert (plan.sheet, plan.date, plan.lang, plan.clinician) == ("knee", DAY, "en", "Sam Sample, PT")
    assert plan.model_fields_set == {"patient", "sheet", "date", "lang", "clinician"}
    assert faults(clinic, text, Defaults(None, "en", "knee"))[0].startswith(
        "patients.csv:1:1: the column 'date' is missing\n"
    )


def test_canonical_bytes_change_with_all_that_decides_a_plan(clinic: Library) -> None:
    def canonical(text: str, defaults: Defaults = GIVEN) -> bytes:
        [entry] = orders(clinic, text, defaults, passwords="email").entries
        return entry.canonical()

    usual = canonical(row())
    assert usual == canonical(row(birth_date='="1958-05-02"', time="9:30 AM", email="pat@example.com"))
    assert usual == canonical("\n\n" + row(date=""))
    changes = {"name": "Robin", "id": "EX-2", "time": "", "note": "x", "add": "", "knee__reps": "8"}
    others = {canonical(row(**{column: cell})) for column, cell in changes.items()}
    others |= {canonical(row(), Defaults(DAY, "en", None, "Sam")), canonical(row(date="2026-11-23"))}
    assert len(others | {usual}) == len(changes) + 3


@pytest.mark.parametrize("name", HARD_NAMES)
def test_hard_names_are_just_text(clinic: Library, name: str) -> None:
    [entry] = orders(clinic, row(name=name)).entries
    assert entry.plan().model.patient.name == name.replace("\t", " ")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("id", '="00123"', "00123"),
        ("id", "'00123", "00123"),
        ("id", '="say ""A"""', 'say "A"'),
        ("id", "12E5", "12E5"),
        ("name", "Pat\nExample", "Pat Example"),
        ("name", "  Pat\u00a0", "Pat"),
        ("name", "'=A1+1", "=A1+1"),
    ],
)
def test_what_spreadsheets_wrap_around_text(clinic: Library, column: str, cell: str, said: str) -> None:
    [entry] = orders(clinic, row(**{column: cell})).entries
    assert getattr(entry.plan().model.patient, column) == said


@pytest.mark.parametrize(
    ("country", "cell", "day"),
    [
        ("US", "11/22/1976", "1976-11-22"),
        ("US", "5/5/1976", "1976-05-05"),
        ("US", "22.11.1976", "1976-11-22"),
        ("US", "2.3.1976", "1976-03-02"),
        ("DE", "22/11/1976", "1976-11-22"),
        ("DE", "02.03.1976", "1976-03-02"),
        ("US", "22/11/1976", "1976-11-22"),
        ("DE", "11/22/1976", "1976-11-22"),
        ("US", "2/3/1976", "1976-02-03"),
        ("DE", "02/03/1976", "1976-03-02"),
        ("US", "22/23/1976", "this is not a date"),
        ("US", "1976-02-30", "this is not a date"),
        ("US", "30.02.1976", "this is not a date"),
        ("US", "5/22/76", "this is not a date"),
        ("US", "28000", "this is not a date"),
        ("US", "1899-12-31", "this birth date is before 1900"),
        ("US", "2026-11-23", "this birth date is after the plan's date"),
    ],
)
def test_days(site: Path, clinic: Library, country: str, cell: str, day: str) -> None:
    write(site, {"content/clinic.yaml": f"{FILES['content/clinic.yaml']}country: {country}\n"})
    found = orders(library_of(site), row(birth_date=cell))
    if found.entries:
        assert str(found.entries[0].plan().model.patient.birth_date) == day
    else:
        [problem] = lines(found.problems)
        assert problem.partition("\n")[0] == f"patients.csv:2:3: {day} (column 'birth_date')"


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("9:30", "09:30"),
        ("09:30:00", "09:30"),
        ("9:30 AM", "09:30"),
        ("12:05 am", "00:05"),
        ("12:05 PM", "12:05"),
        ("11:59 p.m.", "23:59"),
        ("24:00", None),
        ("13:00 PM", None),
        ("9.30", None),
    ],
)
def test_times(clinic: Library, cell: str, time: str | None) -> None:
    found = orders(clinic, row(time=cell))
    assert [entry.plan().model.time for entry in found.entries] == ([] if time is None else [time])
    assert len(found.problems) == (time is None)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"name": ""}, "1: this cell is empty (column 'name')\n  hint: fill it in"),
        ({"id": " "}, "2: this cell is empty (column 'id')\n  hint: fill it in"),
        (
            {"sheet": ""},
            (
                "4: this cell is empty (column 'sheet')\n"
                "  hint: fill it in; for a page without a sheet, give the page a title and add exercises"
            ),
        ),
        (
            {"name": "x" * 90},
            "1: 'name' has 90 characters, 10 too many\n  hint: shorten it to 80 or fewer",
        ),
        (
            {"id": "1.2E+05"},
            (
                "2: the spreadsheet turned this id into a number with an exponent (column 'id')\n"
                "  hint: in the spreadsheet, format the column as text, retype the id and save the file"
            ),
        ),
        (
            {"sheet": "kneee"},
            (
                "4: this sheet does not exist or cannot be read (column 'sheet')\n"
                "  hint: did you mean knee? The sheets are: knee"
            ),
        ),
        (
            {"date": "1999-12-31"},
            "5: the plan's date is before 2000 (column 'date')\n  hint: correct the year",
        ),
        (
            {"knee__reps": "12-8"},
            (
                "8: this is not a number of repetitions (column 'knee-bend.reps')\n"
                "  hint: write a number from 1 to 200, such as 10, or a range such as 8-12"
            ),
        ),
        (
            {"knee__side": "lft"},
            "9: 'knee-bend.side' cannot have this value\n  hint: did you mean left?",
        ),
        (
            {"knee__side": "both"},
            (
                "9: this exercise works one side at a time (column 'knee-bend.side')\n"
                "  hint: write each, sore, left or right"
            ),
        ),
        (
            {"bridge__side": "left"},
            (
                "10: this exercise moves both sides at once (column 'bridge.side')\n"
                "  hint: write both, or leave the side out"
            ),
        ),
        (
            {"bridge__use": "x"},
            (
                "11: this is neither add nor drop (column 'bridge.use')\n"
                "  hint: write add or drop, or leave the cell empty"
            ),
        ),
        (
            {"bridge__use": "add"},
            (
                "11: this exercise is already on the plan's sheet (column 'bridge.use')\n"
                "  hint: delete it from add"
            ),
        ),
        (
            {"drop": "bridge"},
            (
                "10: the plan changes an exercise that it drops (column 'bridge.side')\n"
                "  hint: keep the change or the drop, not both"
            ),
        ),
        (
            {"drop": "bridge", "bridge__use": "drop", "bridge__side": ""},
            "13: this exercise is named twice here (column 'drop')\n  hint: keep one of the two",
        ),
        (
            {"bridge__use": "drop", "bridge__side": "", "add": "bridge"},
            "12: this exercise is both dropped and added (column 'add')\n  hint: keep one of the two",
        ),
        (
            {"drop": "heel-raise", "add": ""},
            (
                "13: this exercise is not on the plan's sheet (column 'drop')\n"
                "  hint: the sheet has: knee-bend, bridge"
            ),
        ),
        (
            {"add": "heel-rais"},
            (
                "12: this exercise does not exist or cannot be read (column 'add')\n"
                "  hint: did you mean heel-raise?"
            ),
        ),
        (
            {"note": "#N/A"},
            (
                "7: this cell contains a spreadsheet error (column 'note')\n"
                "  hint: correct the cell in the spreadsheet and save the file again"
            ),
        ),
        (
            {"name": "Zo\ufffd"},
            ("1: a character was lost here (U+FFFD) (column 'name')\n  hint: type it again"),
        ),
    ],
)
def test_one_wrong_cell(clinic: Library, cells: dict[str, str], problem: str) -> None:
    assert faults(clinic, row(**cells)) == [f"patients.csv:2:{problem}"]


def test_a_change_of_what_is_not_on_the_sheet(clinic: Library) -> None:
    text = "name,id,sheet,heel-raise.reps\nPat,1,knee,5\n"
    assert faults(clinic, text) == [
        (
            "patients.csv:2:4: the plan changes an exercise that is neither on its sheet nor added"
            " (column 'heel-raise.reps')\n"
            "  hint: add the exercise, or delete the change; the sheet has: knee-bend, bridge"
        )
    ]
    assert orders(clinic, "name,id,sheet,heel-raise.reps,add\nPat,1,knee,5,heel-raise\n").problems == ()


def test_a_plan_that_drops_everything(clinic: Library) -> None:
    text = "name,id,sheet,drop,add\nPat,1,knee,knee-bend; bridge,\nZoë,2,knee,knee-bend bridge,heel-raise\n"
    found = orders(clinic, text)
    assert [entry.number for entry in found.entries] == [2]
    [problem] = lines(found.problems)
    assert problem.startswith("patients.csv:2:4: the plan drops every exercise on its sheet (column 'drop')")


def test_a_language_without_words(clinic: Library) -> None:
    text = "name,id,sheet,lang\nPat,1,knee,es\n"
    assert faults(clinic, text) == [
        "patients.csv:2:4: pages cannot be made in this language (column 'lang')\n  hint: write en"
    ]
    assert orders(clinic, text, languages=["en", "es"]).problems == ()


def test_all_problems_of_a_row(clinic: Library) -> None:
    found = faults(clinic, row(name="", birth_date="31/2/1976", knee__reps="none", time="noon"))
    assert [problem.partition(": ")[0] for problem in found] == [
        f"patients.csv:2:{at}" for at in (1, 3, 6, 8)
    ]


HEADERS = {
    "nam,id,sheet": ["1:1: the column 'nam' is unknown\n  hint: did you mean name?"],
    "name,sheet": ["1:1: the column 'id' is missing\n  hint: add it to the header and fill it in"],
    "name,id": ["1:1: the column 'sheet' is missing\n  hint: add it to the header and fill it in"],
    "name,id,sheet,Birth Date": ["1:4: the column 'birth date' is unknown\n  hint: did you mean birth_date?"],
    "name,id,sheet,knee-bend.rep": [
        "1:4: the column 'knee-bend.rep' names a key that exercises do not have\n  hint: did you mean reps?"
    ],
    "name,id,sheet,knee-bent.reps": [
        (
            "1:4: the column 'knee-bent.reps' names an exercise that does not exist or cannot be read\n"
            "  hint: did you mean knee-bend?"
        )
    ],
    "Jordan Rivera,A-1042,1980-05-02,knee": [
        (
            "1:1: the first row is not a header: the columns name and id are missing\n"
            "  hint: add a first row with the column names, such as name, id, birth_date, sheet"
        )
    ],
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_wrong_header_lets_no_row_through(clinic: Library, header: str) -> None:
    """A dosage in a column that nobody knows would be printed as the sheet has it."""
    found = orders(clinic, f"{header}\n{'x,' * header.count(',')}x\n")
    assert lines(found.problems) == [f"patients.csv:{problem}" for problem in HEADERS[header]]
    assert (found.entries, found.count, found.faulty) == ((), 1, 1)


def test_a_column_of_passwords(clinic: Library) -> None:
    text = "name,id,sheet,E-Mail\nPat,1,knee,pat@example.com\n"
    assert len(faults(clinic, text)) == 1
    [entry] = orders(clinic, text, passwords="E-mail ").entries
    assert entry.password == "pat@example.com"
    assert "pat@example.com" not in repr(entry)
    assert b"pat@example.com" not in entry.canonical()
    [entry] = orders(clinic, "name,id,sheet\nPat,1,knee\n", passwords="none").entries
    assert entry.password == ""


def test_a_bad_row_stops_no_other_and_keeps_its_number(clinic: Library) -> None:
    text = 'name,id,sheet\nPat,1,knee\nRobin,2\n\nSam,3,knee,x\n"Kim,4,knee\nZoë,5,knee\n'
    found = orders(clinic, text)
    assert [(entry.number, entry.source.line) for entry in found.entries] == [(1, 2), (5, 7)]
    assert (found.count, found.faulty) == (5, 3)
    assert [str(problem.source) for problem in found.problems] == [
        "patients.csv:3:2",
        "patients.csv:5:4",
        "patients.csv:6:1",
    ]


@pytest.mark.parametrize(
    ("rows", "good"),
    [
        (["Pat,1,knee"], 1),
        (["Pat,1,knee,,,5"], 0),  # a comma may be missing before the 5
        (["Pat,1,knee,,,5", "Robin,2,knee,,,3"], 2),  # as spreadsheets leave them out, in a run of rows
        (["Pat,1,knee,,,5,", "Robin,2,knee,,,3", "Sam,3,knee,,,3,"], 2),
        (["Pat,1,knee,9:30,Go slowly."], 1),
    ],
)
def test_short_rows(clinic: Library, rows: list[str], good: int) -> None:
    """What is left out at the end is empty; but a number must not move to another dosage unseen."""
    text = "\n".join(["name,id,sheet,time,note,knee-bend.sets,knee-bend.per_day", *rows])
    found = orders(clinic, text)
    assert (len(found.entries), len(found.problems)) == (good, len(rows) - good)


NONE_OF_THEM = "\n  hint: none of these is printed: correct the id, name or birth date, or delete one"


def test_an_id_that_stands_there_twice(clinic: Library) -> None:
    """Each of the rows is told, since nobody can know which of them is wrong."""
    text = "name,id,sheet\nPat,ex-1,knee\nRobin,2,knee\nPAT, EX-1 ,knee\nSam,3,knee\nKim,3,knee\nSam,4,knee\n"
    found = orders(clinic, text)
    assert [entry.number for entry in found.entries] == [2, 6]
    same, other = (
        "this id has the same sheet here as on line",
        "this id has a different name or birth date here than on line",
    )
    assert lines(found.problems) == [
        f"patients.csv:2:2: {same} 4{NONE_OF_THEM}",
        f"patients.csv:4:2: {same} 2{NONE_OF_THEM}",
        f"patients.csv:5:2: {other} 6{NONE_OF_THEM}",
        f"patients.csv:6:2: {other} 5{NONE_OF_THEM}",
    ]
    assert found.faulty == 4
    assert [(entry.number, problem.source) for entry, problem in found.refused] == [
        (1, Source("patients.csv", 2, 2)),
        (3, Source("patients.csv", 4, 2)),
        (4, Source("patients.csv", 5, 2)),
        (5, Source("patients.csv", 6, 2)),
    ]


def test_several_sheets_of_a_patient_stand_together(sheets: Library) -> None:
    """They are printed where the first of them stands; the birth date of one is no conflict."""
    text = (
        "name,id,sheet,birth_date\nPat,1,knee,\nRobin,2,knee,\nPat ,1,hip,1980-05-02\n"
        "Sam,3,hip,\nrobin,2,hip,\nPAT,1,back,\n"
    )
    found = orders(sheets, text)
    assert lines(found.problems) == []
    assert [entry.number for entry in found.entries] == [1, 3, 6, 2, 5, 4]


@pytest.mark.parametrize(
    "rows",
    [
        ("Pat,1,knee,", "Robin,1,hip,"),
        ("Pat,1,knee,1980-05-02", "Pat,1,hip,1980-05-03"),
        ("Pat,1,knee,", "Pat,1,hip,1980-05-02", "Pat,1,back,1981-05-02"),
        ("Pat,1,knee,", "Pat,1,hip,", "Robin,1,back,", "Pat,1,knee,"),
    ],
)
def test_an_id_of_two_patients_is_printed_for_none(sheets: Library, rows: tuple[str, ...]) -> None:
    found = orders(sheets, "\n".join(["name,id,sheet,birth_date", *rows, "Kim,2,knee,"]))
    assert [entry.number for entry in found.entries] == [len(rows) + 1]
    assert len(found.problems) == len(found.refused) == len(rows)
    said = " ".join(lines(found.problems))
    assert not any(word in said for word in ("Pat", "Robin", "1980", "1981"))


def test_an_id_of_a_bad_row_counts_too(clinic: Library) -> None:
    """Which of the two is the patient's cannot be known."""
    found = orders(clinic, "name,id,sheet,time\nPat,1,knee,25:00\nPat,1,knee,\nKim,2,none,\nSam,2,knee,\n")
    assert found.entries == ()
    assert [problem.source.line for problem in found.problems if problem.source] == [2, 2, 3, 4, 4, 5]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(cells=st.lists(CELLS, min_size=13, max_size=14))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_between_two_good_ones(clinic: Library, cells: list[str]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerow(cells)
    good = [GOOD.replace("EX-1", "EX-0001"), GOOD.replace("EX-1", "EX-0002")]
    found = orders(clinic, f"{HEADER}\n{good[0]}\n{stream.getvalue()}{good[1]}\n")
    blank = not any(cell.strip() for cell in cells)
    assert [entry.number for entry in found.entries] == ([1, 2] if blank else [1, 3])
    assert found.faulty == len({problem.source.line for problem in found.problems if problem.source}) != blank
    quoted = [cell for cell in cells if len(cell.strip()) > 6]
    assert not [cell for cell in quoted for problem in lines(found.problems) if cell in problem]


PLAN = "patient: {name: Pat Example, id: EX-1}\ndate: 2026-11-22\nsheet: knee\n"


def folder(library: Library, **plans: str) -> Path:
    at = library.root / "plans"
    (at / "deep.yaml").mkdir(parents=True)
    write(at, {f"{name}.yaml": text for name, text in plans.items()})
    write(at, {".hidden.yaml": "x", "notes.txt": "x", "deep.yaml/x.yaml": "x"})
    return at


def test_a_folder_of_plans(clinic: Library) -> None:
    one = PLAN.replace("date: 2026-11-22\n", "time: 9:30\n") + "exercises: {knee-bend: {side: left}}\n"
    at = folder(clinic, b=PLAN.replace("EX-1", "EX-2"), a=one, c="patient: x\n")
    found = read_orders(at, clinic.root, clinic, GIVEN)
    assert [(entry.number, entry.source) for entry in found.entries] == [
        (1, Source("plans/a.yaml")),
        (2, Source("plans/b.yaml")),
    ]
    assert {problem.source.path for problem in found.problems if problem.source} == {"plans/c.yaml"}
    assert (found.count, found.faulty) == (3, 1)
    first = pickle.loads(pickle.dumps(found.entries[0]))
    plan = first.plan()
    assert (plan.model.time, plan.model.date) == ("09:30", DAY)
    assert plan.at("exercises", "knee-bend", "side") == Source("plans/a.yaml", 4, 31)
    assert first.password == ""


def test_a_plan_file_is_parsed_once(clinic: Library, tmp_path: Path) -> None:
    """It was parsed about seven times in a run: twice to read it, and for each model and each digest."""
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(PLAN.replace("EX-1", f"EX-{name}"), encoding="utf-8")
    parsed = []

    def seen(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_name == "parse" and "content" in code.co_filename:
            parsed.append(frame.f_locals["path"])

    sys.setprofile(seen)
    try:
        found = read_orders(tmp_path, clinic.root, clinic, GIVEN)
        for entry in found.entries:
            assert (entry.plan().model, entry.canonical()) == (entry.plan().model, entry.canonical())
    finally:
        sys.setprofile(None)
    assert [Path(path).name for path in parsed] == ["a.yaml", "b.yaml"]
    assert len(found.entries) == 2


def test_an_entry_of_a_plan_file_takes_little_memory(clinic: Library, tmp_path: Path) -> None:
    """A folder may hold ten thousand: with a `Source` for each value, one took 6 kB."""
    (tmp_path / "one.yaml").write_text(f"{PLAN}note: Go slowly.\nsore_side: left\n", encoding="utf-8")
    [entry] = read_orders(tmp_path, clinic.root, clinic, GIVEN).entries
    assert entry.places is not None
    assert sys.getsizeof(entry.places) + sys.getsizeof(entry.data) < 600
    plan = entry.plan()
    assert plan.at("note").line == 4
    assert plan.at("patient", "id") == Source(entry.source.path, 1, 34)
    assert plan.at("lang") == plan.at()


def test_a_comment_in_the_place_of_a_value_says_nothing(clinic: Library, tmp_path: Path) -> None:
    """What was kept to compare later plans with was none any more: they marked nothing."""
    path = tmp_path / "one.yaml"
    path.write_text(f"{PLAN}sore_side: # ask on Monday\n", encoding="utf-8")
    [entry] = read_orders(path, clinic.root, clinic, GIVEN).entries
    assert entry.plan().model.sore_side is None
    former = former_plan(entry.canonical())
    assert former is not None
    assert former.model == entry.plan().model


@pytest.mark.parametrize(
    ("country", "dates", "day", "born", "told"),
    [
        ("US", None, "Nov 22, 2026", "5/23/1958", ()),
        ("DE", None, "22.11.2026", "23.05.1958", ()),
        ("GB", None, "2026/11/22 00:00:00", "23 May 1958", ()),
        ("US", None, "11/22/2026", "5/6/1958",
         ("birth_date: month, day, year, as US writes it; 1 of its dates can be read in two ways",)),
        ("GB", None, "22/11/2026", "6/5/1958",
         ("birth_date: day, month, year, as GB writes it; 1 of its dates can be read in two ways",)),
        ("GB", "mdy", "22/11/2026", "5/6/1958",
         ("birth_date: month, day, year, as --dates says; 1 of its dates can be read in two ways",)),
    ],
)  # fmt: skip
def test_days_of_a_plan_file_are_read_as_in_tables(
    site: Path, clinic: Library, country: str, dates: Any, day: str, born: str, told: tuple[str, ...]
) -> None:
    write(site, {"content/clinic.yaml": f"{FILES['content/clinic.yaml']}country: {country}\n"})
    text = PLAN.replace("2026-11-22", f'"{day}"').replace("EX-1", f'EX-1, birth_date: "{born}"')
    found = read_orders(folder(clinic, a=text), site, library_of(site), Defaults(DAY, "en", dates=dates))
    assert found.problems == ()
    [entry] = found.entries
    plan = entry.plan().model
    assert plan.date == DAY
    assert str(plan.patient.birth_date) == ("1958-05-06" if told else "1958-05-23")
    assert b"1958-05-" in entry.canonical()
    assert found.told == told


@pytest.mark.parametrize("day", ["5/23/58", "2026-13-01", "31.02.2026", "soon", "2026-W48-7"])
def test_what_is_no_day_in_a_plan_file_is_refused_at_its_place(clinic: Library, day: str) -> None:
    found = read_orders(folder(clinic, a=PLAN.replace("2026-11-22", day)), clinic.root, clinic, GIVEN)
    [line] = lines(found.problems)
    assert line.startswith("plans/a.yaml:2:7: this is not a date\n  hint: write year, month and day")


@pytest.mark.parametrize("key", ["hold", "rest"])
def test_no_dose_is_nothing(site: Path, clinic: Library, key: str) -> None:
    """In exercise, sheet, handout, plan and table alike."""
    says = "is not longer than zero\n  hint: leave the key out, or write 1 s or more"
    for path, old, new in (
        ("content/exercises/knee-bend.yaml", "{reps: 10, hold: 5 s}", f"{{reps: 10, {key}: 0 s}}"),
        ("content/sheets/knee.yaml", "[knee-bend, bridge]",
         f"[{{exercise: knee-bend, dosage: {{{key}: 0 min}}}}, bridge]"),
    ):  # fmt: skip
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        write(site, {path: text.replace(old, new)})
        [line] = [line for line in lines(read_library(site).problems) if says in line]
        assert line.startswith(f"{path}:")
        write(site, {path: text})
    plan = f"{PLAN}exercises: {{knee-bend: {{dosage: {{{key}: 0 s}}}}}}\n"
    [line] = lines(read_orders(folder(clinic, a=plan), clinic.root, clinic, GIVEN).problems)
    assert line.startswith("plans/a.yaml:4:")
    assert f"this {says}" in line
    table = f"name,id,sheet,date,knee-bend.{key}\nPat,EX-1,knee,2026-11-22,0 s\n"
    [line] = faults(clinic, table)
    assert line.startswith("patients.csv:2:5: this is not longer than zero")


def test_canonical_bytes_of_a_plan_file(clinic: Library) -> None:
    at = folder(clinic, a=PLAN, b=f"# two\n{PLAN}", c=PLAN + "note: x\n")
    entries = [
        read_orders(at / f"{name}.yaml", clinic.root, clinic, GIVEN).entries[0].canonical() for name in "abc"
    ]
    assert entries[0] == entries[1] != entries[2]
    other = read_orders(at / "a.yaml", clinic.root, clinic, Defaults(DAY, "en", None, "Sam Sample"))
    assert other.entries[0].canonical() != entries[0]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("knee", "kne"), "3:8: this sheet does not exist or cannot be read"),
        (("2026-11-22", "1999-11-22"), "2:7: the plan's date is before 2000"),
        (("EX-1", "EX-1, birth_date: 2027-01-01"), "1:52: this birth date is after the plan's date"),
        (("sheet: knee", "sheet: knee\ntime: 25:00"), "4:7: this is not a time of day"),
        (
            ("sheet: knee", "sheet: knee\nexercises: {add: [bridge]}"),
            "4:19: this exercise is already on the plan's sheet",
        ),
        (("sheet: knee", "sheet: knee\nexercises: {drop: [bridge, bridge]}"), "4:28: this exercise is named"),
        (("sheet: knee", "sheet: knee\nexercises: {bridge: {side: left}}"), "4:28: this exercise moves both"),
    ],
)
def test_what_is_wrong_with_a_plan_file(clinic: Library, change: tuple[str, str], problem: str) -> None:
    at = folder(clinic, a=PLAN.replace(*change), b=PLAN.replace("EX-1", "EX-2"))
    found = read_orders(at, clinic.root, clinic, GIVEN)
    [line] = lines(found.problems)
    assert line.startswith(f"plans/a.yaml:{problem}")
    assert [entry.number for entry in found.entries] == [2]


def test_plan_files_with_one_id(clinic: Library) -> None:
    found = read_orders(folder(clinic, a=PLAN, b=PLAN), clinic.root, clinic, GIVEN)
    assert lines(found.problems) == [
        f"plans/{a}.yaml:1:34: this id has the same sheet here as in plans/{b}.yaml{NONE_OF_THEM}"
        for a, b in ("ab", "ba")
    ]
    assert (found.entries, found.faulty) == ((), 2)


def test_nothing_to_print(clinic: Library) -> None:
    found = read_orders(folder(clinic), clinic.root, clinic, GIVEN)
    assert lines(found.problems)[0].startswith("plans:1:1: this folder has no plan files")
    found = orders(clinic, "name,id,sheet\n,,\n")
    assert lines(found.problems)[0].startswith("patients.csv:1:1: the table has no rows")
    for name in ("none.csv", "none", "none.yaml"):
        found = read_orders(clinic.root / name, clinic.root, clinic, GIVEN)
        assert lines(found.problems)[0].startswith(f"{name}:1:1: there is no file ")
        assert (found.entries, len(found.problems)) == ((), 1)


def test_entries_hold_little_memory(clinic: Library) -> None:
    import tracemalloc

    rows = "\n".join(GOOD.replace("EX-1", f"EX-{number}") for number in range(2_000))
    path = clinic.root / "patients.csv"
    path.write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
    tracemalloc.start()
    try:
        found = read_orders(path, clinic.root, clinic, GIVEN)
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(found.entries) == 2_000
    assert held < 2_000 * 1_000  # bytes: 10 MB for ten thousand


def test_the_examples_can_be_printed() -> None:
    library = library_of(ROOT)
    for name in ("example-patients.csv", "example-plan.yaml"):
        found = read_orders(ROOT / "content/patients" / name, ROOT, library, Defaults(None, "en"))
        assert found.problems == ()
        assert found.entries


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,id,add\nPat,EX-1,bridge heel-raise\n", (None, "", ("bridge", "heel-raise"), ())),
        ("name,id,sheet,title,add,order\nPat,EX-1,,Your knee,bridge knee-bend,knee-bend\n",
         (None, "Your knee", ("bridge", "knee-bend"), ("knee-bend",))),
        ("name,id,bridge.use,title\nPat,EX-1,add,Your knee\n", (None, "Your knee", ("bridge",), ())),
        ("name,id,sheet,order,title\nPat,EX-1,knee,bridge,Mine\n", ("knee", "Mine", (), ("bridge",))),
    ],
)  # fmt: skip
def test_rows_without_a_sheet_and_with_an_order(clinic: Library, text: str, said: tuple[Any, ...]) -> None:
    found = orders(clinic, text)
    assert found.problems == ()
    plan = found.entries[0].plan().model
    assert (plan.sheet, plan.title or "", plan.exercises.add, plan.exercises.order) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,id,sheet,add\nPat,EX-1,,bridge\n", "patients.csv:2:3: this cell is empty (column 'sheet')"),
        ("name,id,title,add\nPat,EX-1,Mine,\n",
         "patients.csv:2:1: the plan has neither a sheet nor exercises of its own"),
        ("name,id,add,drop\nPat,EX-1,bridge,heel-raise\n",
         "patients.csv:2:4: this exercise is not on the plan's sheet (column 'drop')"),
        ("name,id,add,order\nPat,EX-1,bridge,bridge heel-raise\n",
         "patients.csv:2:4: the order names an exercise that is neither on the plan's sheet nor added"),
        ("name,id,sheet,order\nPat,EX-1,knee,bridge bridge\n",
         "patients.csv:2:4: this exercise is named twice here; keep one of the two"),
        ("name,id,sheet,order\nPat,EX-1,knee,nope\n",
         "patients.csv:2:4: this exercise does not exist or cannot be read"),
        ("name,id,sheet,drop,order\nPat,EX-1,knee,bridge,bridge\n",
         "patients.csv:2:5: this exercise is both dropped and in the order"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_order_or_a_page_without_a_sheet(clinic: Library, text: str, said: str) -> None:
    first = str(orders(clinic, text).problems[0]).partition("\n")[0]
    assert first.startswith(said.partition("; keep")[0])


def test_words_that_name_a_side_are_not_turned_round(site: Path) -> None:
    """The picture would be mirrored, and the steps would name the other leg."""
    one_sided = EXERCISE.replace("side: each", "side: left")
    spoken = one_sided.replace("steps:", "tips:\n  - Keep your left knee straight.\nsteps:")
    write(site, {"content/exercises/knee-bend.yaml": spoken})
    library = read_library(site).library
    assert library is not None
    text = "name,id,add,knee-bend.side\nPat,EX-1,knee-bend,{}\n"
    (problem,) = orders(library, text.format("right")).problems
    assert str(problem.source) == "patients.csv:2:4"
    assert problem.message.startswith("this exercise is worded for the left side")
    assert orders(library, text.format("left")).problems == ()
    write(site, {"content/exercises/knee-bend.yaml": one_sided})
    library = read_library(site).library
    assert library is not None
    assert orders(library, text.format("right")).problems == ()
