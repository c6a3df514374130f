"""Many plans: exactly the right files, whatever the names; nothing twice; a run that is killed is no loss."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import kill_batch
import pytest
from click.testing import Result
from hard_patients import HardPatient, as_table, hard_patients
from patient_pages import folder_faults
from patient_writer import mode

from clinicpress.build import bodies
from clinicpress.composing.furniture import identity_text
from clinicpress.content import planvalues
from clinicpress.content.models.documents import Plan
from clinicpress.content.tables import orders
from clinicpress.patients import making as planwork
from clinicpress.pdf.strips import DrawnStrip, StripPlace, draw_strip
from clinicpress.typesetting.items import Group

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
MANY, FEW, KILLS = 120, 12, 6


def fill(root: Path, count: int) -> list[HardPatient]:
    patients = hard_patients(count)
    (root / "today.csv").write_bytes(as_table(patients))
    return patients


def contents(root: Path) -> dict[Path, tuple[int, int]]:
    """Every file below the outputs and the cache, with its time of change and its number on the disk."""
    folders = (root / "output", root / ".cache")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files if path.name != ".lock"}


def table(root: Path) -> Path:
    return root / "today.csv"


def test_every_hard_name_has_exactly_its_file(workspace: Path, run: Run) -> None:
    patients = fill(workspace, MANY)
    result = run("batch", str(table(workspace)))
    assert result.exit_code == 1
    assert list(folder_faults(workspace / "output", patients)) == []
    bad = [patient for patient in patients if not patient.printable]
    problems = [line for line in result.stderr.splitlines() if not line.startswith("  hint: ")]
    said = {line.split(": ")[0] for line in problems}
    assert said == {f"today.csv:{patient.line}:1" for patient in bad}
    assert len(problems) == len(bad)
    for patient in bad:
        assert not [secret for secret in patient.secrets if secret in result.output]
    assert f"{MANY - len(bad)} built, 0 unchanged, {len(bad)} failed" in result.stdout


def test_nothing_changed_writes_nothing(workspace: Path, run: Run) -> None:
    patients = [patient for patient in hard_patients(FEW) if patient.printable]
    table(workspace).write_bytes(as_table(patients))
    words = ("batch", str(table(workspace)), "--packet", str(workspace / "output" / "packets" / "a.pdf"))
    assert run(*words).exit_code == 0
    before = contents(workspace)
    result = run(*words)
    assert f"0 built, {len(patients)} unchanged, 0 failed" in result.stdout
    assert contents(workspace) == before


def test_a_plan_that_never_fits_is_no_reason_to_make_a_packet_again(workspace: Path, run: Run) -> None:
    """A row with a name that cannot be printed made the whole packet anew on every run."""
    patients = fill(workspace, FEW)
    words = ("batch", str(table(workspace)), "--packet", str(workspace / "output" / "packets" / "a.pdf"))
    first = run(*words)
    assert first.exit_code == 1
    before = contents(workspace)
    # what is tried again stands in the index meanwhile
    before.pop(workspace / "output" / "patients" / "index.sqlite")
    again = run(*words)
    assert again.exit_code == 1
    assert again.stderr == first.stderr
    good = sum(patient.printable for patient in patients)
    assert f"0 built, {good} unchanged, {FEW - good} failed" in again.stdout
    assert f"{good} patients, {good} pages  unchanged" in again.stdout
    after = contents(workspace)
    del after[workspace / "output" / "patients" / "index.sqlite"]
    assert after == before


def test_one_row_changed_makes_one_file(workspace: Path, run: Run) -> None:
    patients = fill(workspace, FEW)
    run("batch", str(table(workspace)))
    before = contents(workspace)
    text = table(workspace).read_text(encoding="utf-8").replace("See you on Thursday.", "See you soon.", 1)
    table(workspace).write_text(text, encoding="utf-8")
    result = run("batch", str(table(workspace)))
    assert f"1 built, {sum(patient.printable for patient in patients) - 1} unchanged" in result.stdout
    changed = {path.suffix for path, when in contents(workspace).items() if before.get(path) != when}
    # the list of the files holds the note, too
    assert changed == {".pdf", ".sqlite", ".csv"}


def test_a_changed_exercise_makes_the_plans_that_hold_it(workspace: Path, run: Run) -> None:
    rows = "name,id,sheet,date,drop\nPat Example,EX-1,sciatica,2026-11-22,\n"
    table(workspace).write_text(f"{rows}Robin Sample,EX-2,sciatica,2026-11-22,modified-cobra\n", "utf-8")
    run("batch", str(table(workspace)))
    exercise = workspace / "content" / "exercises" / "bridge.yaml"
    exercise.write_text(exercise.read_text("utf-8").replace("reps: ", "reps: 1"), "utf-8")
    assert "0 built, 2 unchanged" in run("batch", str(table(workspace))).stdout
    exercise = workspace / "content" / "exercises" / "knee-to-chest.yaml"
    exercise.write_text(exercise.read_text("utf-8").replace("reps: 3", "reps: 4"), "utf-8")
    assert "2 built, 0 unchanged" in run("batch", str(table(workspace))).stdout


def test_a_row_that_left_the_table_keeps_its_file(workspace: Path, run: Run) -> None:
    """Who is not seen today may be seen tomorrow: only ``purge`` deletes."""
    patients = [patient for patient in hard_patients(FEW) if patient.printable]
    table(workspace).write_bytes(as_table(patients))
    run("batch", str(table(workspace)))
    before = contents(workspace)
    table(workspace).write_bytes(as_table(patients[2:]))
    result = run("batch", str(table(workspace)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert contents(workspace) == before


def test_everything_is_for_its_owner_alone(workspace: Path, run: Run) -> None:
    fill(workspace, FEW)
    run("batch", str(table(workspace)), "--packet", str(workspace / "output" / "packets" / "today.pdf"))
    for folder in ("patients", "packets"):
        assert mode(workspace / "output" / folder) == 0o700
        files = list((workspace / "output" / folder).iterdir())
        assert files
        assert {mode(path) for path in files} == {0o600}


def test_a_page_of_another_patient_takes_down_its_own_row(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    patients = fill(workspace, FEW)
    drawn: list[Sequence[Group]] = []

    def swapped(fields: Sequence[Group], place: StripPlace) -> DrawnStrip:
        drawn.append(fields)
        alike = [each for each in drawn if len(each) == len(fields)]
        return draw_strip(alike[-2 if len(drawn) == 6 else -1], place)

    monkeypatch.setattr(bodies, "draw_strip", swapped)
    result = run("batch", str(table(workspace)), "--jobs", "1")
    assert result.exit_code == 1
    victim = [patient for patient in patients if patient.printable][5]
    assert f"today.csv:{victim.line}:1: page 1 does not bear the name, id and date" in result.stderr
    assert not [secret for patient in patients for secret in patient.secrets[2:] if secret in result.output]
    good = sum(patient.printable for patient in patients)
    assert f"{good - 1} built, 0 unchanged, {FEW - good + 1} failed" in result.stdout
    assert list(folder_faults(workspace / "output", [each for each in patients if each is not victim])) == []
    monkeypatch.undo()
    run("batch", str(table(workspace)))
    assert list(folder_faults(workspace / "output", patients)) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_of_ours_does_not_stop_the_others(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    """An error whose class needs arguments raised another one, and nothing was printed at all."""
    patients = fill(workspace, FEW)

    def broken(plan: object, locale: object, **more: object) -> object:
        text = identity_text(plan, locale, **more)  # type: ignore[arg-type]
        if plan.patient.id == patients[4].id:  # type: ignore[attr-defined]
            text.first.encode("\udcff" + text.first)
        return text

    monkeypatch.setattr(planwork, "identity_text", broken)
    result = run("batch", str(table(workspace)), "--jobs", jobs)
    assert result.exit_code == 1
    assert f"today.csv:{patients[4].line}:1: this plan: unexpected UnicodeEncodeError\n" in result.stderr
    assert "10 built, 0 unchanged, 2 failed" in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="process groups are killed by a signal")
def test_kills_at_any_moment_are_no_loss(workspace: Path) -> None:
    kill_batch.fill(workspace, 40)
    wanted, seconds = kill_batch.undisturbed(workspace)
    assert len(wanted.files) > 36
    assert list(kill_batch.disturbed(workspace, wanted, seconds, KILLS)) == [[]] * KILLS


@pytest.mark.skipif(os.name == "nt", reason="process groups are killed by a signal")
def test_two_runs_at_once(workspace: Path) -> None:
    kill_batch.fill(workspace, 40)
    wanted, _ = kill_batch.undisturbed(workspace)
    kill_batch.clear(workspace)
    both = [kill_batch.start(workspace, subprocess.PIPE) for _ in range(2)]
    errors = [process.communicate(timeout=120)[1] for process in both]
    # some of the names cannot be printed
    assert [process.returncode for process in both] == [1, 1]
    assert sum(b"another clinicpress run is writing there; waiting" in each for each in errors) == 1
    assert list(kill_batch.faults(workspace, wanted)) == []


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_leaves_whole_files_only(workspace: Path) -> None:
    fill(workspace, MANY)
    process = subprocess.Popen(
        [sys.executable, "-m", "clinicpress", *kill_batch.BATCH],
        cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline().startswith("built")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped; finished files are kept" in errors
    assert "Traceback" not in errors
    assert not (workspace / "output" / "packets" / "today.pdf").exists()
    assert list(workspace.rglob(".clinicpress-*")) == []
    for path in (workspace / "output" / "patients").glob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_copied_workspace_makes_the_same_bytes(workspace: Path, run: Run) -> None:
    fill(workspace, FEW)
    run("batch", str(table(workspace)))
    first = kill_batch.snapshot(workspace)
    kill_batch.clear(workspace)
    shutil.rmtree(workspace / ".cache")
    run("batch", str(table(workspace)), "--jobs", "2")
    assert kill_batch.snapshot(workspace) == first


def test_a_plan_is_judged_once(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was when it was read, when it was planned and when it was made."""
    judged: list[str] = []
    encoded: list[object] = []
    validate, canonical = Plan.model_validate, planvalues.canonical

    def counted(values: Any) -> Plan:
        judged.append(values["patient"]["id"])
        return validate(values)

    def counted_bytes(values: object) -> bytes:
        encoded.append(values)
        return canonical(values)

    monkeypatch.setattr(Plan, "model_validate", staticmethod(counted))
    monkeypatch.setattr(orders, "canonical", counted_bytes)
    names = [f"P-{number}" for number in range(FEW)]
    rows = [f"Pat Example,{name},sciatica,2026-11-22" for name in names]
    table(workspace).write_text("\n".join(["name,id,sheet,date", *rows]), encoding="utf-8")
    result = run("batch", str(table(workspace)), "--packet", str(workspace / "packet.pdf"))
    assert f"{FEW} built" in result.stdout
    assert judged == names
    assert len(encoded) == FEW
