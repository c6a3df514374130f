"""What stands in the place of a name or an id and is none: ``N/A``, ``TBD``, a hyphen.

Systems write such words where they have nothing, and a page with one on it is nobody's. None is repeated.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import core_schema

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
            raise ValueError("this name has no letter; write the patient's full name")
        if self.what == "id" and not kinds & {"L", "N"}:
            raise ValueError("this id has no letter and no digit; write the number of the record")
        if _word(value) in _NOBODY and not (self.what == "name" and is_doubtful(value)):
            hint = "the patient's full name" if self.what == "name" else "the number of the record"
            raise ValueError(f"this stands for no {self.what}; write {hint}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Check after the field's own validation."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))
