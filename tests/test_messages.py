"""The catalogue of messages: each is there, used, and told with the fields that it has."""

from __future__ import annotations

import ast
import json
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner

import clinicpress
from clinicpress import messages
from clinicpress.cli.main import cli
from clinicpress.messages import CATALOGUE, Catalogue, CatalogueError, linked, say

PACKAGE = Path(clinicpress.__file__).parent
LINE = re.compile(r"(?P<key>[a-z][a-z0-9.-]*): (?P<value>.+)")
# What may hold words of a message is called by one of these.
TOLD = {
    "Problem",
    "Hit",
    "Doubt",
    "Flaw",
    "UsageError",
    "BadParameter",
    "echo",
    "prompt",
    "fail",
    "misfit",
    "fault",
    "in_frame",
    "LostTarget",
}
# What users see of a ValueError: where pydantic calls.
VALIDATE = ("content/models/", "units.py")


@cache
def catalogue() -> dict[str, str | dict[str, str]]:
    lines = (LINE.fullmatch(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines())
    return {line["key"]: json.loads(line["value"]) for line in lines if line is not None}


class Call(NamedTuple):
    """A call of say, later or linked with a key that stands in the code: its fields by name."""

    place: str
    function: str
    key: str
    fields: frozenset[str]


@cache
def calls() -> tuple[Call, ...]:
    return tuple(call for path in sorted(PACKAGE.rglob("*.py")) for call in _calls(path))


def _calls(path: Path) -> Iterator[Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first, function = node.args[0], node.func.id
        if function not in ("say", "later", "linked") or not isinstance(first, ast.Constant):
            continue
        place = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
        assert isinstance(first.value, str), place
        fields = {str(each.arg) for each in node.keywords}
        if function == "later":
            fields = {each.value for each in node.args[1:] if isinstance(each, ast.Constant)}  # type: ignore[misc]
        if function == "linked":
            fields = {"first", "last"}
        yield Call(place, function, first.value, frozenset(fields))


def forms(message: str | dict[str, str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def fields_of(message: str | dict[str, str]) -> set[str]:
    found = {
        str(name) for form in forms(message) for _, name, _, _ in Formatter().parse(form) if name is not None
    }
    return found | (set() if isinstance(message, str) else {"count"})


def test_each_key_is_in_the_catalogue() -> None:
    assert [f"{call.place} {call.key}" for call in calls() if call.key not in catalogue()] == []


def test_each_message_is_used() -> None:
    used = {call.key for call in calls()}
    assert sorted(catalogue().keys() - used - {"plurals"}) == []


def test_each_call_gives_the_fields_that_the_message_has() -> None:
    wrong = [
        f"{call.place} {call.key}: {sorted(call.fields)}, but {sorted(fields_of(catalogue()[call.key]))}"
        for call in calls()
        if call.key in catalogue() and call.fields != fields_of(catalogue()[call.key])
    ]
    assert wrong == []


def test_fields_have_names() -> None:
    names = {name for message in catalogue().values() for name in fields_of(message)}
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


def test_the_catalogue_is_yaml_that_reads_the_same() -> None:
    """It is read line by line, without a reader of YAML; an editor must see what users see."""
    text = CATALOGUE.read_text(encoding="utf-8")
    assert yaml.safe_load(text) == catalogue()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if LINE.fullmatch(line) is None] == []
    keys = [line.partition(":")[0] for line in lines]
    assert len(keys) == len(set(keys))
    assert keys == ["plurals", *sorted(keys[1:], key=lambda key: key.split("."))]


def test_plural_messages_have_the_forms_of_the_language() -> None:
    plurals = catalogue()["plurals"]
    assert isinstance(plurals, dict)
    wanted = [*plurals, "other"]
    assert [
        k for k, v in catalogue().items() if isinstance(v, dict) and k != "plurals" and [*v] != wanted
    ] == []


def _words(node: ast.expr) -> bool:
    """Whether a literal holds words, not only signs between what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.Constant) and _words(each) for each in node.values)
    if isinstance(node, ast.IfExp):
        return _words(node.body) or _words(node.orelse)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.search("[a-z]{2} ?", node.value))
    )


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_no_message_stands_in_the_code(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in TOLD or (
                name == "ValueError" and path.relative_to(PACKAGE).as_posix().startswith(VALIDATE)
            ):
                spoken = [each for each in node.args if _words(each) and " " in ast.unparse(each)]
                assert not spoken, f"{path.name}:{node.lineno} {ast.unparse(spoken[0])}"


def test_messages_are_told() -> None:
    assert say("cli.pages", count=1) == "1 page"
    assert say("cli.pages", count=0) == "0 pages"
    assert linked("list.or", ["a", "b", "c"]) == "a or b or c"
    with pytest.raises(KeyError):
        say("no.such-message")
    with pytest.raises(KeyError):
        say("cli.warning")


def test_another_language_has_other_plurals(tmp_path: Path) -> None:
    """Polish has three: for 1, for 2 to 4 but not 12 to 14, and for the others."""
    few = "n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)"
    file = tmp_path / "pl.yaml"
    file.write_text(f'plurals: {{"one": "n == 1", "few": "{few}"}}\n', encoding="utf-8")
    polish = Catalogue(file)
    assert [polish.form(count) for count in (1, 3, 5, 13, 22)] == ["one", "few", "other", "other", "few"]


@pytest.mark.parametrize("text", ["", "list.none: none\n", 'list.none: "no\n', "\x00\n"])
def test_a_damaged_catalogue_is_told_plainly(tmp_path: Path, text: str) -> None:
    file = tmp_path / "en.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"en\.yaml is missing or damaged; install clinicpress again"):
        Catalogue(file).message("list.none")
    file.write_bytes(b"list.none: \xff\n")
    with pytest.raises(CatalogueError):
        Catalogue(file).message("list.none")


RUN = (
    "import sys, pathlib; from clinicpress import messages; messages.CATALOGUE = pathlib.Path('gone.yaml')\n"
)
RUN += "from clinicpress.cli.main import main; sys.argv = ['clinicpress', {words}]; main()"


@pytest.mark.parametrize("words", ["'list', 'layout', 'nowhere'", "'build', 'nothing'", "'check', 'nowhere'"])
def test_without_its_catalogue_a_command_ends_with_one_line(words: str) -> None:
    code = RUN.format(words=words)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "gone.yaml is missing or damaged; install clinicpress again\n",
    )


WATCH = """
import sys
def hook(event, args):
    if event == "open" and str(args[0]).replace("\\\\", "/").endswith("messages/en.yaml"):
        print("READ", file=sys.stderr)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("words", [["--help"], ["list"], ["--version"], ["schema", "exercise"]], ids=" ".join)
def test_a_run_that_says_nothing_reads_no_catalogue(words: list[str]) -> None:
    code = f"{WATCH}from clinicpress.cli.main import cli\ncli({words!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "READ" not in done.stderr


def test_no_module_says_anything_as_it_is_loaded() -> None:
    names = [
        each.name
        for each in pkgutil.walk_packages([str(PACKAGE)], "clinicpress.")
        if "__main__" not in each.name
    ]
    code = f"{WATCH}import importlib\nfor name in {names!r}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "READ" not in done.stderr
    assert "clinicpress.cli.main" in names


def test_a_message_is_found_without_a_reader_of_yaml() -> None:
    code = (
        "import sys; from clinicpress.messages import say; say('list.none'); sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_another_wording_makes_no_page_again(tmp_path: Path) -> None:
    """The words of pages are a part of what draws them, those of messages are none."""
    copy = tmp_path / "clinicpress"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("packed", "__pycache__"))
    code = "from clinicpress.store.digests import engine_digest; print(engine_digest())"

    def digest() -> str:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        run = [sys.executable, "-c", code]
        return subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout

    first = digest()
    (copy / "locales" / "messages" / "en.yaml").write_text("other words", encoding="utf-8")
    assert digest() == first
    (copy / "locales" / "en.yaml").write_text("other words", encoding="utf-8")
    assert digest() != first


def test_an_error_that_is_kept_is_told_in_the_words_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the check finds is kept; a new wording must not wait until the content is other."""
    file = tmp_path / "en.yaml"
    file.write_bytes(CATALOGUE.read_bytes())
    monkeypatch.setattr(messages, "CATALOGUE", file)
    assert messages.catalogue_bytes() == CATALOGUE.read_bytes()
    workspace = tmp_path / "clinic"
    runner = CliRunner()
    assert runner.invoke(cli, ["init", str(workspace)]).exit_code == 0
    handout = workspace / "content" / "handouts" / "sciatica.yaml"
    text = handout.read_text(encoding="utf-8")
    handout.write_text(text.replace("blocks:", "blocks:\n  - text: Take 3x10 a day.", 1), encoding="utf-8")
    words = ["--workspace", str(workspace), "build", "sciatica", "--kind", "handout"]
    told = runner.invoke(cli, words)
    assert "'3x10' can be misread [number-form]" in told.output
    other = file.read_text(encoding="utf-8").replace("can be misread", "is read wrongly")
    fresh = tmp_path / "other.yaml"
    fresh.write_text(other, encoding="utf-8")
    monkeypatch.setattr(messages, "CATALOGUE", fresh)
    assert "'3x10' is read wrongly [number-form]" in runner.invoke(cli, words).output
    handout.write_text(f"titel: Sciatica\n{text}", encoding="utf-8")
    assert "unknown key 'titel'" in runner.invoke(cli, words).output
    last = tmp_path / "last.yaml"
    last.write_text(other.replace("unknown key", "strange key"), encoding="utf-8")
    monkeypatch.setattr(messages, "CATALOGUE", last)
    assert "strange key 'titel'" in runner.invoke(cli, words).output
