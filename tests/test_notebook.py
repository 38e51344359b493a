"""The notebook runs from a fresh kernel, finds what was planted, and stands in the repository without outputs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from imrgraph.synth import load_effects
from imrgraph.synth.material import material
from imrgraph.synth.plan import plan

_NOTEBOOK = Path(__file__).parent.parent / "examples" / "citation_network.ipynb"
_LETTERS = 300


def _read() -> Any:
    return nbformat.read(_NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


def test_no_outputs_are_kept() -> None:
    for cell in _read().cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_it_runs_and_finds_what_was_planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    notebook = _read()
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(_NOTEBOOK.parent)}})
    client.execute()  # raises where a cell fails
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    told = "".join(output.get("text", "") for output in outputs)
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2

    effects = load_effects()
    items = [item for number in range(1, _LETTERS + 1) for item in plan(number, 1, material(), effects).items]
    silent = sum(item.silent for item in items)
    assert f"{len(items)} disputed items, {len(items)} of them in synthetic letters" in told
    odg = sum("odg-when-silent" in item.exposed for item in items)
    assert re.search(rf"\nsilent-then-acoem-odg .* {odg} +0\.\d+\n", told)
    assert re.search(rf"\nacoem-odg-not-shown .* {silent - odg} +0\.\d+\n", told)
    for name, effect in (
        ("ODG where the MTUS is silent", "odg-when-silent"),
        ("Same guideline", "same-guideline"),
    ):
        found = re.search(rf"{name}: [\d.]+ times the odds of overturning, ([\d.]+) to ([\d.]+)\n", told)
        assert found
        low, high = map(float, found.groups())
        assert low < effects.size(effect) < high
        assert low > 1 or high < 1
    assert "DEXA scan: Overturned" in told
    (page,) = tmp_path.glob("*/network.html")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
