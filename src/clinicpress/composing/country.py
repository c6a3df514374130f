"""What follows from the country a clinic is in: its emergency number, first day of the week, paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

import babel

from clinicpress.model.base import Paper
from clinicpress.model.clinic import Clinic, Weekday
from clinicpress.model.library import Loaded
from clinicpress.problems import ContentError, Problem

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
        message = f"no emergency number is known for the country {clinic.model.country}"
        hint = "add it to this file, such as emergency_number: 112"
        raise ContentError(Problem(message, hint, clinic.at("country")))
    return number


def first_weekday(clinic: Clinic) -> int:
    """The day that a week starts with, 0 for Monday."""
    if clinic.first_weekday is not None:
        return get_args(Weekday).index(clinic.first_weekday)
    return country(clinic.country).first_weekday
