"""The words that clinicpress itself prints, and how a language writes dates, lists and plurals."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import babel
from babel.lists import format_list

from clinicpress.content.models.clinic import Clinic, Weekday
from clinicpress.content.models.library import Loaded
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem
from clinicpress.records import dataclass
from clinicpress.store.regular import read_text, real
from clinicpress.units import Paper

# Numbers that bring an ambulance, as the countries themselves publish them.
_NUMBERS = {
    "911": "US CA MX PH PR",
    "112": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IN IS IT LT LU LV MT NL PL PT RO SE SI SK TR ZA",
    "999": "GB HK",
    "000": "AU",
    "111": "NZ",
    "995": "SG",
    "119": "JP KR",
    "120": "CN",
    "192": "BR",
    "131": "CL",
    "123": "CO",
    "107": "AR",
    "144": "CH",
    "113": "NO",
    "101": "IL",
}
# Countries that print on US Letter, as the Unicode CLDR's paperSize data has it.
_LETTER = ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")


@dataclass(frozen=True, slots=True)
class Country:
    """Data of a country; ``emergency_number`` is empty if it is not known, ``first_weekday`` 0 for Monday."""

    code: str
    emergency_number: str
    first_weekday: int
    paper: Paper


@lru_cache(maxsize=64)
def country(code: str) -> Country:
    """The data of the country with this ISO 3166 code; Monday and A4 for one that CLDR does not know."""
    number = next((number for number, codes in _NUMBERS.items() if code in codes.split()), "")
    try:
        found = babel.Locale.parse(f"und_{code}")
    except (babel.UnknownLocaleError, ValueError):
        found = None
    # For a code that it does not know, Babel answers with another country.
    first = found.first_week_day if found is not None and found.territory == code else 0
    return Country(code, number, first, "letter" if code in _LETTER else "a4")


def emergency_number(clinic: Loaded[Clinic]) -> str:
    """The number that patients call for an ambulance.

    Raises:
        ContentError: if the clinic's file has none and its country is not in the table.
    """
    number = clinic.model.emergency_number or country(clinic.model.country).emergency_number
    if not number:
        message = say("composing.emergency-number-country-not-known", country=clinic.model.country)
        hint = say("composing.add-file")
        raise ContentError(Problem(message, hint, clinic.at("country")))
    return number


def first_weekday(clinic: Clinic) -> int:
    """The day that a week starts with, 0 for Monday."""
    if clinic.first_weekday is not None:
        return get_args(Weekday).index(clinic.first_weekday)
    return country(clinic.country).first_weekday


FOLDER = real(Path(__file__)).parent.parent / "locales"
LocaleText = str | Mapping[str, str]
# A line of the file of a language: a key, and its text or the forms for each plural.
_TEXT = re.compile(r"^  ([a-z0-9-]+): (.*)$", re.MULTILINE)


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
    texts: Mapping[str, LocaleText] = field(repr=False)

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
        hint = say("composing.available-languages", known=", ".join(known))
        raise ContentError(Problem(say("composing.no-page-texts-language", language=language), hint))
    return Locale(language, country, read_texts(FOLDER / f"{language}.yaml"))


def read_texts(path: Path) -> dict[str, LocaleText]:
    """The texts of a language by key. Each stands in a line of its own, as JSON, which YAML includes.

    Why: a reader of YAML takes longer to load than all of them to be read.
    """
    return {key: json.loads(text) for key, text in _TEXT.findall(read_text(path))}


def read_plain(path: Path) -> Any:
    """A YAML file of this package as lists, dicts and texts; nothing in it becomes a number or a date."""
    import yaml  # noqa: PLC0415

    # libyaml's, where PyYAML was built with it: ten times as fast
    return yaml.load(read_text(path), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
