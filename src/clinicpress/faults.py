"""Unexpected errors: one line for the user, the traceback for a developer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from clinicpress.messages import say
from clinicpress.problems import ClinicpressError, Problem

LONGEST = 200


class FaultError(ClinicpressError):
    """An error that nobody foresaw."""


@contextmanager
def guarded(what: str = "", *, private: bool = False) -> Iterator[None]:
    """Turn any error that nobody foresaw into a problem, so that one thing that fails stops no other.

    ``what`` and ``private`` are as in `fault`.

    Raises:
        FaultError: in place of an error that is no ClinicpressError; that itself while `debugging`.
    """
    try:
        yield
    except ClinicpressError:
        raise
    except Exception as error:
        if debugging():
            raise
        raise FaultError(fault(error, what, private=private)) from error


def debugging() -> bool:
    """Whether ``CLINICPRESS_DEBUG`` asks for tracebacks; then an unforeseen error is raised, not told."""
    return bool(os.environ.get("CLINICPRESS_DEBUG"))


def fault(error: Exception, what: str = "", *, private: bool = False) -> Problem:
    """An unforeseen error as a problem; ``what`` says what was being done.

    What the error says is left out of a ``private`` one: it might be a patient's data.
    """
    name = type(error).__name__
    if private:
        message = say("faults.unexpected", error=name)
    else:
        text = " ".join(str(error).split())[:LONGEST]
        message = say("faults.unexpected-with-text", error=name, text=text)
    hint = say("faults.bug-of-clinicpress")
    return Problem(f"{what}: {message}" if what else message, hint)
