"""What benchmarks say of the package holds: the stages of a plan are timed by functions that there are."""

import importlib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def beside_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")


def test_the_functions_of_all_stages_are_there() -> None:
    stages: Any = importlib.import_module("stages")
    assert set(stages.PROOF) < set(stages.STAGES)
    for stage, functions in stages.STAGES.items():
        for module, name in functions:
            owner, last = stages.owner_of(stage, module, name)
            assert callable(getattr(owner, last))


@pytest.mark.parametrize("name", ["Bodies.no_such", "NoSuch.pages"])
def test_a_function_that_is_gone_is_told(name: str) -> None:
    stages: Any = importlib.import_module("stages")
    with pytest.raises(SystemExit, match=f"clinicpress.build.bodies has no {name} any more.*'strip'"):
        stages.Clock().wrap("strip", "clinicpress.build.bodies", name)


def test_a_table_is_saved_as_markdown_and_as_a_plot(tmp_path: Path) -> None:
    lines: Any = importlib.import_module("lines")
    line = lines.Line("files <&>", "plans/s", 300.0, "Typst", 100.0, 2.0, least=2.5, by_cpu=True, aim=6)
    assert (line.ratio, line.held) == (3.0, False)
    lines.save(tmp_path, "About.", [line], {"names only": {"start": 1.0, "strip": 3.0}})
    told = (tmp_path / "batch.md").read_text(encoding="utf-8")
    assert "| files <&> | 300.00 plans/s | 100.00 (Typst) | 3.00 | 2.00 | >= 2.5 CPU | 6 | MISSED |" in told
    assert "| strip | 3.000 | 75.0% |" in told
    words = " ".join(ET.parse(tmp_path / "batch.svg").getroot().itertext())
    assert "files <&>, Typst" in words
    assert "names only: 4.00 ms" in words
