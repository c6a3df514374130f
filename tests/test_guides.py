"""The how-to pages are carried out as they stand: each in a copy of the package, or in a workspace."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from click.testing import Result
from guides import GUIDES, ROOT, carry_out, copied_package, run

# a copy of the package each, and processes that run it
pytestmark = pytest.mark.slow
Run = Callable[..., Result]
SCIATICA = ("build", "sciatica", "--kind", "sheet")


def printed(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted((root / "output").rglob("*.pdf"))}


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def passes(folder: Path, root: Path, *words: str) -> str:
    done = run(folder, root, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_command(tmp_path: Path, workspace: Path) -> None:
    folder = copied_package(tmp_path / "copy")
    assert carry_out("command", folder) == 2
    listed = passes(folder, workspace, "reviews").splitlines()
    assert "content/exercises/knee-to-chest.yaml: Knee-to-chest stretch" in listed
    assert "reviews" in passes(folder, workspace, "--help")
    assert "Examples:\n    clinicpress reviews\n" in passes(folder, workspace, "reviews", "--help")
    nowhere = run(folder, tmp_path, "reviews")
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (2, False)
    (workspace / "content/exercises/knee-to-chest.yaml").write_text("titel: Knee\n", encoding="utf-8")
    wrong = run(folder, workspace, "reviews")
    assert wrong.returncode == 1
    assert "content/exercises/knee-to-chest.yaml:1:1" in wrong.stderr


def test_furniture(tmp_path: Path, workspace: Path) -> None:
    folder = copied_package(tmp_path / "copy")
    passes(folder, workspace, "build", "--force")
    before = printed(workspace)
    assert carry_out("furniture", folder) == 4
    passes(folder, workspace, "build", "--force")
    assert printed(workspace) == before
    clinic = workspace / "content/clinic.yaml"
    clinic.write_text(clinic.read_text(encoding="utf-8") + "slogan: Move well again!!\n", encoding="utf-8")
    passes(folder, workspace, "build")
    made = sorted((workspace / "output").rglob("*.pdf"))
    assert len(made) == len(before) > 1
    assert all("Move well again!!" in words_of(path) for path in made)
    passes(folder, workspace, "verify", *map(str, made))
    assert "slogan" in json.loads(passes(folder, workspace, "schema", "clinic"))["properties"]
    found = json.loads(run(folder, workspace, "check", "--rule", "emphasis", "--json").stdout)["findings"]
    assert "content/clinic.yaml" in {each["path"] for each in found}


def test_a_paper(tmp_path: Path, workspace: Path) -> None:
    folder = copied_package(tmp_path / "copy")
    assert carry_out("paper", folder) == 1
    text = (GUIDES / "paper.md").read_text(encoding="utf-8")
    builds = re.findall(r"^ +clinicpress (build.*)$", text, re.MULTILINE)
    assert len(builds) == 3
    for words in builds:
        passes(folder, workspace, *words.split(), "--paper", "folio")
    made = sorted((workspace / "output").rglob("*.folio*.pdf"))
    assert len(made) == 4, made
    for path in made:
        with pikepdf.open(path) as opened:
            sizes = {tuple(sorted(float(side) for side in page.mediabox[2:])) for page in opened.pages}
        assert sizes == {(612.0, 936.0)}
    passes(folder, workspace, "verify", *map(str, made))
    schema = json.loads(passes(folder, workspace, "schema", "clinic"))
    assert "folio" in schema["properties"]["paper"]["enum"]


def test_a_paper_on_which_a_sheet_has_no_room(tmp_path: Path, workspace: Path) -> None:
    """It ended in a division by zero."""
    folder = copied_package(tmp_path / "copy")
    carry_out("paper", folder)
    units = folder / "src/clinicpress/units.py"
    units.write_text(
        units.read_text(encoding="utf-8").replace(
            'PaperSize(612.0, 936.0, "Folio")', 'PaperSize(420.0, 595.0, "A5")'
        ),
        encoding="utf-8",
    )
    refused = run(folder, workspace, *SCIATICA, "--paper", "folio")
    assert refused.returncode == 1
    assert "content/sheets/sciatica.yaml:" in refused.stderr
    assert "bug in clinicpress" not in refused.stderr


ROWS = [
    {
        "name": "Pat Example",
        "id": "EX-0001",
        "sheet": "sciatica",
        "date": "2026-11-22",
        "clinician": "Sam Lee, PT",
    },
    {
        "name": "Ana Muster",
        "id": "EX-0002",
        "sheet": "sciatica",
        "date": "2026-11-22",
        "clinician": "Sam Lee, PT",
    },
]


@pytest.fixture(scope="module")
def sourced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that reads JSON Lines."""
    folder = copied_package(tmp_path_factory.mktemp("sourced"))
    assert carry_out("source", folder) == 4
    return folder


