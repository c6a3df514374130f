"""Reads workspaces with and without a snapshot, and holds both against each other."""

from __future__ import annotations

import tempfile
from pathlib import Path

from clinicpress.content import reader
from clinicpress.content.models.library import Reading
from clinicpress.store.cache import Cache

KINDS = ("exercises", "handouts", "sheets", "layouts", "brands", "warnings")


def read_library(root: Path) -> Reading:
    """What is read without a cache; a new snapshot, and one that is there, must not make it other."""
    plain = reader.read_library(root)
    with tempfile.TemporaryDirectory() as folder, Cache(Path(folder)) as cache:
        for _ in range(2):
            assert_same(reader.read_library(root, cache), plain)
    return plain


def assert_same(one: Reading, other: Reading) -> None:
    """Hold two readings against each other: every value, which ones were written, and all places."""
    assert one.problems == other.problems
    assert dict(one.blocked) == dict(other.blocked)
    assert one == other
    if one.library is None or other.library is None:
        return
    for kind in KINDS:
        ours, theirs = getattr(one.library, kind), getattr(other.library, kind)
        assert list(ours) == list(theirs)
        for name in ours:
            # a repr tells 1 from 1.0 and True
            assert repr(ours[name].model) == repr(theirs[name].model)
            assert ours[name].model.model_fields_set == theirs[name].model.model_fields_set
            assert dict(ours[name].places) == dict(theirs[name].places)
