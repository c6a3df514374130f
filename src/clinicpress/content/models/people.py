"""People and ids: when two spellings are the same, and placeholders such as ``N/A`` that are neither.

Systems write such words where they have nothing, and a page with one on it is nobody's. None is repeated.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from clinicpress.content.models.declaring import checked_after
from clinicpress.messages import say
from clinicpress.records import dataclass

if TYPE_CHECKING:
    from pydantic_core import core_schema

    from clinicpress.content.models.documents import Plan

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
    if text.isascii():  # the rest does nothing to these
        return _UNSEEN.sub("", text.translate(_LOOK_ALIKES).lower())
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


# In small letters, without signs and spaces; nobody is called so.
_NOBODY = frozenset((
    "none", "nil", "nul", "undefined", "unknown", "unkn", "unk", "notknown", "notapplicable", "notavailable",
    "noname", "noid", "nodata", "unnamed", "anonymous", "anon", "empty", "blank", "missing", "pending",
    "tbd", "tba", "tbc", "todo", "naname", "name", "fullname", "lastname", "firstname", "patient",
    "patientname", "patientid", "id", "mrn", "false", "xxx", "xxxx", "xxxxx", "xx", "asdf", "qwerty",
    "testpatient", "patienttest", "testtest", "test", "testing", "tester", "dummy", "placeholder", "sample",
    "example", "foo", "bar", "foobar", "loremipsum", "nan", "na", "null", "true", "nobody", "someone",
))  # fmt: skip
# People are called so, if they are written as names are: Jennifer's family name is Null.
_SOMEBODY = frozenset(("Null", "True", "Na", "Nan", "Nil", "Test", "Bar"))


def _word(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LN").casefold()


def is_doubtful(name: str) -> bool:
    """Whether a name is one that a person may have, and that a system may have put there."""
    return name.strip() in _SOMEBODY


@dataclass(frozen=True, slots=True)
class Of:
    """Marks the ``name`` or the ``id`` of a person: a placeholder is none."""

    what: Literal["name", "id"]

    def check(self, value: str) -> str:
        """The text itself.

        Raises:
            ValueError: if it names nobody.
        """
        kinds = {unicodedata.category(sign)[0] for sign in value}
        if self.what == "name" and "L" not in kinds:
            raise ValueError(say("model.name-has-no-letter"))
        if self.what == "id" and not kinds & {"L", "N"}:
            raise ValueError(say("model.id-has-no-letter"))
        if _word(value) in _NOBODY and not (self.what == "name" and is_doubtful(value)):
            hint = say("model.patient-full-name") if self.what == "name" else say("model.number-record")
            raise ValueError(say("model.placeholder-not-real", what=self.what, hint=hint))
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Check after the field's own validation."""
        return checked_after(self.check, handler(source))
