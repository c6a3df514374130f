"""Reads a finished file back page by page, each compared with what it should say."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from clinicpress.pdf.identity import PageIdentity, PageJudge
from clinicpress.pdf.pagetexts import PageReader


class PageProver:
    """Compares pages of a finished PDF with what each should say; a context manager.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._stack = path, ExitStack()
        self._reader = self._stack.enter_context(PageReader(path))
        self._judge = PageJudge((self._reader.drawn, lambda index: self._plain.drawn(index)))

    @property
    def pages(self) -> int:
        """How many pages the file has."""
        return self._reader.pages

    def faults(self, index: int, page: PageIdentity) -> tuple[str, ...]:
        """What is wrong with the page of that index, in words that repeat nothing of it."""
        return self._judge.faults(index, self._reader.text(index), page)

    @cached_property
    def _plain(self) -> PageReader:
        """The file with nothing hidden, for a page that seems wrong."""
        return self._stack.enter_context(PageReader(self._path, masked=False))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._stack.close()
