"""What was built from what, kept in the workspace's cache, so that nothing is made twice.

Every file that was made has a receipt of its own, and every request that was carried out without a problem a
record: two builds at once never share a file that both read, change and write, so neither needs a lock. One
that is lost or damaged only costs a rebuild. They name files by their place in the workspace: in one that was
copied, moved or is reached by a link, they tell of its own files, and of no other folder's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import clinicpress
from clinicpress.build.jobs import Job, Outcome, Request, finished
from clinicpress.content.workspace import starter
from clinicpress.store.cache import keep, recalled
from clinicpress.store.regular import is_folder, is_link, open_regular, real

# The libraries whose code decides what stands in a PDF, and whether it may be printed.
LIBRARIES = (
    "babel", "fontpkg_lato", "markdown_it_py", "numpy", "pillow", "pydantic", "pypdfium2", "reportlab",
    "resvg_py", "rl_accel", "segno", "shapely", "svglib", "syllapy",
)  # fmt: skip
_INSTALLED = re.compile(rf"({'|'.join(LIBRARIES)})-.*\.dist-info", re.IGNORECASE)
FOLDERS = ("content", "assets")
PATIENTS = "content/patients"


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file in hex; it is read piece by piece.

    Raises:
        OSError: if it cannot be read.
    """
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of this package's own files and of the versions of what it draws with."""
    package = Path(clinicpress.__file__).parent
    state = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        # the starter's files count as content, where they are used
        if path.suffix in {".py", ".yaml", ".txt"} and not name.startswith("starter/"):
            state.update(f"{name}\0{digest_of_file(path)}\0".encode())
    state.update("\0".join(installed()).encode())
    state.update(f"{sys.version} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    return state.hexdigest()


def installed() -> tuple[str, ...]:
    """Name and version of each of the `LIBRARIES`, as the folders of their metadata are named.

    Why: asking importlib.metadata takes ten times as long, half of a build in which nothing changed.
    """
    found: set[str] = set()
    for folder in map(Path, sys.path):
        if is_folder(folder):
            found |= {path.name for path in folder.iterdir() if _INSTALLED.fullmatch(path.name)}
    return tuple(sorted(found))


def workspace_digest(root: Path) -> str | None:
    """Digest of every file that a build of the workspace at ``root`` may read, and of the engine.

    None if that cannot be told by looking at files alone: where there are links, or a file cannot be read.
    """
    state = hashlib.sha256(engine_digest().encode())
    for at in dict.fromkeys((real(root), real(starter()))):
        for folder in FOLDERS:
            for where, folders, names in os.walk(at / folder):
                folders.sort()
                here = Path(where)
                if here == at / PATIENTS:
                    folders.clear()
                    continue
                for path in (here / name for name in sorted([*folders, *names])):
                    found = _entry(path)
                    if found is None:
                        return None
                    state.update(f"{path.relative_to(at).as_posix()}\0{found}\0".encode())
    return state.hexdigest()


def _entry(path: Path) -> str | None:
    try:
        if is_link(path):
            return None
        return "folder" if is_folder(path) else digest_of_file(path)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished PDF was made from and what it held: hex digests, its pages, what the fit did."""

    inputs: str
    output: str
    pages: int
    report: Mapping[str, Any]


def cache_folder(root: Path) -> Path:
    """Where a workspace keeps what can be made again: receipts, records and compiled figures."""
    return root / ".cache" / "clinicpress"


def _root(cache: Path) -> Path:
    """The workspace of a `cache_folder`."""
    return cache.parent.parent


def _placed(root: Path, path: Path) -> str:
    """The place of a file in the workspace at ``root``; the whole path of one that is elsewhere."""
    for inside, whole in ((path.absolute(), root.absolute()), (real(path), real(root))):
        if inside.is_relative_to(whole):
            return inside.relative_to(whole).as_posix()
    return real(path).as_posix()


def read_receipt(cache: Path, output: Path) -> Receipt | None:
    """The receipt of a PDF; None if there is none that can be used."""
    try:
        data = json.loads(recalled(_receipt_path(cache, output)) or b"")
        return Receipt(str(data["inputs"]), str(data["output"]), int(data["pages"]), dict(data["report"]))
    except (ValueError, KeyError, TypeError):
        return None


def write_receipt(cache: Path, output: Path, receipt: Receipt) -> None:
    """Keep the receipt of a PDF."""
    keep(_receipt_path(cache, output), _data(asdict(receipt)))


def is_current(receipt: Receipt, inputs: str, output: Path) -> bool:
    """Whether the PDF on disk is what building it again would give."""
    return receipt.inputs == inputs and _is_file_of(receipt, output)


def recall(cache: Path, request: Request, workspace: str) -> tuple[Outcome, ...] | None:
    """What a request gave when nothing in the workspace was different, if every PDF is still as it was then.

    ``workspace`` is the digest of all that is in it.
    """
    try:
        record = json.loads(recalled(_record_path(cache, request)) or b"")
        if record["workspace"] != workspace:
            return None
        root = _root(cache)
        jobs = [Job(**{**row, "output": root / row["output"]}) for row in record["documents"]]
    except (ValueError, KeyError, TypeError):
        return None
    outcomes = []
    for job in jobs:
        receipt = read_receipt(cache, job.output)
        if receipt is None or not _is_file_of(receipt, job.output):
            return None
        outcomes.append(finished(job, "unchanged", receipt.pages, receipt.report))
    return tuple(outcomes)


def remember(cache: Path, request: Request, workspace: str, outcomes: Sequence[Outcome]) -> None:
    """Keep what a request gave; every outcome has its job, and its file is there."""
    jobs = [found.job for found in outcomes if found.job is not None]
    documents = [asdict(job) | {"output": _placed(_root(cache), job.output)} for job in jobs]
    keep(_record_path(cache, request), _data({"workspace": workspace, "documents": documents}))


def was_written(receipt: Receipt | None, output: Path) -> bool:
    """Whether a file holds the bytes that were written there."""
    return receipt is not None and _is_file_of(receipt, output)


def _is_file_of(receipt: Receipt, output: Path) -> bool:
    try:
        return digest_of_file(output) == receipt.output
    except OSError:
        return False


def _data(found: Mapping[str, Any]) -> bytes:
    return json.dumps(found, indent=1, sort_keys=True).encode()


def _receipt_path(cache: Path, output: Path) -> Path:
    # named by digest, so that outputs of any folder can have one
    place = _placed(_root(cache), output).encode("utf-8", "surrogateescape")
    return cache / "receipts" / f"{digest_of(place)[:32]}.json"


def _record_path(cache: Path, request: Request) -> Path:
    out = None if request.out is None else _placed(_root(cache), request.out)
    asked = asdict(request) | {"jobs": None, "force": None, "out": out}
    return cache / "records" / f"{digest_of(json.dumps(asked, sort_keys=True).encode())[:32]}.json"
