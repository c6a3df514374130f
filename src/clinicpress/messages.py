"""Every message that users see, by its key in a catalogue; nothing here knows what a message is about."""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, reduce
from pathlib import Path

CATALOGUE = Path(__file__).parent / "locales" / "messages" / "en.yaml"
Message = str | dict[str, str]


class CatalogueError(Exception):
    """A catalogue cannot be read, so that no other message can be told either."""


class Catalogue:
    """The messages of a file in one language; it is read when the first of them is asked for.

    Why: each line is found in the text and read by itself. To parse all of it as YAML takes longer than to
    make a sheet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Message] = {}

    def message(self, key: str) -> Message:
        """A text with its ``{fields}``, or one for each plural form.

        Raises:
            CatalogueError: if the file is missing or damaged.
            KeyError: if it has no such message.
        """
        if key not in self._known:
            self._known[key] = self._found(key)
        return self._known[key]

    def form(self, count: object) -> str:
        """The plural form that the language has for a number: the first whose rule holds, else ``other``."""
        assert isinstance(count, int)
        return next((form for form, holds in self._rules.items() if holds(count)), "other")

    @cached_property
    def _text(self) -> str:
        try:
            # a file of the package: `store` would note it as one that pages are made from
            with self._path.open(encoding="utf-8") as file:
                return f"\n{file.read()}\n"
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged() from error

    @cached_property
    def _rules(self) -> dict[str, Callable[[int], int]]:
        rules = self.message("plurals")
        assert isinstance(rules, dict)
        return {form: gettext.c2py(rule) for form, rule in rules.items()}

    def _found(self, key: str) -> Message:
        start = self._text.find(f"\n{key}: ")
        if start < 0:
            raise KeyError(key) if "\nplurals: " in self._text else self._damaged()
        start += len(key) + 3
        try:
            found: Message = json.loads(self._text[start : self._text.find("\n", start)])
        except ValueError as error:
            raise self._damaged() from error
        return found

    def _damaged(self) -> CatalogueError:
        return CatalogueError(f"{self._path.as_posix()} is missing or damaged; install clinicpress again")


@lru_cache(maxsize=4)
def _catalogue(path: Path) -> Catalogue:
    return Catalogue(path)


def say(key: str, /, **fields: object) -> str:
    """The message of ``key`` with its ``fields`` filled in; ``count`` picks the plural form.

    Raises:
        CatalogueError: if the catalogue is missing or damaged.
        KeyError: if it has no such message, or a field of it is not given.
    """
    catalogue = _catalogue(CATALOGUE)
    message = catalogue.message(key)
    text = message if isinstance(message, str) else message[catalogue.form(fields["count"])]
    return text.format_map(fields)


def later(key: str, *_fields: str) -> str:
    """The ``key`` itself, for a table of messages that `say` tells later, with these ``_fields``."""
    return key


def linked(key: str, items: Iterable[str]) -> str:
    """One item or more as one text: the message of ``key`` links the ``first`` ones to the ``last``."""
    return reduce(lambda first, last: say(key, first=first, last=last), items)


def catalogue_bytes() -> bytes:
    """The catalogue as it is, to tell whether messages that are kept are still worded so.

    Raises:
        CatalogueError: if it cannot be read.
    """
    try:
        with CATALOGUE.open("rb") as file:
            return file.read()
    except OSError as error:
        raise CatalogueError(f"{CATALOGUE.as_posix()} is missing; install clinicpress again") from error
