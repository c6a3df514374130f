"""The machine around clinicpress: what stands in the place of files, closed and full streams, odd places.

Whatever it is, the answer is right work or one clear error, and no run hangs.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from caches import folder_of, kept, kinds, spoil
from click.testing import CliRunner, Result

from clinicpress.cli.main import cli
from clinicpress.store.cache import FILE
from clinicpress.store.regular import open_regular, read_regular

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="pipes, devices and links of POSIX"),
    pytest.mark.slow,
]
CLINICPRESS = [sys.executable, "-m", "clinicpress"]
TRACES = ("Traceback", "unexpected ", "Exception ignored", "bug in clinicpress")
# Long after any run is done: a run that takes it hangs.
TOO_LONG = 120


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(root), *words])


def assert_told(result: Result, *exits: int) -> None:
    assert result.exit_code in exits, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    for trace in TRACES:
        assert trace not in result.output
    if result.exit_code:
        assert "hint:" in result.output or "Error:" in result.output, result.output


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise TimeoutError("this run hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(TOO_LONG)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


# -- something else in the place of a file --


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _socket(path: Path) -> None:
    # the path of a socket may be 107 bytes long, and that of a test is longer
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


OTHERS: dict[str, Callable[[Path], None]] = {
    "pipe": _pipe,
    "socket": _socket,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "loop": lambda path: path.symlink_to(path.name),
    "dangling": lambda path: path.symlink_to("nowhere"),
    "folder": Path.mkdir,
    "empty": Path.touch,
    "binary": _binary,
}
READ = (
    "content/clinic.yaml", "content/sheets/sciatica.yaml", "content/handouts/sciatica.yaml",
    "content/exercises/bridge.yaml", "content/exercises/new.yaml", "assets/layouts/sheet.yaml",
    "assets/brands/advance.yaml", "assets/logos/advance.svg", "assets/pictures/knee.png",
    "assets/fonts/own.ttf", "assets/forms/consent.pdf",
)  # fmt: skip
WRITTEN = (".cache", ".cache/clinicpress", ".cache/clinicpress/cache.sqlite", "output", "output/sheets")


@pytest.fixture
def all_files(workspace: Path) -> Path:
    """A workspace whose content names a picture, a typeface and a form."""
    for name in READ:
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
    handout = workspace / "content/handouts/sciatica.yaml"
    text = handout.read_text(encoding="utf-8")
    picture = "blocks:\n  - picture: {file: assets/pictures/knee.png, alt: A knee., caption: A knee}\n"
    handout.write_text(text.replace("blocks:\n", picture, 1), encoding="utf-8")
    brand = workspace / "assets/brands/advance.yaml"
    brand.write_text(
        brand.read_text(encoding="utf-8") + "typefaces: {regular: assets/fonts/own.ttf}\n", encoding="utf-8"
    )
    clinic = workspace / "content/clinic.yaml"
    clinic.write_text(
        clinic.read_text(encoding="utf-8") + "append: assets/forms/consent.pdf\n", encoding="utf-8"
    )
    return workspace


def put_aside(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("other", OTHERS)
def test_something_else_in_the_place_of_a_file_is_told(all_files: Path, name: str, other: str) -> None:
    """A pipe in the place of a content file hung a build for ever."""
    put_aside(all_files / name)
    OTHERS[other](all_files / name)
    assert_told(run(all_files, "build", "sciatica", "--jobs", "1"), 0, 1, 2)
    assert_told(run(all_files, "check", "--rule", "jargon"), 0, 1, 2)


@pytest.mark.parametrize("other", [name for name in OTHERS if name not in {"folder"}])
@pytest.mark.parametrize("words", [("verify",), ("batch",), ("sheet", "--plan"), ("check",)], ids=" ".join)
def test_a_file_that_is_named_may_be_anything(workspace: Path, other: str, words: tuple[str, ...]) -> None:
    for name in ("x.yaml", "x.csv", "x.pdf"):
        OTHERS[other](workspace / name)
        assert_told(run(workspace, *words, str(workspace / name)), 1, 2) if other != "empty" else run(
            workspace, *words, str(workspace / name)
        )


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("other", [name for name in OTHERS if name != "folder"])
def test_something_else_in_the_place_of_a_folder_is_told(workspace: Path, name: str, other: str) -> None:
    put_aside(workspace / name)
    OTHERS[other](workspace / name)
    result = run(workspace, "build", "sciatica", "--kind", "sheet", "--jobs", "1")
    assert_told(result, *((0,) if name.startswith(".cache") else (1, 2)))
    assert_told(run(workspace, "list"), 0)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    for name, make in OTHERS.items():
        make(tmp_path / name)
        if name in {"empty", "binary"}:
            assert read_regular(tmp_path / name) == (tmp_path / name).read_bytes()
        else:
            with pytest.raises(OSError, match="Errno"):
                open_regular(tmp_path / name)
    for odd in ("a\0b", "x" * 300, "\ud800", "no/such/file"):
        with pytest.raises(OSError, match="Errno"):
            open_regular(tmp_path / odd)


# -- damaged caches --


def _digit(data: bytes) -> bytes:
    """One digit in the second half is another one."""
    at = next((i for i in range(len(data) // 2, len(data)) if data[i : i + 1].isdigit()), None)
    if at is None:
        return data
    return data[:at] + str((int(data[at : at + 1]) + 1) % 10).encode() + data[at + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "nested": lambda _: b"[" * 100_000,
    "other types": lambda _: b'{"inputs": [], "output": 3, "pages": {}, "report": null}',
    "null": lambda _: b"null",
    "binary": lambda _: bytes(range(256)) * 20,
    "one digit": _digit,
    "a line more": lambda data: data + b"\n1",
}


@pytest.mark.parametrize("where", ["entries", "database"])
@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_cache_is_made_again_and_nobody_sees_it(
    built_workspace: Path, tmp_path: Path, kind: str, where: str
) -> None:
    """A digit changed in the cache of a logo was printed; 100,000 brackets broke every run."""
    root = tmp_path / "w"
    shutil.copytree(built_workspace, root)
    # the starter's own figures come with the package
    stand = root / "content/exercises/sit-to-stand.yaml"
    stand.write_text(stand.read_text("utf-8").replace("el: 8}", "el: 9}"), encoding="utf-8")
    run(root, "build", "--kind", "sheet")
    cache = folder_of(root)
    assert kinds(cache) >= {"errors", "figures", "logos", "truth", "receipts", "records"}
    figures, logos = kept(cache, "figures"), kept(cache, "logos")
    made = {path: path.read_bytes() for path in (root / "output").rglob("*.pdf")}
    if where == "entries":
        spoil(cache, DAMAGE[kind])
    else:
        (cache / FILE).write_bytes(DAMAGE[kind]((cache / FILE).read_bytes()))
    assert_told(run(root, "build", "--kind", "sheet", "--jobs", "1"), 0)
    assert {path: path.read_bytes() for path in made} == made
    assert_told(run(root, "build", "--kind", "sheet", "--force", "--jobs", "1"), 0)
    assert {path: path.read_bytes() for path in made} == made
    assert set(kept(cache, "figures")) <= set(figures)
    assert kept(cache, "logos") == logos


# -- standard streams --


def shell(root: Path, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = line.replace("clinicpress", " ".join(CLINICPRESS), 1)
    return subprocess.run(
        ["bash", "-c", command], check=False, cwd=root, capture_output=True, text=True, timeout=TOO_LONG,
        env={**os.environ, **env},
    )  # fmt: skip


STREAMS = {
    "clinicpress list sheets >&-": 0,
    "clinicpress list sheets >&- 2>&- <&-": 0,
    "clinicpress list nonsense 2>&-": 2,
    "clinicpress list sheets > /dev/full": 1,
    "clinicpress list sheets --json > /dev/full": 1,
    "clinicpress list sheets > /dev/full 2> /dev/full": 1,
    "clinicpress --help > /dev/full": 1,
    "clinicpress --version > /dev/full": 1,
    "clinicpress schema sheet > /dev/full": 1,
    "clinicpress build sciatica --json > /dev/full": 1,
    "clinicpress build sciatica > /dev/full": 1,
    "clinicpress build sciatica --kind sheet >&-": 0,
    "clinicpress sheet <&-": 2,
    "clinicpress sheet sciatica <&-": 2,
    "clinicpress list exercises | head -n 1": 0,
    "clinicpress list exercises | true": 0,
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("line", STREAMS)
def test_closed_and_full_streams(workspace: Path, line: str) -> None:
    """Without standard output a build ended with an AttributeError, one to a full disk with 120."""
    done = shell(workspace, line)
    assert done.returncode == STREAMS[line], done.stderr
    for trace in TRACES:
        assert trace not in done.stderr + done.stdout
    if done.returncode == 1 and "2>" not in line:
        assert "the disk is full" in done.stderr


def test_a_file_never_gets_the_number_of_a_closed_stream(workspace: Path) -> None:
    """What was printed would stand in it."""
    done = shell(workspace, "clinicpress build sciatica --kind sheet --force >&- 2>&-")
    assert done.returncode == 0
    assert (workspace / "output/sheets/sciatica.pdf").read_bytes().startswith(b"%PDF-")
    assert shell(workspace, "clinicpress verify output/sheets/sciatica.pdf").returncode == 0


# -- odd places and environments --


ENVIRONMENTS: dict[str, dict[str, str]] = {
    "time zone of another file": {"TZ": ":/etc/passwd"},
    "time zone that is none": {"TZ": "Mars/Phobos"},
    "no home": {"HOME": "/nonexistent"},
    "plain C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "no width": {"COLUMNS": "0", "LINES": "0", "TERM": "dumb"},
}


@pytest.mark.parametrize("kind", ENVIRONMENTS)
def test_odd_environments(workspace: Path, kind: str) -> None:
    line = "clinicpress build sciatica --kind sheet --force"
    done = shell(workspace, line, **ENVIRONMENTS[kind])
    assert done.returncode == 0, done.stderr
    made = (workspace / "output/sheets/sciatica.pdf").read_bytes()
    assert shell(workspace, line).returncode == 0
    assert (workspace / "output/sheets/sciatica.pdf").read_bytes() == made


@pytest.mark.parametrize("words", ["list", "build", "--workspace {root} list", "init new"])
def test_a_folder_that_was_deleted(workspace: Path, words: str) -> None:
    gone = workspace / "gone"
    gone.mkdir()
    done = shell(gone, f"rmdir '{gone}'; clinicpress {words.format(root=workspace)}")
    assert done.returncode == 2
    assert "no longer exists" in done.stderr
    assert "hint:" in done.stderr


@pytest.mark.parametrize(
    "words", ["list", "build sciatica", "sheet sciatica --patient Pat --id EX-1", "check"]
)
def test_a_folder_whose_name_is_no_text(workspace: Path, words: str) -> None:
    odd = workspace.parent / os.fsdecode(b"caf\xe9")
    workspace.rename(odd)
    done = shell(odd, f"clinicpress {words}")
    assert done.returncode == 2
    assert r"caf\xe9" in done.stderr
    assert "hint:" in done.stderr


def test_a_path_that_is_too_long(workspace: Path) -> None:
    deep = workspace
    os.chdir(deep)
    for _ in range(15):
        name = "d" * 200
        Path(name).mkdir()
        os.chdir(name)
    shutil.copytree(workspace / "content", "content")
    done = subprocess.run(
        [*CLINICPRESS, "build"], capture_output=True, text=True, check=False, timeout=TOO_LONG
    )
    os.chdir(Path(__file__).parent)
    assert done.returncode == 2
    assert "the limit is" in done.stderr
    assert not any(trace in done.stderr for trace in TRACES)


@pytest.mark.parametrize("length", [200, 256, 300, 5_000])
@pytest.mark.parametrize(
    "words",
    [
        ("build", "sciatica", "--out"), ("sheet", "sciatica", "--patient", "Pat", "--id", "EX-1", "--out"),
        ("purge", "--before", "2026-01-01", "--out"), ("preview", "sciatica", "--out"), ("check",),
        ("verify",), ("new", "sheet"), ("--workspace",), ("init",), ("batch",),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_names_that_are_too_long(workspace: Path, words: tuple[str, ...], length: int) -> None:
    name = "n" * length
    where = name if words[0] == "new" else str(workspace / name)
    if words == ("--workspace",):
        result = CliRunner().invoke(cli, ["--workspace", where, "list"])
    else:
        result = run(workspace, *words, where)
    assert result.exit_code in ((0, 1, 2) if length == 200 else (1, 2)), result.output
    assert not any(trace in result.output for trace in TRACES), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_packet_whose_name_is_too_long(workspace: Path) -> None:
    table = workspace / "t.csv"
    table.write_text("name,id,sheet,date\nPat,EX-1,sciatica,2026-11-22\n", encoding="utf-8")
    packet = workspace / f"{'n' * 300}.pdf"
    result = run(workspace, "batch", str(table), "--packet", str(packet), "--jobs", "1")
    assert_told(result, 1, 2)
    assert "too long" in result.output


# -- what a run does not use --


def test_a_run_says_only_what_it_uses(workspace: Path) -> None:
    """A broken handout ended a batch of sheets with 1."""
    (workspace / "content/handouts/broken.yaml").write_text("title: [\n", encoding="utf-8")
    (workspace / "content/exercises/Bad Name.yaml").write_text("title: x\n", encoding="utf-8")
    (workspace / "assets/layouts/worse.yaml").write_text("extends: nothing\n", encoding="utf-8")
    table = workspace / "t.csv"
    table.write_text("name,id,sheet,date\nPat,EX-1,sciatica,2026-11-22\n", encoding="utf-8")
    for words in (
        ("batch", str(table), "--jobs", "1"),
        ("sheet", "sciatica", "--patient", "Pat", "--id", "EX-2", "--date", "2026-11-22"),
        ("build", "sciatica", "--jobs", "1"),
    ):
        result = run(workspace, *words)
        assert result.exit_code == 0, result.output
        assert "broken" not in result.output
        assert "Bad Name" not in result.output
        assert "worse" not in result.output
    checked = run(workspace, "check", "--rule", "jargon", "--json")
    paths = {problem["path"] for problem in json.loads(checked.stdout)["problems"]}
    assert {
        "content/handouts/broken.yaml",
        "content/exercises/Bad Name.yaml",
        "assets/layouts/worse.yaml",
    } <= paths
    assert run(workspace, "build", "broken", "--kind", "handout").exit_code != 0
