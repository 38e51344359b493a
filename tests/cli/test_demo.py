"""`imrgraph demo`: from the checkout, twice over, and from a wheel without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from imrgraph.cli import main

_CHECKOUT = Path(__file__).parent.parent.parent


def test_demo_shows_what_was_built_and_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 0
    first = capsys.readouterr().out
    page = tmp_path / "imrgraph-demo" / "citations.html"
    assert "letters                  3\n" in first
    assert "American College of Radiology" in first
    assert "pagerank" in first
    assert f"\n{page}\n" in first
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert main(["query", "letters", "--store", "imrgraph-demo/imrgraph.db"]) == 0
    capsys.readouterr()
    assert main(["demo"]) == 0
    assert capsys.readouterr().out == first


def test_demo_writes_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--store", "a/store", "-o", "b/picture.html"]) == 0
    assert (tmp_path / "a" / "store" / "current").is_file()
    assert (tmp_path / "b" / "picture.html").is_file()
    assert {entry.name for entry in tmp_path.iterdir()} == {"a", "b"}


def test_demo_that_cannot_write_says_so_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").mkdir()
    assert main(["demo", "--store", str(tmp_path / "store"), "-o", str(tmp_path / "taken")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_wheel_has_all_that_the_demo_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=_CHECKOUT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    for folder, packaged in (
        ("ontology", "ontology"),
        ("queries", "queries"),
        ("examples/letters", "letters"),
    ):
        files = {path.name for path in (_CHECKOUT / folder).iterdir() if path.is_file()}
        assert {f"imrgraph/_data/{packaged}/{name}" for name in files} <= names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]
    (tmp_path / "elsewhere").mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "imrgraph.cli", "demo"],
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "American College of Radiology" in ran.stdout
    assert (tmp_path / "elsewhere" / "imrgraph-demo" / "citations.html").is_file()
