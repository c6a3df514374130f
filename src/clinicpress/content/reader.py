"""The library of a workspace, from its snapshot where nothing has changed."""

from __future__ import annotations

from pathlib import Path

from clinicpress.content.models.library import Reading
from clinicpress.content.snapshot import Keeper, keep_snapshot, recall_snapshot
from clinicpress.content.workspace import starter, workspace_digest
from clinicpress.store.cache import Cache
from clinicpress.store.regular import real


def read_library(root: Path, cache: Cache | None = None) -> Reading:
    """Read the workspace at ``root``; its own layouts and brands come before those of the starter.

    With a ``cache``, only what has changed since the last time is read anew. Never raises for what files say.
    """
    cache = cache or Cache(None)
    root, behind = real(root), real(starter())
    workspace = workspace_digest(root)
    before = recall_snapshot(cache, root, behind)
    if before is not None and before.workspace == workspace:
        return before.reading(root)
    # YAML and all rules of content are loaded only when something has changed
    from clinicpress.content.fullread import read_files  # noqa: PLC0415

    keeper = Keeper(before)
    reading = read_files(root, behind, keeper)
    # what was changed while it was read may be told under the digest of what was there before
    settled = workspace if workspace == workspace_digest(root) else None
    found = keeper.snapshot(settled or "", reading)
    if found != before:
        keep_snapshot(cache, root, behind, found)
    return reading
