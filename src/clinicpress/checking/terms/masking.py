"""What in a text is no words and no numbers of its own."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu)\b[/\w.?=&%-]*"
)


_HINT = re.compile(r"@|://|www\.|\.(?:com|org|net|gov|edu)\b")


def without_addresses(text: str) -> str:
    """The text with spaces in place of web and mail addresses; all other words stay where they are."""
    if not _HINT.search(text):
        return text
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)
