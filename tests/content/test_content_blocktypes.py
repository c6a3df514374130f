"""All that is known of a type of block follows from its one file and its place in one tuple."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from clinicpress.content.blocktypes.block import BlockModel, BlockWords, D, Paragraph
from clinicpress.content.jsonschema import json_schema
from clinicpress.content.models.base import ShortText
from clinicpress.content.models.documents import BLOCK_TYPES, KINDS, Handout

EXAMPLES: dict[str, Any] = {
    key: next(iter(kind.model_fields.values())).examples for key, kind in BLOCK_TYPES.items()
}


def written(key: str) -> dict[str, Any]:
    """A block of that type as a file says it: by the example of its field."""
    return {key: EXAMPLES[key][0] if EXAMPLES[key] else None}


def test_each_type_has_a_key_of_its_own() -> None:
    assert tuple(BLOCK_TYPES.values()) == KINDS
    assert all(next(iter(kind.model_json_schema()["properties"])) == key for key, kind in BLOCK_TYPES.items())


@pytest.mark.parametrize("key", BLOCK_TYPES)
def test_a_handout_takes_each_type_by_its_key(key: str) -> None:
    data = {"title": "Knee", "summary": ["Walk."], "review": {"by": "pending"}, "blocks": [written(key)]}
    (block,) = Handout.model_validate(data).blocks
    assert type(block) is BLOCK_TYPES[key]
    again = Handout.model_validate({**data, "blocks": [block]})
    assert again.blocks == (block,)


def test_the_schema_lists_all_types_in_order() -> None:
    choices = json_schema("handout")["properties"]["blocks"]["items"]["oneOf"]
    assert choices == [{"$ref": f"#/$defs/{kind.__name__}"} for kind in KINDS]


class WordlessBlock(BlockModel):
    """A type whose words nobody has decided."""

    wordless: ShortText


class WordyBlock(WordlessBlock):
    """The same with words."""

    def compose(self, say: BlockWords[D]) -> Iterator[Paragraph]:
        """A paragraph."""
        yield Paragraph(say.inline(self.wordless, "wordless"))


def test_a_type_that_composes_nothing_cannot_be_read() -> None:
    """A block that vanishes from the page would do so without a word."""
    assert WordyBlock.model_validate({"wordless": "Walk."}).wordless == "Walk."
    with pytest.raises(TypeError, match="abstract"):
        WordlessBlock.model_validate({"wordless": "Walk."})
