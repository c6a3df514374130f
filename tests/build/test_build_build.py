"""What is built, what is left alone, and what the receipts say."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from caches import folder_of, kept, spoil

from clinicpress.build import inputs
from clinicpress.build.building import build
from clinicpress.build.jobs import Job, Outcome, Request
from clinicpress.build.receipts import Receipt, is_current, read_receipt, write_receipt
from clinicpress.build.selection import select
from clinicpress.content import workspace as workspaces
from clinicpress.content.models.library import Library, Reading
from clinicpress.content.reader import read_library
from clinicpress.content.workspace import workspace_digest
from clinicpress.problems import Problem, UsageError
from clinicpress.store.cache import Cache, workspace_cache
from clinicpress.store.digests import digest_of, installed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def library_of(root: Path) -> Library:
    reading = read_library(root)
    assert reading.library is not None
    return reading.library


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def sheet_job(library: Library, out: Path) -> Job:
    return Job("sheet", "sciatica", out / "sheets" / "sciatica.pdf", layout="sheet", paper="letter")


def test_selection_of_everything(built_workspace: Path) -> None:
    selection = select(read_library(built_workspace), Request())
    assert [(job.kind, job.id, job.layout) for job in selection.jobs] == [
        ("handout", "low-back-strength", "handout"),
        ("handout", "sciatica", "handout"),
        ("sheet", "low-back-strength", "sheet-compact"),
        ("sheet", "sciatica", "sheet"),
        ("sheet", "sit-to-stand", "sheet-steps"),
    ]
    assert selection.blocked == ()


def test_a_name_of_both_kinds_selects_both_once(built_workspace: Path) -> None:
    selection = select(read_library(built_workspace), Request(names=("sciatica", "sciatica")))
    assert [job.kind for job in selection.jobs] == ["handout", "sheet"]


def test_all_unknown_names_are_told_at_once(built_workspace: Path) -> None:
    with pytest.raises(UsageError) as caught:
        select(read_library(built_workspace), Request(names=("gout", "sciatca", "sciatica")))
    assert [problem.message for problem in caught.value.problems] == [
        "there is no handout or sheet named 'gout'",
        "there is no handout or sheet named 'sciatca'",
    ]


def test_documents_that_cannot_be_read_are_known_by_name() -> None:
    problem = Problem("wrong", "mend it")
    reading = Reading(None, (problem,), {("sheet", "knee"): (problem,), ("exercise", "knee"): (problem,)})
    selection = select(reading, Request(names=("knee",)))
    assert selection.jobs == ()
    assert selection.blocked == (Outcome("sheet", "knee", "failed", problems=(problem,)),)


def test_another_engine_builds_everything_again(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(workspace, Request())
    monkeypatch.setattr(inputs, "engine_digest", lambda: "another")
    monkeypatch.setattr(workspaces, "engine_digest", lambda: "another")
    assert [outcome.status for outcome in build(workspace, Request()).outcomes] == ["built", "built"]


def test_versions_of_all_that_the_package_needs_are_seen() -> None:
    from importlib.metadata import requires, version

    seen = {name.lower().replace("-", "_") for name in installed()}
    needed = [line for line in requires("clinicpress") or () if "extra ==" not in line]
    assert len(needed) > 15
    for name in (re.split(r"[^\w-]", line)[0] for line in needed):
        assert f"{name}_{version(name)}.dist_info".lower().replace("-", "_") in seen


# -- receipts --


def test_receipt_round_trip(tmp_path: Path) -> None:
    receipt = Receipt("in", "out", 2, {"text_size": 12.5, "dropped": ["web"]})
    with workspace_cache(tmp_path) as cache:
        write_receipt(cache, tmp_path / "a.pdf", receipt)
    assert read_receipt(cache, tmp_path / "a.pdf") == receipt
    assert read_receipt(cache, tmp_path / "b.pdf") is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"inputs": "x"}', '{"inputs": 1, "pages": "many"}'])
def test_damaged_receipt_costs_a_build_only(tmp_path: Path, damage: str) -> None:
    cache = workspace_cache(tmp_path)
    write_receipt(cache, tmp_path / "a.pdf", Receipt("in", "out", 2, {}))
    spoil(folder_of(tmp_path), lambda _: damage.encode())
    assert read_receipt(cache, tmp_path / "a.pdf") is None


def test_receipt_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way", encoding="utf-8")
    cache = workspace_cache(tmp_path)
    write_receipt(cache, tmp_path / "a.pdf", Receipt("in", "out", 2, {}))
    assert read_receipt(cache, tmp_path / "a.pdf") is None


def test_is_current_only_if_inputs_and_file_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"pdf")
    receipt = Receipt("in", digest_of(b"pdf"), 1, {})
    assert is_current(receipt, "in", path)
    assert not is_current(receipt, "other", path)
    assert not is_current(receipt, "in", tmp_path / "b.pdf")
    path.write_bytes(b"pdg")
    assert not is_current(receipt, "in", path)


# -- the whole workspace --


def test_workspace_digest_sees_every_file_that_counts(workspace: Path, tmp_path: Path) -> None:
    before = workspace_digest(workspace)
    assert before == workspace_digest(workspace)
    digests_seen = {before}
    for name in ("content/new.yml", "content/sheets/x.yaml", "assets/pictures/y.png"):
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_bytes(b"new")
        digests_seen.add(workspace_digest(workspace))
    edit(workspace / "content" / "clinic.yaml", "0142", "0143")
    digests_seen.add(workspace_digest(workspace))
    assert len(digests_seen) == 5


def test_workspace_digest_leaves_patients_alone(workspace: Path) -> None:
    before = workspace_digest(workspace)
    (workspace / "content" / "patients").mkdir(exist_ok=True)
    with_folder = workspace_digest(workspace)
    (workspace / "content" / "patients" / "a-1042.yaml").write_text("made up", encoding="utf-8")
    assert workspace_digest(workspace) == with_folder
    assert before is not None


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_workspace_with_links_is_read_every_time(workspace: Path, tmp_path: Path) -> None:
    """What a link leads to may change without a change in the workspace."""
    sheet = workspace / "content" / "sheets" / "sciatica.yaml"
    sheet.rename(tmp_path / "elsewhere.yaml")
    sheet.symlink_to(tmp_path / "elsewhere.yaml")
    assert workspace_digest(workspace) is None


def test_problem_in_a_file_that_no_document_uses_is_told_every_time(workspace: Path) -> None:
    build(workspace, Request())
    (workspace / "content" / "exercises" / "half-done.yaml").write_text("title: Half\n", encoding="utf-8")
    for _ in range(2):
        result = build(workspace, Request())
        assert not result.ok
        assert [outcome.status for outcome in result.outcomes] == ["unchanged", "unchanged"]


def test_a_request_is_not_taken_for_another(workspace: Path) -> None:
    build(workspace, Request())
    result = build(workspace, Request(names=("sciatica",), kind="sheet"))
    assert [(outcome.kind, outcome.status) for outcome in result.outcomes] == [("sheet", "unchanged")]
    with pytest.raises(UsageError):
        build(workspace, Request(names=("gout",)))


# -- build --


def test_pdf_with_a_fault_never_reaches_the_disk(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinicpress.proof import conformance as verify

    build(workspace, Request(kind="sheet"))
    before = (workspace / "output" / "sheets" / "sciatica.pdf").read_bytes()
    monkeypatch.setattr(verify, "verify_pdf", lambda data, pages: ("a tag is missing",))
    edit(workspace / "content" / "clinic.yaml", "0142", "0143")
    result = build(workspace, Request())
    assert [outcome.status for outcome in result.outcomes] == ["failed", "failed"]
    assert {problem.message for problem in result.all_problems} == {"sciatica.pdf: a tag is missing"}
    assert (workspace / "output" / "sheets" / "sciatica.pdf").read_bytes() == before
    assert not (workspace / "output" / "handouts").exists()


def test_same_bytes_from_same_inputs_are_read_back_once(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinicpress.proof import conformance as verify

    seen: list[int] = []
    real = verify.verify_pdf

    def count(data: bytes, *, pages: int | None = None) -> tuple[str, ...]:
        seen.append(len(data))
        return real(data, pages=pages)

    monkeypatch.setattr(verify, "verify_pdf", count)
    build(workspace, Request())
    assert len(seen) == 2
    build(workspace, Request(force=True))
    assert len(seen) == 2
    edit(workspace / "content" / "clinic.yaml", "0142", "0143")
    build(workspace, Request())
    assert len(seen) == 4


def test_progress_counts_every_document(workspace: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build(workspace, Request(), lambda outcome, done, total: seen.append((outcome.status, done, total)))
    assert seen == [("built", 1, 2), ("built", 2, 2)]


def test_result_names_every_problem_once(workspace: Path) -> None:
    edit(workspace / "content" / "exercises" / "knee-to-chest.yaml", "why:", "wy:")
    result = build(workspace, Request())
    assert not result.ok
    assert [outcome.status for outcome in result.outcomes] == ["failed", "failed"]
    assert len(result.all_problems) == len(set(result.all_problems))
    assert set(result.outcomes[0].problems) <= set(result.all_problems)


def test_nothing_that_is_unchanged_loads_reportlab_or_numpy(built_workspace: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from clinicpress.build.building import build\n"
        "from clinicpress.build.jobs import Request\n"
        "result = build(Path(), Request())\n"
        "assert [o.status for o in result.outcomes] == ['unchanged'] * 5, result\n"
        "assert not {'reportlab', 'numpy', 'shapely', 'pypdf', 'pydantic'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built_workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_building_with_figures_cached_loads_no_numpy(workspace: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from clinicpress.build.building import build\n"
        "from clinicpress.build.jobs import Request\n"
        "assert build(Path(), Request()).ok\n"
        "assert not {'numpy', 'shapely'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_receipts_hold_no_words_of_content(built_workspace: Path) -> None:
    receipts = kept(folder_of(built_workspace), "receipts")
    assert receipts
    for data in receipts:
        assert set(json.loads(data)) == {"inputs", "output", "pages", "report"}


# -- figures --


def test_a_figure_is_judged_once(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clinicpress.build import artwork as figures

    # of the starter's own figures, the package brings the judgement along
    path = workspace / "content/exercises/sit-to-stand.yaml"
    path.write_text(path.read_text("utf-8").replace("el: 8}", "el: 9}"), encoding="utf-8")
    exercise = library_of(workspace).exercises["sit-to-stand"]
    cache = Cache(workspace / "cache")
    assert list(figures.figure_problems(exercise, cache)) == []

    def judged(figure: object) -> tuple[tuple[str, str, int], ...]:
        return (("frame 1: wrong", "", 1),)

    monkeypatch.setattr(figures, "judgement_of", judged)
    assert list(figures.figure_problems(exercise, cache)) == []
    spoil(workspace / "cache", lambda _: b"{", "truth")
    (problem,) = figures.figure_problems(exercise, cache)
    assert problem.message == "frame 1: wrong"
    assert problem.source == exercise.at("figure", "frames", 0)
    assert exercise.id in problem.hint
    monkeypatch.undo()
    assert [found.message for found in figures.figure_problems(exercise, cache)] == ["frame 1: wrong"]


def test_a_judgement_that_cannot_be_kept_is_no_error(workspace: Path) -> None:
    from clinicpress.build.artwork import figure_problems

    (exercise, *_) = library_of(workspace).exercises.values()
    (workspace / "cache").write_text("in the way", encoding="utf-8")
    assert list(figure_problems(exercise, Cache(workspace / "cache"))) == []
