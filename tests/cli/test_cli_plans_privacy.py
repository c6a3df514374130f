"""Nothing of a patient stands anywhere but on the pages, and in the index that its owner alone may read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from patient_writer import mode

from clinicpress.build import bodies
from clinicpress.patients import making as planwork

pytestmark = pytest.mark.slow

Run = Callable[..., Result]
# Names that stand nowhere else, and dates as they are written and printed.
SECRETS = (
    "Quillonna", "Testperson", "Wexcombe", "Fictiv", "ZX-73519", "ZX-73520", "ZX-73521", "ZX-73522",
    "1947-03-09", "Mar 9, 1947", "March 9, 1947", "1951-07-31", "Jul 31, 1951", "hunter-two",
)  # fmt: skip
TABLE = """name,id,birth_date,sheet,date,time,note,add
Quillonna Testperson,ZX-73519,1947-03-09,sciatica,2026-11-22,09:30,Dear Quillonna.,
Wexcombe Fictiv,ZX-73520,1951-07-31,sciatica,2026-11-22,,,bridge heel-raise bird-dog dead-bug
Wexcombe \u6837 Fictiv,ZX-73521,1951-07-31,sciatica,2026-11-22,,,
Quillonna Testperson,ZX-73522,09.03.47,sciatica,2026-11-22,,,
"""
TWICE = "Wexcombe Fictiv,ZX-73519,1951-07-31,sciatica,2026-11-22,,,,hunter-two\n"
BATCH = ("batch", "today.csv", "--packet", "output/packets/today.pdf")


@pytest.fixture
def private(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CLINICPRESS_DEBUG", raising=False)
    monkeypatch.chdir(workspace)
    (workspace / "today.csv").write_text(TABLE, encoding="utf-8")
    return workspace


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every text of a file that is not drawn on a page: of its objects, and its metadata."""
    parts = (page.obj["/Contents"] for page in pdf.pages)
    contents = {
        each.objgen for part in parts for each in (part if isinstance(part, pikepdf.Array) else (part,))
    }
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.objgen not in contents:
            yield thing.read_bytes().decode("latin-1")
            yield thing.read_bytes().decode("utf-16-be", "replace")
        yield from _texts(thing, 0)