def test_a_source_of_patients(sourced: Path, workspace: Path) -> None:
    table = workspace / "today.csv"
    table.write_text(
        "\n".join([",".join(ROWS[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in ROWS)])
        + "\n",
        encoding="utf-8",
    )
    lines = workspace / "today.jsonl"
    lines.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    passes(sourced, workspace, "batch", "today.csv")
    of_csv = printed(workspace)
    assert len(of_csv) == 2
    passes(sourced, workspace, "batch", "today.jsonl", "--force")
    assert printed(workspace) == of_csv
    passes(sourced, workspace, "verify", "--plans", "today.jsonl")

    faulty = [{**ROWS[0], "sheet": "sciatika"}, ROWS[1] | {"birth_date": "2026-13-40"}]
    lines.write_text("\n".join(map(json.dumps, faulty)) + "\n", encoding="utf-8")
    told = run(sourced, workspace, "batch", "today.jsonl", "--dry-run")
    assert told.returncode == 1
    assert "today.jsonl:1:" in told.stderr
    assert "today.jsonl:2:" in told.stderr
    assert "Pat" not in told.stderr + told.stdout


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "today.jsonl"),
        (b'{"name": "Pat Example"', "today.jsonl:1"),
        (b'{"name": "Pat Example"}\n["Pat Example"]\n', "today.jsonl:2"),
        (b'{"name": 7}\n', "today.jsonl:1"),
        (b'{"name": "Zo\xe9"}\n', "today.jsonl:1"),
        (b'{"name": "Pat\\u0007", "id": "EX-0001", "sheet": "sciatica"}\n', "today.jsonl:1:1"),
    ],
    ids=["empty", "cut off", "no object", "no text", "latin-1", "bell"],
)
def test_what_a_source_cannot_read(sourced: Path, workspace: Path, data: bytes, where: str) -> None:
    (workspace / "today.jsonl").write_bytes(data)
    told = run(
        sourced,
        workspace,
        "batch",
        "today.jsonl",
        "--dry-run",
        "--date",
        "2026-11-22",
        "--clinician",
        "Sam Lee",
    )
    assert told.returncode == 1
    assert told.stderr.startswith(where), told.stderr
    assert "Pat" not in told.stderr
    assert "bug in clinicpress" not in told.stderr


