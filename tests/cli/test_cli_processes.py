"""Whole processes: interrupts, closed pipes, old consoles, two builds at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CLINICPRESS = [sys.executable, "-m", "clinicpress"]
SHEETS = 12


def start(
    root: Path, *words: str, env: dict[str, str] | None = None, encoding: str = "utf-8"
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*CLINICPRESS, *words],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding=encoding,
        env={**os.environ, **(env or {})},
    )


def partial_files(root: Path) -> list[Path]:
    return list(root.rglob(".clinicpress-*"))


def pdfs(root: Path) -> list[Path]:
    return sorted((root / "output").rglob("*.pdf"))


@pytest.fixture
def many_sheets(workspace: Path) -> Path:
    sheets = workspace / "content" / "sheets"
    for number in range(SHEETS):
        shutil.copy(sheets / "sciatica.yaml", sheets / f"copy-{number:02}.yaml")
    return workspace


def wait_for_pdf(root: Path) -> None:
    """Return when the first file is there."""
    while not pdfs(root):
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C cannot be sent to one process on Windows")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_whole_files_only(many_sheets: Path, jobs: str) -> None:
    process = start(many_sheets, "build", "--jobs", jobs)
    wait_for_pdf(many_sheets)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    # a process may have written a file that it had not told of yet
    assert not output or output.startswith("built")
    assert "stopped" in errors
    assert "Traceback" not in errors
    assert partial_files(many_sheets) == []
    finished = pdfs(many_sheets)
    assert 1 <= len(finished) < SHEETS + 2
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in finished)


PLANS, CHUNK = 60, 16


@pytest.fixture
def many_plans(workspace: Path) -> Path:
    rows = [f"Pat Example,EX-{number:04},sciatica" for number in range(PLANS)]
    (workspace / "today.csv").write_text("\n".join(["name,id,sheet", *rows]), encoding="utf-8")
    return workspace


def workers_of(process: int) -> list[int]:
    """The processes that make chunks for another one."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_worker_costs_the_plans_that_it_made_and_no_others(many_plans: Path) -> None:
    """All plans that were not made yet were lost with it."""
    process = start(many_plans, "batch", "today.csv", "--jobs", "2")
    wait_for_pdf(many_plans)
    workers = workers_of(process.pid)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    lost = errors.count("a worker process stopped before it finished its work")
    assert 1 <= lost <= CHUNK
    assert f"{PLANS - lost} built, 0 unchanged, {lost} failed" in output
    again = start(many_plans, "batch", "today.csv", "--jobs", "2")
    assert f"{lost} built, {PLANS - lost} unchanged, 0 failed" in again.communicate(timeout=120)[0]
    assert partial_files(many_plans) == []


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C cannot be sent to one process on Windows")
def test_ctrl_c_ends_a_batch_with_whole_files(many_plans: Path) -> None:
    """As a terminal does, which sends it to all processes of a run."""
    process = subprocess.Popen(
        [*CLINICPRESS, "batch", "today.csv", "--jobs", "2"], cwd=many_plans, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_pdf(many_plans)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert partial_files(many_plans) == []
    finished = pdfs(many_plans)
    assert 1 <= len(finished) < PLANS
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in finished)


def test_two_builds_at_once(workspace: Path, built_workspace: Path) -> None:
    both = [start(workspace, "build", "--force") for _ in range(2)]
    for process in both:
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert "2 built" in output
    assert partial_files(workspace) == []
    for path in pdfs(workspace):
        assert path.read_bytes() == (built_workspace / path.relative_to(workspace)).read_bytes()
    after = start(workspace, "build")
    assert "0 built, 2 unchanged" in after.communicate(timeout=60)[0]


def test_other_hash_seed_time_zone_and_folder_give_the_same_bytes(
    workspace: Path, built_workspace: Path
) -> None:
    other = workspace.with_name("quite another place")
    workspace.rename(other)
    process = start(other, "build", env={"PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham", "LC_ALL": "C"})
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert len(pdfs(other)) == 2
    for path in pdfs(other):
        assert path.read_bytes() == (built_workspace / path.relative_to(other)).read_bytes()


def test_closed_pipe_is_no_traceback(workspace: Path) -> None:
    process = start(workspace, "list")
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(timeout=60)


def test_console_of_an_old_encoding(workspace: Path) -> None:
    path = workspace / "content" / "handouts" / "sciatica.yaml"
    text = path.read_text(encoding="utf-8").replace("title: Sciatica", "title: Sciática → leg pain")
    path.write_text(text, encoding="utf-8")
    process = start(workspace, "list", env={"PYTHONIOENCODING": "cp1252"}, encoding="cp1252")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "Sciática ? leg pain" in output


def test_json_is_ascii(workspace: Path) -> None:
    path = workspace / "content" / "handouts" / "sciatica.yaml"
    text = path.read_text(encoding="utf-8").replace("title: Sciatica", "title: Sciática")
    path.write_text(text, encoding="utf-8")
    process = start(workspace, "list", "--json", env={"PYTHONIOENCODING": "ascii"})
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "Sciática" in [entry["title"] for entry in json.loads(output)["handouts"]]


def test_debugging_shows_where_a_fault_is(workspace: Path) -> None:
    code = (
        "from clinicpress.proof import conformance as verify\n"
        "verify.verify_pdf = lambda data, pages: 1 / 0\n"
        "from clinicpress.cli.main import cli\n"
        "cli(['build'])\n"
    )
    for debug, wanted in (("", "unexpected ZeroDivisionError"), ("1", "Traceback")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=workspace,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "CLINICPRESS_DEBUG": debug},
        )
        assert done.returncode == 1
        assert wanted in done.stderr
        assert ("Traceback" in done.stderr) == bool(debug)


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal(workspace: Path) -> None:
    import pty

    reading, terminal = pty.openpty()
    process = subprocess.Popen(
        [*CLINICPRESS, "build"],
        cwd=workspace,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(reading, 4096)
        except OSError:  # Linux says so when the last writer is gone
            break
        if not part:
            break
        shown += part
    os.close(reading)
    assert process.wait(timeout=60) == 0
    assert b"building" in shown
    assert b"2/2" in shown
    assert b"output/sheets/sciatica.pdf  1 page" in shown
    assert b"2 built, 0 unchanged, 0 failed" in shown


def test_workspace_is_found_from_a_folder_inside(workspace: Path) -> None:
    process = start(workspace / "content" / "exercises", "list", "sheets")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "sciatica" in output


def test_outside_of_a_workspace(tmp_path: Path) -> None:
    process = start(tmp_path, "build")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert output == ""
    assert "clinic.yaml" in errors
    assert "  hint: " in errors
