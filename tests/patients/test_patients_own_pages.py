"""Plans with and without sheets in one table: listed, read back, put into a packet, compared, purged."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import Result

from clinicpress.patients.filelist import patient_list
from clinicpress.patients.index import IndexRow

pytestmark = pytest.mark.slow

Run = Callable[..., Result]

HEADER = "name,id,birth_date,sheet,title,date,side,note,pages,add,order,bridge.reps,bird-dog.note"
ROWS = (
    "Pat Example,EX-1,1958-05-02,sciatica,,2026-11-22,left,,2,,,,",
    "Pat Example,EX-1,1958-05-02,second,,2026-11-22,right,,,,,,",
    "Robin Sample,EX-2,,,Your WEEK;=1,2026-11-22,both,See you,,bridge bird-dog,bird-dog,5,Go slowly.",
    "Robin Sample,EX-2,,,Another week,2026-11-23,,,2,clamshell bridge,,8 to 12,",
    "Kim Test,EX-3,,,Your back,2026-11-23,left,,,knee-to-chest,,,",
)


@pytest.fixture
def table(workspace: Path) -> Path:
    """A table that mixes them, in a workspace with two sheets."""
    sheets = workspace / "content" / "sheets"
    shutil.copy(sheets / "sciatica.yaml", sheets / "second.yaml")
    path = workspace / "content" / "patients" / "mixed.csv"
    path.write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    return path


def listed(workspace: Path) -> list[dict[str, str]]:
    """The rows of the list of patients' files."""
    path = workspace / "output" / "patients" / "index.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_reads_back_plans_with_and_without_sheets(table: Path, workspace: Path, run: Run) -> None:
    """A page's count of pages was read back as the plan's ``pages``; a plan without both was refused."""
    plan = workspace / "content" / "patients" / "own.yaml"
    plan.write_text(
        "patient: {name: Lee Test, id: EX-4}\ndate: 2026-11-24\npages:\n"
        "exercises: {drop: [], add: [bridge]}\n",
        encoding="utf-8",
    )
    for path in (table, plan):
        result = run("batch", str(path))
        assert result.exit_code == 0, result.stderr
    rows = listed(workspace)
    assert {tuple(row[key] for key in ("name", "sheet", "title", "page_count", "pages")) for row in rows} == {
        ("Pat Example", "sciatica", "", "2", "2"),
        ("Pat Example", "second", "", "1", ""),
        ("Robin Sample", "", "Your WEEK;'=1", "1", ""),
        ("Robin Sample", "", "Another week", "2", "2"),
        ("Kim Test", "", "Your back", "1", ""),
        ("Lee Test", "", "", "1", ""),
    }
    assert {row["plan"] for row in rows} == {"whole"}
    assert "title:" not in (workspace / "output" / "patients" / "index.csv").read_text(encoding="utf-8")
    files = {path: path.read_bytes() for path in (workspace / "output" / "patients").glob("*.pdf")}
    again = run("batch", str(workspace / "output" / "patients" / "index.csv"), "--force")
    assert (again.exit_code, again.stderr) == (0, "")
    assert {path: path.read_bytes() for path in (workspace / "output" / "patients").glob("*.pdf")} == files


def test_regions_are_said_not_to_be_in_the_list(workspace: Path, run: Run) -> None:
    plan = workspace / "content" / "patients" / "own.yaml"
    plan.write_text(
        "patient: {name: Lee Test, id: EX-4}\ndate: 2026-11-24\ntitle: Your Back\nregions: [neck]\n"
        "exercises: {add: [bridge]}\n",
        encoding="utf-8",
    )
    assert run("batch", str(plan)).exit_code == 0
    (row,) = listed(workspace)
    assert (row["sheet"], row["title"], row["add"], row["plan"]) == ("", "Your Back", "bridge", "in part")
    result = run("batch", str(workspace / "output" / "patients" / "index.csv"))
    assert "this list does not contain the whole plan (column 'plan')" in result.stderr
    assert "0 built, 0 unchanged, 1 failed" in result.stdout


def test_a_row_of_an_older_index_shows_no_key() -> None:
    """Where the plan was not kept, its key stood in the column of the sheet."""
    row = IndexRow("a.pdf", "EX-1", "Pat", "", "title:your week", "en", "2026-11-22", "0", state="done")
    cells = next(csv.DictReader(patient_list([row]).decode("utf-8-sig").splitlines()))
    assert (cells["sheet"], cells["title"], cells["plan"]) == ("", "your week", "in part")


def test_a_packet_with_a_cover_is_compared_with_the_table(table: Path, workspace: Path, run: Run) -> None:
    packet = workspace / "output" / "packets" / "mixed.pdf"
    result = run("batch", str(table), "--packet", str(packet), "--cover", "--duplex")
    assert result.exit_code == 0, result.stderr
    assert "5 built, 0 unchanged, 0 failed" in result.stdout
    cover = pypdf.PdfReader(packet).pages[0].extract_text()
    assert [cover.count(name) for name in ("Pat Example", "Robin Sample", "Kim Test")] == [2, 2, 1]
    assert "title:" not in cover
    index = workspace / "output" / "patients" / "index.csv"
    for against in (table, index):
        proved = run("verify", "--plans", str(against))
        assert (proved.exit_code, proved.stderr) == (0, ""), against
    assert run("verify", "--plans", str(table), str(packet)).exit_code == 0


def test_purge_takes_the_older_ones(table: Path, workspace: Path, run: Run) -> None:
    assert run("batch", str(table)).exit_code == 0
    told: dict[str, Any] = json.loads(run("purge", "--before", "2026-11-23", "--json").stdout)
    assert (len(told["plans"]), told["kept"]) == (3, 2)
    assert [row["title"] for row in listed(workspace)] == ["Your back", "Another week"]