def test_a_rule_of_the_check(tmp_path: Path, workspace: Path) -> None:
    folder = copied_package(tmp_path / "copy")
    assert carry_out("check", folder) == 6
    for name in ("checking/test_checking_corpus.py", "support/corpus.py"):
        (folder / "tests" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "tests" / name, folder / "tests" / name)
    words = ("-q", "-c", "/dev/null", "-o", f"pythonpath={folder}/tests/support", "-p", "no:cacheprovider")
    told = run(
        folder, folder, *words, "--rootdir", str(folder), "tests/checking", "-k", "ellipsis", program="pytest"
    )
    assert told.returncode == 0, told.stdout
    assert "3 passed" in told.stdout
    assert "trails off" in passes(folder, workspace, "check", "--explain", "ellipsis")
    exercise = workspace / "content/exercises/bridge.yaml"
    text = re.sub(
        r"^(steps:\n  - ).*$", r"\1Wait a bit...", exercise.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    exercise.write_text(text, encoding="utf-8")
    found = json.loads(run(folder, workspace, "check", "--rule", "ellipsis", "--json").stdout)["findings"]
    assert "content/exercises/bridge.yaml" in {each["path"] for each in found}


def blocks(guide: str) -> Iterator[tuple[str, str]]:
    """Language and text of the code blocks of a page, without what they are indented by."""
    text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    for indent, language, code in re.findall(
        r"^( *)```([a-z]*)\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL
    ):
        yield language, re.sub(rf"^{indent}", "", code, flags=re.MULTILINE)


def test_an_exercise(workspace: Path, run: Run) -> None:
    """Written by `new`, drawn, checked, and used in a sheet, by the commands of the page."""
    commands = [
        line.split()[1:]
        for language, code in blocks("exercise")
        if not language
        for line in code.splitlines()
    ]
    assert [words[0] for words in commands] == ["preview", "preview", "build"]
    named = re.search(
        r"`clinicpress (new exercise [a-z-]+)`", (GUIDES / "exercise.md").read_text(encoding="utf-8")
    )
    assert named
    assert run(*named[1].split()).exit_code == 0
    written = workspace / "content/exercises/ankle-circles.yaml"
    assert yaml.safe_load(written.read_text(encoding="utf-8"))["review"] == {"by": "pending"}
    for words in commands[:2]:
        assert run(*words).exit_code == 0, words
    checked = json.loads(run("check", "--json", str(written)).output)
    assert checked["problems"] == []
    [use] = [yaml.safe_load(code) for language, code in blocks("exercise") if language == "yaml"]
    sheet = workspace / "content/sheets/sciatica.yaml"
    text = sheet.read_text(encoding="utf-8")
    listed = f"exercises: [{', '.join(use['exercises'])}]"
    used, count = re.subn(r"^exercises: .*$", listed, text, flags=re.MULTILINE)
    assert count == 1
    sheet.write_text(used, encoding="utf-8")
    assert run(*commands[2]).exit_code == 0
    assert "Ankle" in words_of(workspace / "output/sheets/sciatica.pdf")


def test_a_layout(workspace: Path, run: Run) -> None:
    """Written by `new`, changed and looked at, by the commands of the page, and named in a sheet."""
    text = (GUIDES / "layout.md").read_text(encoding="utf-8")
    named = re.search(r"`clinicpress (new layout [a-z-]+)`", text)
    assert named
    assert run(*named[1].split()).exit_code == 0
    path = workspace / "assets/layouts/sheet-roomy.yaml"
    head, changes = [code for language, code in blocks("layout") if language == "yaml"]
    assert yaml.safe_load(head).items() <= yaml.safe_load(path.read_text(encoding="utf-8")).items()
    path.write_text(head + changes, encoding="utf-8")
    [commands] = [code.splitlines() for language, code in blocks("layout") if not language]
    assert len(commands) == 3
    for words in commands[1:]:
        folder = str(workspace / "try")
        assert run(*(folder if word == "try" else word for word in words.split()[1:])).exit_code == 0, words
    made = re.findall(r"`(try/sheets/[a-z0-9.-]+)`", text)
    assert len(made) == 2
    assert all((workspace / name).is_file() for name in made)
    sheet = workspace / "content/sheets/sciatica.yaml"
    used = re.sub(
        r"^layout: .*$", "layout: sheet-roomy", sheet.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert "layout: sheet-roomy" in used
    sheet.write_text(used, encoding="utf-8")
    assert run(*SCIATICA).exit_code == 0


def test_every_guide_is_carried_out() -> None:
    """`plans` and `brand` tell of commands, which tests in tests/cli run."""
    code = Path(__file__).read_text(encoding="utf-8") + (ROOT / "tests/test_block_guide.py").read_text(
        "utf-8"
    )
    carried = set(re.findall(r'(?:carry_out|blocks)\("([a-z]+)"', code))
    assert {page.stem for page in GUIDES.glob("*.md")} - carried == {"brand", "plans"}
