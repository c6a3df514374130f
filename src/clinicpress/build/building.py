"""Builds the documents of a workspace; those that are up to date are left alone.

The way of one document is `clinicpress.build.press.Press`: a newcomer starts reading there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from clinicpress.build.jobs import FOLDERS, KINDS, Outcome, Progress, Request, Result
from clinicpress.build.receipts import recall, remember
from clinicpress.content.workspace import workspace_digest
from clinicpress.store.cache import Cache, workspace_cache


def build(
    root: Path, request: Request, progress: Progress = lambda *_: None, *, proof: bool = False
) -> Result:
    """Build what ``request`` asks for in the workspace at ``root``; one that fails does not stop the others.

    With ``proof``, outcomes tell how much of each page is ink. That is read from the finished files: it is no
    part of the request, and nothing is made again for it.

    Raises:
        UsageError: if it names a document or a layout that there is none of.
        ContentError: if the layout that it names is broken.
    """
    with workspace_cache(root) as cache:
        return _built(root, request, cache, progress, _proved if proof else _as_it_is)


def _built(
    root: Path, request: Request, cache: Cache, progress: Progress, look: Callable[[Outcome], Outcome]
) -> Result:
    workspace = workspace_digest(root)
    known = recall(cache, request, workspace) if workspace and not request.force else None
    if known is not None:
        seen = []
        for done, outcome in enumerate(map(look, known), 1):
            seen.append(outcome)
            progress(outcome, done, len(known))
        return Result((), tuple(seen), _left_over(root, request, seen))
    # when nothing changed, neither pydantic (150 ms) nor ReportLab is loaded
    from clinicpress.build.running import run  # noqa: PLC0415

    result = run(root, request, cache, progress, look)
    if workspace and result.ok:
        remember(cache, request, workspace, result.outcomes)
    return replace(result, left_over=_left_over(root, request, result.outcomes))


def _as_it_is(outcome: Outcome) -> Outcome:
    return outcome


def _proved(outcome: Outcome) -> Outcome:
    # the renderer (30 ms) is loaded only for this
    from clinicpress.build.ink import proved  # noqa: PLC0415

    return proved(outcome)


def _left_over(root: Path, request: Request, outcomes: Sequence[Outcome]) -> tuple[Path, ...]:
    """PDFs in the workspace's output that belong to no document; looked for when all of a kind were built.

    Whatever the format that was built: nobody hands out anything else.
    """
    if request.names or request.layout or request.out:
        return ()
    kinds = (request.kind,) if request.kind else KINDS
    known = {(outcome.kind, outcome.id) for outcome in outcomes}
    return tuple(
        path
        for kind in kinds
        for path in sorted((root / "output" / FOLDERS[kind]).glob("*.pdf"))
        if (kind, path.name.partition(".")[0]) not in known
    )
