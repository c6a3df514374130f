"""What a purge deletes, what it leaves, and that nothing of what it deleted can be read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from patient_writer import KEY, sample_row, write_rows

from clinicpress.patients.filelist import private_name
from clinicpress.patients.folder import INDEX, LIST, LOCK, PatientFolder
from clinicpress.problems import OutputError
from clinicpress.proof.origin import header
from clinicpress.store import files
from clinicpress.store.files import write_if_changed
from clinicpress.tasks.deletion import Purged, purge

DAY = date(2026, 11, 22)
OLD, NEW = sample_row(1, name="Robin Sample", date="2026-11-21"), sample_row(2, date="2026-11-22")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with a plan and a packet of the day before, and of the day."""
    with PatientFolder.open(tmp_path / "patients") as patients:
        write_rows(patients, [OLD, NEW])
        for name, latest in (("old.pdf", "2026-11-21"), ("new.pdf", "2026-11-22")):
            patients.record_packet(tmp_path / "packets" / name, latest)
            write_if_changed(tmp_path / "packets" / name, header("packet"), private=True)
    return tmp_path


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*.pdf")}


def state(out: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*") if path.is_file()}


def test_what_is_dated_before_the_day_is_deleted(out: Path) -> None:
    old = out / "patients" / OLD.file, out / "packets" / "old.pdf"
    assert purge(out, DAY) == Purged((old[0],), (old[1],), 1)
    assert names(out) == {f"patients/{NEW.file}", "packets/new.pdf"}
    with PatientFolder.open(out / "patients") as patients:
        assert patients.index.files("done") == [NEW.file]
        assert list(patients.packets()) == [out / "packets" / "new.pdf"]
        assert patients.index.previous(OLD.id, OLD.sheet, "2026-11-30") is None
        assert patients.index.previous(NEW.id, NEW.sheet, "2026-11-30") == "2026-11-22 first"


def test_nothing_of_a_purged_patient_can_be_read(out: Path) -> None:
    assert b"Robin Sample" in (out / "patients" / INDEX).read_bytes()
    purge(out, DAY)
    for path in (out / "patients").iterdir():
        for text in (OLD.name, OLD.id, OLD.file.removesuffix(".pdf")):
            assert text.encode() not in path.read_bytes(), path.name
    assert b"Pat Example 2" in (out / "patients" / LIST).read_bytes()


def test_a_dry_run_says_the_same_and_changes_nothing(out: Path) -> None:
    (out / "patients" / f".clinicpress-{'0a' * 8}.tmp").write_bytes(b"left")
    before = state(out)
    told = purge(out, DAY, dry_run=True)
    assert state(out) == before
    assert purge(out, DAY) == told


def test_a_purge_with_nothing_to_do_writes_nothing(out: Path) -> None:
    purge(out, DAY)
    before = state(out)
    assert purge(out, DAY) == Purged(kept=1)
    assert state(out) == before


def test_files_that_are_gone_already_are_fine(out: Path) -> None:
    (out / "patients" / OLD.file).unlink()
    (out / "packets" / "old.pdf").unlink()
    assert purge(out, DAY).problems == ()
    with PatientFolder.open(out / "patients") as patients:
        assert patients.index.files("done") == [NEW.file]
        assert len(patients.packets()) == 1


def test_an_earlier_plan_is_forgotten_though_its_file_is_new(out: Path) -> None:
    with PatientFolder.open(out / "patients") as patients:
        write_rows(patients, [sample_row(1, name="Robin Sample", date="2026-11-22", inputs="second")])
        assert patients.index.previous(OLD.id, OLD.sheet, "2026-11-22") == "2026-11-21 first"
    assert purge(out, DAY).plans == ()
    with PatientFolder.open(out / "patients") as patients:
        assert patients.index.previous(OLD.id, OLD.sheet, "2026-11-22") is None
    assert b"2026-11-21 first" not in (out / "patients" / INDEX).read_bytes()


def test_what_a_killed_run_did_not_finish_is_purged_too(out: Path) -> None:
    with PatientFolder.open(out / "patients") as patients:
        patients.begin([OLD])
    assert purge(out, DAY).plans == (out / "patients" / OLD.file,)
    assert names(out) == {f"patients/{NEW.file}", "packets/new.pdf"}


def test_a_file_that_cannot_be_deleted_keeps_its_row(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.unlink

    def busy(self: Path, missing_ok: bool = False) -> None:
        if self.name == OLD.file:
            raise PermissionError(13, "in use")
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", busy)
    result = purge(out, DAY)
    (problem,) = result.problems
    assert problem.hint
    assert problem.message.endswith(f"{OLD.file} could not be deleted: in use")
    assert (result.plans, result.kept) == ((), 2)
    monkeypatch.undo()
    assert purge(out, DAY).plans == (out / "patients" / OLD.file,)


def test_files_that_the_index_does_not_know_are_told(out: Path) -> None:
    stray = out / "patients" / "copy.pdf"
    stray.write_bytes(b"%PDF")
    assert purge(out, DAY).strays == (stray,)
    (out / "patients" / INDEX).unlink()
    assert stray in purge(out, DAY).strays
    assert stray.exists()


def test_what_has_taken_the_place_of_a_packet_is_left_alone(out: Path) -> None:
    packet = out / "packets" / "old.pdf"
    packet.write_bytes(b"%PDF-1.4 the consent form")
    result = purge(out, DAY)
    assert [problem.message for problem in result.problems] == [
        f"{packet.as_posix()} is no longer a clinicpress packet; it was left alone"
    ]
    assert packet.exists()
    assert result.packets == ()


def test_a_packet_elsewhere_is_deleted_and_one_moved_with_its_output_folder(
    out: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("desk") / "today.pdf"
    elsewhere.write_bytes(b"%PDF")
    with PatientFolder.open(out / "patients") as patients:
        patients.record_packet(elsewhere, "2026-11-20")
    moved = out.rename(out.parent / "moved")
    assert set(purge(moved, DAY).packets) == {elsewhere, moved / "packets" / "old.pdf"}
    assert not elsewhere.exists()


def test_an_output_folder_without_patients_is_left_as_it_is(tmp_path: Path) -> None:
    assert purge(tmp_path, DAY) == Purged()
    assert list(tmp_path.iterdir()) == []


def test_a_purge_waits_for_a_run(out: Path) -> None:
    told: list[str] = []
    lock = files.locked(out / "patients" / LOCK, 0, lambda: None)
    with lock, pytest.raises(OutputError, match="another clinicpress run is writing to"):
        purge(out, DAY, wait=0, waiting=lambda: told.append("waits"))
    assert told == ["waits"]


def test_names_of_a_purged_patient_stay_free_of_the_person(out: Path) -> None:
    """What is told of a purge is told to a log: no one is in it."""
    shown = repr(purge(out, DAY))
    assert OLD.file == f"{private_name(KEY, OLD.id, OLD.sheet, 'en')}.pdf"
    assert not [text for text in (OLD.id, OLD.name, OLD.birth_date) if text in shown]
