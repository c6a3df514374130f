"""The base of all models and the field types that they share."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from clinicpress.content.models.characters import Commented, settled
from clinicpress.content.models.declaring import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
    checked_after,
    checked_before,
    custom_error,
    error_at,
    model_validator,
)
from clinicpress.messages import later, say
from clinicpress.problems import Source
from clinicpress.records import dataclass
from clinicpress.units import MAX_REPS, Reps, parse_duration, parse_length, parse_reps

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler, ValidationError
    from pydantic_core import core_schema

# White space but a no-break space, which stays.
_BREAKS = re.compile(r"[ \t\r\n]+")


class Model(BaseModel):
    """A frozen model that refuses unknown keys; each scalar arrives as the text of the YAML file."""

    # A validator is built when it is first needed: most models are only checked as a part of another one.
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=False, allow_inf_nan=False,
        defer_build=True,
    )  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _nothing_written(cls, data: Any) -> Any:
        """A comment in the place of a value is a fault where the value would be printed; else nothing."""
        if not isinstance(data, dict) or not any(type(value) is Commented for value in data.values()):
            return data
        printed = printed_keys(cls)
        return {
            key: None if type(value) is Commented and not value and key not in printed else value
            for key, value in data.items()
        }


def misfit(message: str, *at: str | int) -> ValidationError:
    """The error of a model's own rule: ``what is wrong; what to write``, ``at`` a value inside the model."""
    return error_at("misfit", [(at, message)])


