"""Build receipts: what each file was made from, so that a build skips what has not changed.

Every file that was made has a receipt of its own in the workspace's cache, and every request that was carried
out without a problem a record. They name files by their place in the workspace: in one that was copied, moved
or is reached by a link, they tell of its own files, and of no other folder's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from clinicpress.build.jobs import Job, Outcome, Request, finished
from clinicpress.records import dataclass
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.store.digests import digest_of_file
from clinicpress.store.regular import real


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished PDF was made from and what it held: hex digests, its pages, what the fit did."""

    inputs: str
    output: str
    pages: int
    report: Mapping[str, Any]


def _receipt_in(data: bytes) -> Receipt:
    found = json.loads(data)
    return Receipt(str(found["inputs"]), str(found["output"]), int(found["pages"]), dict(found["report"]))


RECEIPTS = CacheKind("receipts", _receipt_in, lambda receipt: json.dumps(asdict(receipt)).encode())
# The state of the workspace, and the jobs.
RECORDS: CacheKind[Mapping[str, Any]] = CacheKind("records", json.loads)


def _root(cache: Cache) -> Path:
    """The workspace of a cache."""
    assert cache.folder is not None
    return cache.folder.parents[1]


def _placed(cache: Cache, path: Path) -> str:
    """The place of a file in the workspace of ``cache``; the whole path of one that is elsewhere."""
    root = _root(cache)
    for inside, whole in ((path.absolute(), root.absolute()), (real(path), real(root))):
        if inside.is_relative_to(whole):
            return inside.relative_to(whole).as_posix()
    return real(path).as_posix()


def read_receipt(cache: Cache, output: Path) -> Receipt | None:
    """The receipt of a PDF; None if there is none that can be used."""
    return cache.recall(RECEIPTS, _placed(cache, output))


def write_receipt(cache: Cache, output: Path, receipt: Receipt) -> None:
    """Keep the receipt of a PDF."""
    cache.keep(RECEIPTS, _placed(cache, output), receipt)


def is_current(receipt: Receipt, inputs: str, output: Path) -> bool:
    """Whether the PDF on disk is what building it again would give."""
    return receipt.inputs == inputs and _is_file_of(receipt, output)


def recall(cache: Cache, request: Request, workspace: str) -> tuple[Outcome, ...] | None:
    """What a request gave when nothing in the workspace was different, if every PDF is still as it was then.

    ``workspace`` is the digest of all that is in it.
    """
    record = cache.recall(RECORDS, _asked(cache, request))
    if record is None or record["workspace"] != workspace:
        return None
    jobs = [Job(**{**row, "output": _root(cache) / row["output"]}) for row in record["documents"]]
    outcomes = []
    for job in jobs:
        receipt = read_receipt(cache, job.output)
        if receipt is None or not _is_file_of(receipt, job.output):
            return None
        outcomes.append(finished(job, "unchanged", receipt.pages, receipt.report))
    return tuple(outcomes)


def remember(cache: Cache, request: Request, workspace: str, outcomes: Sequence[Outcome]) -> None:
    """Keep what a request gave; every outcome has its job, and its file is there."""
    jobs = [found.job for found in outcomes if found.job is not None]
    documents = [asdict(job) | {"output": _placed(cache, job.output)} for job in jobs]
    cache.keep(RECORDS, _asked(cache, request), {"workspace": workspace, "documents": documents})


def was_written(receipt: Receipt | None, output: Path) -> bool:
    """Whether a file holds the bytes that were written there."""
    return receipt is not None and _is_file_of(receipt, output)


def _is_file_of(receipt: Receipt, output: Path) -> bool:
    try:
        return digest_of_file(output) == receipt.output
    except OSError:
        return False


def _asked(cache: Cache, request: Request) -> str:
    """A request as text, without what makes no difference to its files."""
    out = None if request.out is None else _placed(cache, request.out)
    return json.dumps(asdict(request) | {"jobs": None, "force": None, "out": out}, sort_keys=True)
