"""Small objects whose numbers are still open: encoded once, and put into many places of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from clinicpress.pdf.objects import Objects, Raw, Ref, Value, encode
from clinicpress.records import dataclass

# Stands before and after an open number; no object that is encoded holds it.
_OPEN = b"\0"
_PART = re.compile(rb"\0(r|k)(\d+)\0")


@dataclass(frozen=True, slots=True)
class _OpenRef(Ref):
    """A reference to a number that is still open."""

    @property
    def code(self) -> bytes:
        return b"\0r%d\0" % self.number


@dataclass(frozen=True)
class Pattern:
    """An object with its open numbers left out, and which they are."""

    code: bytes
    numbers: tuple[int, ...]

    @cached_property
    def _chosen(self) -> Callable[[Sequence[int]], Any]:
        return itemgetter(*self.numbers)

    def filled(self, numbers: Sequence[int]) -> bytes:
        """The object with its numbers, of all that there are."""
        return self.code % self._chosen(numbers) if self.numbers else self.code


class OpenObjects:
    """Objects that are encoded for one place and put down in many.

    ``given`` are numbers of other objects that they refer to, and ``keys`` places in the parent tree, both
    named when they are put down.
    """

    def __init__(self, given: int, keys: int) -> None:
        self.given = tuple(_OpenRef(number) for number in range(given))
        self._keys, self._next = keys, given
        self._codes: list[tuple[int, bytes, bool]] = []

    def key(self, number: int) -> Value:
        """A place in the parent tree, counted from the first."""
        return Raw(b"\0k%d\0" % number)

    def reserve(self) -> Ref:
        """A reference to an object that is `put` later."""
        self._next += 1
        return _OpenRef(self._next - 1)

    def put(self, ref: Ref, value: Value, *, apart: bool = False) -> None:
        """Give a reserved reference its object."""
        self._codes.append((ref.number, encode(value), apart))

    def add(self, value: Value) -> Ref:
        """Number an object and encode it."""
        ref = self.reserve()
        self.put(ref, value)
        return ref

    def closed(self) -> Template:
        """The objects, to be put down."""
        count, given = self._next - len(self.given), len(self.given)
        found = sorted(self._codes)
        pages = tuple(self._pattern(code) for _, code, apart in found if apart)
        others = tuple(self._pattern(code) for _, code, apart in found if not apart)
        # pages are reserved before all others
        assert [number for number, _, apart in found if apart] == [*range(given, given + len(pages))]
        return Template(given, count, self._keys, pages, others)

    def _pattern(self, code: bytes) -> Pattern:
        kinds = {b"r": 0, b"k": self._next}
        found = [kinds[kind] + int(number) for kind, number in _PART.findall(code)]
        if not found:
            return Pattern(code, ())
        pattern = _PART.sub(lambda match: b"%d 0 R" if match[1] == b"r" else b"%d", code.replace(b"%", b"%%"))
        return Pattern(pattern, tuple(found))


@dataclass(frozen=True, slots=True)
class Template:
    """Objects that can be put down: how many numbers are given, are their own, and are keys; pages first."""

    given: int
    own: int
    keys: int
    pages: tuple[Pattern, ...]
    others: tuple[Pattern, ...]

    @property
    def size(self) -> int:
        """The bytes that it takes, about."""
        return sum(len(pattern.code) + 200 for pattern in (*self.pages, *self.others))

    def put_into(self, file: Objects, given: Sequence[int], key: int) -> int:
        """Put the objects down; ``key`` is the first free one. The number of the first of them."""
        first = file.reserve_all(self.own)
        numbers = (*given, *range(first, first + self.own), *range(key, key + self.keys))
        file.put_all(first, [pattern.filled(numbers) for pattern in self.pages], apart=True)
        file.put_all(first + len(self.pages), [pattern.filled(numbers) for pattern in self.others])
        return first
