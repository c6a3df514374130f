"""The words that clinicpress itself prints, and how a language writes dates, lists and plurals."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import babel
import yaml
from babel.lists import format_list

from clinicpress.problems import ContentError, Problem
from clinicpress.regular import read_text, real

FOLDER = real(Path(__file__)).parent.parent / "locales"
Text = str | Mapping[str, str]
# libyaml's, where PyYAML was built with it: ten times as fast
_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@lru_cache(maxsize=1)
def _dates() -> ModuleType:
    """``babel.dates``, which looks for a time zone as it is loaded, and fails if TZ names none.

    Nothing here has a time.
    """
    zone = os.environ.pop("TZ", None)
    try:
        return import_module("babel.dates")
    finally:
        if zone is not None:
            os.environ["TZ"] = zone


@lru_cache(maxsize=32)
def _cldr(language: str, territory: str) -> babel.Locale:
    """CLDR data; of the language alone where CLDR does not know it in that country."""
    _dates()  # locale data loads it too, when it is first looked at
    try:
        return babel.Locale.parse(f"{language}_{territory}")
    except babel.UnknownLocaleError:
        return babel.Locale.parse(language)


@lru_cache(maxsize=1_000)
def _date(day: datetime.date, language: str, territory: str) -> str:
    return str(_dates().format_date(day, "medium", locale=_cldr(language, territory)))


# Compared and hashed as the one object that it is: what is worked out in a language is kept by it.
@dataclass(frozen=True, eq=False)
class Locale:
    """A language in a country: ``texts`` by key, each one form or a form for each plural."""

    language: str
    territory: str
    texts: Mapping[str, Text] = field(repr=False)

    @property
    def tag(self) -> str:
        """The language as BCP 47 writes it, such as ``en-US``."""
        return f"{self.language}-{self.territory}"

    def text(self, key: str, /, *, count: int | None = None, **values: object) -> str:
        """The text of ``key`` with ``values`` filled in; ``count`` fills ``{count}`` and picks the plural.

        Raises:
            KeyError: if there is no such text, or a value that it needs is missing.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            form = _cldr(self.language, self.territory).plural_form(0 if count is None else count)
            text = text.get(form, text["other"])
        return text.format_map({"count": count, **values})

    def raw(self, key: str) -> str:
        """The text of ``key`` with its ``{names}`` still to be filled in.

        Raises:
            KeyError: if there is no such text, or it has plural forms.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            raise KeyError(key)
        return text

    def date(self, day: datetime.date) -> str:
        """A date as it is written in a form, such as ``Nov 22, 2026``."""
        return _date(day, self.language, self.territory)

    def month(self, day: datetime.date) -> str:
        """A date without its day, such as ``Nov 2026``."""
        return str(_dates().format_skeleton("yMMM", day, locale=_cldr(self.language, self.territory)))

    def all_of(self, items: Iterable[str]) -> str:
        """``a, b, and c``."""
        return format_list(list(items), "standard", locale=_cldr(self.language, self.territory))

    def any_of(self, items: Iterable[str]) -> str:
        """``a, b, or c``."""
        return format_list(list(items), "or", locale=_cldr(self.language, self.territory))

    def weekdays(self, first: int) -> tuple[str, ...]:
        """Short names of the seven days from day ``first`` on, 0 being Monday."""
        names = _dates().get_day_names("short", "stand-alone", _cldr(self.language, self.territory))
        return tuple(names[(first + day) % 7] for day in range(7))


def languages() -> tuple[str, ...]:
    """The languages that there are texts for, by their codes."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@lru_cache(maxsize=32)
def load_locale(language: str, country: str) -> Locale:
    """The texts of ``language``, with dates and lists as ``country`` writes them.

    Raises:
        ContentError: if there are no texts in that language.
    """
    known = languages()
    if language not in known:
        hint = f"languages that there are: {', '.join(known)}"
        raise ContentError(Problem(f"there are no texts in the language {language!r}", hint))
    content = yaml.load(read_text(FOLDER / f"{language}.yaml"), Loader=_LOADER)
    return Locale(language, country, content["texts"])
