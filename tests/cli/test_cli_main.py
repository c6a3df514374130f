"""The command itself: help, wrong use, and what is printed when something unforeseen happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import click
import pytest
from click.testing import CliRunner, Result

from clinicpress import __version__
from clinicpress.cli import main
from clinicpress.cli.main import cli
from clinicpress.problems import ContentError, OutputError, Problem, Source, UsageError


def command_that(action: Callable[[], object]) -> click.Command:
    @click.command()
    def command() -> None:
        action()

    return command


def run_raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Result:
    def fail() -> NoReturn:
        raise error

    command = command_that(fail)
    monkeypatch.setattr(main.Commands, "get_command", lambda self, ctx, name: command)
    return CliRunner().invoke(cli, ["list"])


def test_version() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"clinicpress, version {__version__}\n"


def test_no_command_shows_the_help_and_is_wrong_use() -> None:
    result = CliRunner().invoke(cli, [])
    assert result.exit_code == 2
    assert "Commands:" in result.output


def test_unknown_command() -> None:
    result = CliRunner().invoke(cli, ["biuld"])
    assert result.exit_code == 2
    assert "there is no command 'biuld'; did you mean 'build'?" in result.stderr
    assert "No such command 'dance'" in CliRunner().invoke(cli, ["dance"]).stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ContentError(Problem("wrong", "mend it", Source("a.yaml", 3, 4))), 1),
        (OutputError(Problem("full", "free some")), 1),
        (UsageError(Problem("no such thing", "name another")), 2),
    ],
)
def test_problems_go_to_standard_error(
    monkeypatch: pytest.MonkeyPatch, error: ContentError | OutputError | UsageError, code: int
) -> None:
    result = run_raising(monkeypatch, error)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr == f"{error.problems[0]}\n"


def test_located_problem_has_its_place_and_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ContentError([Problem("wrong", "mend it", Source("a.yaml", 3, 4)), Problem("also wrong")])
    result = run_raising(monkeypatch, error)
    assert result.stderr == "a.yaml:3:4: wrong\n  hint: mend it\nalso wrong\n"


def test_unforeseen_error_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_raising(monkeypatch, RuntimeError("first\nsecond"))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "unexpected RuntimeError: first second"
    assert "CLINICPRESS_DEBUG" in result.stderr
    assert "Traceback" not in result.stderr


def test_unforeseen_error_is_raised_for_who_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINICPRESS_DEBUG", "1")
    assert isinstance(run_raising(monkeypatch, RuntimeError("first")).exception, RuntimeError)


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_raising(monkeypatch, KeyboardInterrupt())
    assert result.exit_code == 130
    assert "stopped" in result.stderr
