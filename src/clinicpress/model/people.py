"""Who is who: when ids, names and birth dates are those of one patient, and which of a patient's plans it is.

Each file, row of the index and mark goes by these keys. No message repeats one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # who only looks into the index loads no pydantic
    from clinicpress.model.documents import Plan

# What keyboards, word processors and record systems write for one apostrophe and one hyphen.
_LOOK_ALIKES = {
    **dict.fromkeys(
        map(ord, "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"), "'"
    ),
    **dict.fromkeys(map(ord, "`\u00b4\u2032\u2035\ua78c\uff07\u055a\u05f3"), "'"),
    **dict.fromkeys(
        map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u05be"), "-"
    ),
}
# Capital letters of Greek and Cyrillic that look like those of the keyboard.
_CAPITALS = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u04ae\u04c0",
    "ABEZHIKMNOPTYXSIJABEKMHOPCTYXYI",
)  # fmt: skip
# Before the title of a plan without a sheet; no id of a sheet holds a colon.
_TITLED = "title:"
# White space, and what nobody sees: format characters and joiners.
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)


def same_text(text: str) -> str:
    """What two texts have in common that differ only in capitals, spaces, Unicode form and look-alikes.

    Source: NFKC_Casefold of the Unicode Standard (3.13, D146), with apostrophes and hyphens made one before,
    and letters of Greek and Cyrillic those of the keyboard that they look like.
    """
    # what is left out may bring together what then makes one character
    while (folded := _folded(text)) != text:
        text = folded
    return text


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES))
    plain = plain.upper().translate(_CAPITALS)
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", plain.casefold()))


def sheet_key(sheet: str | None, title: str = "") -> str:
    """Which of a patient's plans it is: there is one of each sheet, and of each title without a sheet."""
    return sheet or f"{_TITLED}{same_text(title)}"


def sheet_and_title(key: str) -> tuple[str, str]:
    """What a `sheet_key` is of: a sheet, or a title as `same_text` has it."""
    return ("", key.removeprefix(_TITLED)) if key.startswith(_TITLED) else (key, "")


def plan_key(plan: Plan) -> str:
    """`sheet_key` of a plan."""
    return sheet_key(plan.sheet, plan.title or "")


@dataclass(frozen=True, slots=True)
class Person:
    """A patient as pages say it; the birth date as YYYY-MM-DD, empty where it is not known."""

    id: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The same for every way to write the id."""
        return same_text(self.id)

    def agrees(self, other: Person) -> bool:
        """Whether both may be one patient: the same name, and no two birth dates."""
        born = {self.birth_date, other.birth_date} - {""}
        return same_text(self.name) == same_text(other.name) and len(born) < 2


def person_of(plan: Plan) -> Person:
    """The patient of a plan."""
    patient = plan.patient
    return Person(patient.id, patient.name, patient.birth_date.isoformat() if patient.birth_date else "")
