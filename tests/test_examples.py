"""The example scripts run on the example letters, and those are as they were published."""

from __future__ import annotations

import hashlib
import runpy
from pathlib import Path

import pytest

from imrgraph.data import example_letters_dir

_EXAMPLES = Path(__file__).parent.parent / "examples"
_DIGESTS = {
    "000_20de0494f4bc5a7d.txt": "61604d52e85adb8ecdf73fd169fb4b4ad06ac08a33b32e4fde3f4908ec8c2ae6",
    "002_39363498b94abce7.txt": "c5da29e4cfba43d7ced148bfaf3af3445280a3754980acbcf12c2f84c0ac2183",
    "003_0bd5cbb37f09cca2.txt": "3fbf65f763c2235ccf980156eb1dd1893c69dec4ebd015e1fba903ce26554563",
}


def test_letters_are_kept_byte_for_byte() -> None:
    files = example_letters_dir().iterdir()
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == _DIGESTS


def test_guideline_network(example_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(_EXAMPLES / "guideline_network.py"))["main"](str(example_store))
    leading, together = capsys.readouterr().out.split("\n\n")
    assert "American College" in leading
    assert " + " in together


def test_precedents(example_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(_EXAMPLES / "precedents.py"))["main"]("DEXA scan", str(example_store))
    printed = capsys.readouterr().out
    assert "item 1: DEXA scan\n  relied on: American College of Radiology" in printed
    assert printed.endswith("1 found\n")
