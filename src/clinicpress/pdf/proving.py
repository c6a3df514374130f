"""Reads a finished file back page by page, each compared with what it should say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from clinicpress.pdf.identity import Orders, PageIdentity, PageJudge, wrong_count
from clinicpress.pdf.pagetexts import PageReader


class PageProver:
    """Compares pages of a finished PDF with what each should say; a context manager.

    A page is found wrong only when it was read with nothing hidden in it. ``orders`` is what was learnt from
    files that are laid out alike.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """

    def __init__(self, source: Path | bytes, *, password: str = "", orders: Orders | None = None) -> None:
        self._source, self._password, self._stack = source, password, ExitStack()
        self._reader = self._stack.enter_context(PageReader(source, password=password))
        self._judge = PageJudge((self._reader.drawn, self._plainly), orders)

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return self._reader.pages

    def text(self, index: int) -> str:
        """The text of the page of that index, line by line."""
        return self._reader.text(index)

    def is_bare(self, index: int) -> bool:
        """Whether nothing at all stands on the page of that index."""
        return self._reader.is_bare(index)

    def faults(self, index: int, page: PageIdentity) -> tuple[str, ...]:
        """What is wrong with the page of that index, in words that repeat nothing of it."""
        return self._judge.faults(index, self.text(index), page)

    def _plainly(self, index: int) -> str:
        return self._plain.drawn(index)

    @cached_property
    def _plain(self) -> PageReader:
        """The file with nothing hidden, for a page that seems wrong."""
        return self._stack.enter_context(PageReader(self._source, password=self._password, masked=False))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._stack.close()
        # the judge holds this, and this the judge: what was read would stay until such circles are looked for
        del self._judge


def file_faults(
    source: Path | bytes,
    expected: Sequence[PageIdentity],
    *,
    password: str = "",
    orders: Orders | None = None,
) -> tuple[str, ...]:
    """What is wrong with the pages of a finished PDF that should be those ``expected``; see `PageProver`.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """
    with PageProver(source, password=password, orders=orders) as prover:
        faults = [
            f"page {index + 1} {words}"
            for index, page in enumerate(expected[: prover.pages])
            for words in prover.faults(index, page)
        ]
        if prover.pages != len(expected):
            faults.append(wrong_count(prover.pages, len(expected)))
        return tuple(faults)