def _texts(thing: object, depth: int) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
        yield bytes(thing).decode("latin-1")
    elif depth > 20 or (depth and getattr(thing, "is_indirect", False)):
        return
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118  (a stream cannot be iterated over)
            yield key
            yield from _texts(thing[key], depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _texts(item, depth + 1)


@pytest.mark.parametrize("more", [(), ("--json",), ("--jobs", "2", "--json"), ("--dry-run",)], ids=" ".join)
def test_nothing_is_told(private: Path, run: Run, more: tuple[str, ...]) -> None:
    for table in (TABLE, TABLE + TWICE, TABLE.replace("name,id", "nam,id"), TABLE[TABLE.index("\n") + 1 :]):
        (private / "today.csv").write_text(table, encoding="utf-8")
        result = run(*BATCH, *more)
        assert result.exit_code in (0, 1)
        assert leaks(result.output) == []
        assert "Traceback" not in result.output


@pytest.mark.parametrize("more", [(), ("--encrypt", "pw")], ids=["open", "locked"])
def test_nothing_stands_beside_the_pages(private: Path, run: Run, more: tuple[str, ...]) -> None:
    if more:
        header, *rows = TABLE.splitlines()
        locked_table = "\n".join([f"{header},pw", *(f"{row},hunter-two" for row in rows)])
        (private / "today.csv").write_text(locked_table, encoding="utf-8")
    result = run(*BATCH, *more)
    assert "1 built, 0 unchanged, 3 failed" in result.stdout
    made = [
        path
        for path in private.rglob("*")
        if path.is_relative_to(private / "output") or ".cache" in path.parts
    ]
    assert leaks("\n".join(path.relative_to(private).as_posix() for path in made)) == []
    for path in made:
        if path.is_file() and path.name not in ("index.csv", "index.sqlite"):
            assert leaks(path.read_bytes().decode("latin-1")) == [], path
    pdfs = [path for path in made if path.suffix == ".pdf"]
    assert len(pdfs) == 2
    for path in pdfs:
        locked = bool(more) and path.parent.name == "patients"
        with pikepdf.open(path, password="hunter-two" if locked else "") as pdf:
            assert pdf.is_encrypted == locked
            texts = list(strings(pdf))
        assert any("clinicpress" in text for text in texts)
        assert leaks("\n".join(texts)) == []


def test_everything_is_for_its_owner_alone(private: Path, run: Run) -> None:
    old = os.umask(0)
    try:
        run(*BATCH)
    finally:
        os.umask(old)
    for name in ("patients", "packets"):
        folder = private / "output" / name
        assert mode(folder) == 0o700
        assert {mode(path) for path in folder.iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_is_seen_while_it_is_made(private: Path, tmp_path: Path) -> None:
    """Names of temporary files, and the command lines of the processes, all the time."""
    rows = TABLE.splitlines()[1]
    many = [rows.replace("ZX-73519", f"ZX-73519-{number}") for number in range(60)]
    (private / "today.csv").write_text("\n".join([TABLE.partition("\n")[0], *many]), encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "clinicpress", *BATCH, "--jobs", "2"],
        cwd=private, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    )  # fmt: skip
    names: set[str] = set()
    lines: set[str] = set()
    while process.poll() is None:
        for folder in (private / "output" / "patients", private / "output" / "packets", scratch):
            if folder.is_dir():
                names |= {path.name for path in folder.iterdir()}
        lines |= set(command_lines(process.pid))
        time.sleep(0.005)
    assert process.stdout
    assert leaks(process.stdout.read()) == []
    process.stdout.close()
    assert process.returncode == 0
    assert len(names) > 60
    assert lines
    assert leaks("\n".join([*names, *lines])) == []
    assert list(scratch.iterdir()) == []


def command_lines(session: int) -> Iterator[str]:
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and os.getsid(int(folder.name)) == session:
                yield (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:  # it has ended meanwhile
            continue


def broken(*words: object, **_: object) -> object:
    """Fails with an error that says what the plan says."""
    raise ValueError(f"Quillonna Testperson, ZX-73519: {words!r}")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("module", "name"), [(bodies, "draw_strip"), (planwork, "identity_text"), (bodies, "draw")]
)
def test_a_fault_of_ours_tells_nothing(
    private: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    module: object, name: str, jobs: str,
) -> None:  # fmt: skip
    """What an unforeseen error says was printed, and a worker printed its whole traceback."""
    monkeypatch.setattr(module, name, broken)
    for more in ((), ("--json",)):
        result = run(*BATCH, "--jobs", jobs, *more)
        assert result.exit_code == 1
        assert "unexpected ValueError" in result.output
        printed = capfd.readouterr()
        assert leaks(result.output + printed.out + printed.err) == []
        assert "Traceback" not in result.output + printed.out + printed.err
        assert list(private.rglob(".clinicpress-*")) == []


def test_one_sheet_tells_nothing_either(private: Path, run: Run) -> None:
    words = ("sheet", "sciatica", "--patient", "Quillonna Testperson", "--id", "ZX-73519", "--birth-date")
    for more in (
        ("1947-03-09",),
        ("1947-03-09", "--json"),
        ("09.03.1947",),
        ("1947-03-09", "--add", "Fictiv"),
    ):
        assert leaks(run(*words, *more).output) == []


def test_what_is_compared_tells_nothing(private: Path, run: Run) -> None:
    run(*BATCH)
    (private / "today.csv").write_text(TABLE.replace("2026-11-22", "2026-11-23"), encoding="utf-8")
    for more in ((), ("output/packets/today.pdf",), ("--json",)):
        result = run("verify", "--plans", "today.csv", *more)
        assert result.exit_code == 1
        assert leaks(result.output) == []
