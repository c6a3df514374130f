"""The guide for a new type of block is carried out as it stands, in a copy of the package."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest
from guides import carry_out, copied_package, run

# a copy of the package, and processes that run it
pytestmark = pytest.mark.slow
QUOTE = "I can walk again!! Lie supine."


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which the guide was carried out."""
    folder = copied_package(tmp_path_factory.mktemp("package"))
    assert carry_out("block", folder) == 3
    return folder


@pytest.fixture
def quoting(workspace: Path) -> Path:
    """A workspace with a handout that quotes."""
    path = workspace / "content/handouts/sciatica.yaml"
    text = path.read_text(encoding="utf-8").replace("blocks:\n", f"blocks:\n  - quote: {QUOTE}\n", 1)
    path.write_text(text, encoding="utf-8")
    return workspace


def test_the_guide_is_carried_out(package: Path, quoting: Path) -> None:
    """It named no role that there is, and left out that the check would not see the block's words."""
    built = run(package, quoting, "build", "sciatica", "--kind", "handout")
    assert built.returncode == 0, built.stderr
    pdf = quoting / "output/handouts/sciatica.pdf"
    assert run(package, quoting, "verify", str(pdf)).returncode == 0
    with pikepdf.open(pdf) as opened:
        roles = {str(each.get("/S")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)}
    assert "/BlockQuote" in roles
    schema = run(package, quoting, "schema", "handout")
    assert "QuoteBlock" in json.loads(schema.stdout)["$defs"]


@pytest.mark.parametrize("rule", ["jargon", "emphasis"])
def test_its_words_are_checked(package: Path, quoting: Path, rule: str) -> None:
    checked = json.loads(run(package, quoting, "check", "--rule", rule, "--json").stdout)
    lines = (quoting / "content/handouts/sciatica.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index(f"  - quote: {QUOTE}") + 1
    assert line in {found["line"] for found in checked["findings"]}, checked


def test_a_wrong_key_or_value_has_its_place(package: Path, quoting: Path) -> None:
    path = quoting / "content/handouts/sciatica.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- quote: ", "- qoute: "), encoding="utf-8")
    told = run(package, quoting, "check", "--rule", "jargon").stderr
    assert "'qoute' is not a block type" in told
    assert "did you mean quote?" in told


def test_a_role_that_pdf_does_not_have_is_told_when_it_is_made(package: Path, quoting: Path) -> None:
    path = package / "src/clinicpress/content/blocktypes/quote.py"
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(text.replace('"BlockQuote"', '"Blockquote"'), encoding="utf-8")
        built = run(package, quoting, "build", "sciatica", "--kind", "handout")
    finally:
        path.write_text(text, encoding="utf-8")
    assert built.returncode == 1
    assert "'Blockquote' is not a role that PDF has" in built.stderr
    assert not (quoting / "output/handouts/sciatica.pdf").exists()