@dataclass(frozen=True, slots=True)
class Form:
    """A text that has to match ``pattern`` as a whole; the other fields word the error and the schema."""

    pattern: str
    what: str
    write: str
    example: str

    def check(self, value: str) -> str:
        """The value itself.

        Raises:
            ValueError: if it does not match.
        """
        if re.fullmatch(self.pattern, value) is None:
            what, write = say(self.what), say(self.write)
            raise ValueError(
                say("model.not-of-this-form", value=value, what=what, write=write, example=self.example)
            )
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Check after the field's own validation."""
        return checked_after(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The field's own JSON Schema with the pattern."""
        return {**handler(schema), "pattern": f"^{self.pattern}$", "examples": [self.example.strip('"')]}


@dataclass(frozen=True, slots=True)
class TextForm:
    """Marks a text that is printed, and says what it is made of; of several marks the last holds.

    All but paragraphs stand in one line. No comment may follow one: it may have been a part of it.
    """

    form: Literal["name", "title", "sentences", "paragraphs"]

    def check(self, value: Any) -> Any:
        """The text as it is printed.

        Raises:
            PydanticCustomError: if a comment follows it.
        """
        if type(value) is Commented:
            place = {"line": value.line, "column": value.column}
            raise custom_error("comment", say("yaml.comment-is-not-printed"), place)
        if not isinstance(value, str):
            return value
        text = settled(value)
        return text if self.form == "paragraphs" else _BREAKS.sub(" ", text)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Check before the field's own validation."""
        return checked_before(self.check, handler(source))


# The part that a text plays. An ``alt`` is read aloud and not printed, ``short-`` ones stand in for others.
TextRole = Literal[
    "title", "subtitle", "short-title", "heading", "summary", "paragraph", "item", "step", "short-step",
    "tip", "why", "easier", "harder", "feel", "stop", "skip", "safety", "emergency", "call", "callout-title",
    "caption", "alt", "cell", "note", "term", "meaning", "label",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadAs:
    """Marks the part that a text plays, or each text of a list; without it that follows from its type.

    A function gives the part that it plays in the model that it is given.
    """

    role: TextRole | Callable[[Any], TextRole]

    def __post_init__(self) -> None:
        """A text of a part that no rule knows would be printed unchecked."""
        if not callable(self.role) and self.role not in get_args(TextRole):
            raise ValueError(
                say("model.not-part-text-plays", role=self.role, get_args=", ".join(get_args(TextRole)))
            )

    def of(self, owner: BaseModel) -> TextRole:
        """The part that the text plays in ``owner``."""
        return self.role(owner) if callable(self.role) else self.role


@lru_cache(maxsize=256)
def printed_keys(model: type[Model]) -> frozenset[str]:
    """The keys of a model whose value is one text that is printed."""
    return frozenset(
        field.alias or name
        for name, field in model.model_fields.items()
        if any(isinstance(each, TextForm) for each in field.metadata) or _is_printed(field.annotation)
    )


def _is_printed(annotation: Any) -> bool:
    """Whether a type is a printed text, or may be one."""
    if getattr(annotation, "__metadata__", None):
        return any(isinstance(each, TextForm) for each in annotation.__metadata__)
    return not isinstance(annotation, type) and any(
        _is_printed(each) for each in get_args(annotation) if getattr(each, "__metadata__", None)
    )


@dataclass(frozen=True, slots=True)
class Key:
    """Marks a text that is looked up and not printed, such as the id of an exercise."""


def _length(value: object) -> object:
    return parse_length(value) if isinstance(value, str) else value


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


def _reps(value: object) -> object:
    if isinstance(value, str):
        return parse_reps(value)
    if isinstance(value, Reps):
        return value
    raise ValueError(say("model.not-a-number-of-repetitions"))


def _day(value: object) -> object:
    """A date in one form only: a number alone would else be read as seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()) is None:
        raise ValueError(say("model.not-date", value=value))
    return value


_ID = Form(r"[a-z0-9]+(-[a-z0-9]+)*", later("model.an-id"), later("model.write-an-id"), "knee-to-chest")
_COLOUR = Form(r"#[0-9a-fA-F]{6}", later("model.a-colour"), later("model.write-a-colour"), '"#0B6E69"')
_URL = Form(
    r"https://[^\s/$.?#]\S*",
    later("model.a-web-address"),
    later("model.write-a-web-address"),
    "https://www.example.com",
)
ASSET = Form(
    r"assets/[^\\:]+", later("model.a-file"), later("model.write-a-file"), "assets/pictures/spine.png"
)
_LANGUAGE = Form(
    r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?", later("model.a-language"), later("model.write-a-language"), "en"
)

Id = Annotated[str, StringConstraints(max_length=60), _ID]
# What is printed has one of these types; `clinicpress.content.models.texts` finds it by them.
Title = Annotated[str, StringConstraints(min_length=1, max_length=80), TextForm("title")]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=300), TextForm("sentences")]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=4000), TextForm("paragraphs")]
# Who somebody is, and what else is printed as it is written.
ProperName = Annotated[Title, TextForm("name")]
Named = Annotated[ShortText, TextForm("name")]
# What is looked up: an exercise, a diagram.
Reference = Annotated[str, Key()]
Colour = Annotated[str, _COLOUR]
Url = Annotated[str, StringConstraints(max_length=200), _URL]
# A path inside the workspace; the reader also refuses links that lead out of it.
AssetPath = Annotated[str, StringConstraints(max_length=200), ASSET]
Language = Annotated[str, _LANGUAGE]
Day = Annotated[date, BeforeValidator(_day)]

Length = Annotated[
    float,
    BeforeValidator(_length),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d+(\.\d+)?\s*(pt|mm|cm|in)$", "examples": ["12mm", "9pt"]}
    ),
]
Duration = Annotated[
    int,
    BeforeValidator(_duration),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d+(\.\d+)?\s*(s|sec|seconds?|min|minutes?|h)$",
            "examples": ["30 s", "2 min"],
        }
    ),
]
RepsField = Annotated[
    Reps,
    BeforeValidator(_reps),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^\d{1,3}(\s*(-|–|to)\s*\d{1,3})?$",
            "minimum": 1,
            "maximum": MAX_REPS,
            "examples": [10, "8-12"],
        }
    ),
]

# The side of one limb, and the place of a value in a file: keys and indexes.
OneSide = Literal["left", "right"]
Loc = tuple[str | int, ...]


class LatePlaces(Mapping[Loc, Source]):
    """Places of values that are found when the first one is asked for."""

    @abstractmethod
    def _found(self) -> Mapping[Loc, Source]:
        """All of them."""

    @cached_property
    def _places(self) -> Mapping[Loc, Source]:
        return self._found()

    def __getitem__(self, loc: Loc) -> Source:
        return self._places[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


Side = Literal["each", "left", "right", "both", "sore"]
SoreSide = Literal["left", "right", "both"]
Position = Literal[
    "lying-back", "lying-front", "lying-side", "hands-and-knees", "kneeling", "sitting", "standing"
]
Equipment = Literal[
    "mat", "pillow", "chair", "step", "stool", "wall", "counter", "door", "table",
    "band", "strap", "roll", "stick", "dumbbell", "ball", "towel",
]  # fmt: skip
Region = Literal[
    "neck", "upper back", "low back", "shoulder", "elbow", "wrist", "hand", "chest", "belly",
    "buttock", "hip", "thigh", "knee", "calf", "ankle", "foot", "balance",
]  # fmt: skip
