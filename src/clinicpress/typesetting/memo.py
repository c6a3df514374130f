"""Keeps what was made, within bounds: what was not asked for in a while is forgotten."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Memo(Generic[V]):
    """Values by key, twice ``most`` of them at most; where they have a size, twice so much of it.

    There are two generations. When the young one is full it becomes the old one, and what that held is let
    go; what is asked for becomes young again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[Hashable, V] = {}
        self._old: dict[Hashable, V] = {}
        self._held = 0
        # of values that are not of size 1
        self._sizes: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def get(self, key: Hashable) -> V | None:
        """The value kept under ``key``, or None."""
        found = self._young.get(key)
        if found is None and self._old:
            found = self._old.pop(key, None)
            if found is not None:
                self.put(key, found, self._sizes.get(key, 1))
        return found

    def put(self, key: Hashable, value: V, size: int = 1) -> None:
        """Keep a value, which is not None, under ``key``."""
        if self._held >= self._most:
            self._young, self._old, self._held = {}, self._young, 0
            self._sizes = {each: kept for each, kept in self._sizes.items() if each in self._old}
        self._young[key] = value
        self._held += size
        if size != 1:
            self._sizes[key] = size
