"""`imrgraph demo`: from the checkout, twice over, and from a wheel without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from imrgraph.cli import main

pytestmark = pytest.mark.lengthy

_CHECKOUT = Path(__file__).parent.parent.parent


def test_genuine_and_synthetic_letters_stay_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty synthetic letters have numbers that no genuine one has; none of them is where the genuine are."""
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--letters", "20"]) == 0
    first = capsys.readouterr().out
    genuine, _, synthetic = first.partition("\nSYNTHETIC LETTERS: invented, and no evidence")
    assert "letters                  3\n" in genuine
    assert "American College of Radiology" in genuine
    assert "000_20de0494f4bc5a7d" in genuine
    assert "CM99-" not in genuine
    assert "letters                 20\n" in synthetic
    assert "same guideline" in synthetic
    assert "pagerank" in synthetic
    assert "_20de0494f4bc5a7d" not in synthetic

    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "imrgraph-demo").glob("*.html")}
    assert {name: f"{tmp_path / 'imrgraph-demo' / name}\n" in first for name in pages} == {
        "genuine.html": True,
        "synthetic-network.html": True,
    }
    assert "<title>Three genuine letters: " in pages["genuine.html"]
    assert "ynthetic" not in pages["genuine.html"]
    assert "CM99-" not in pages["genuine.html"]
    assert "<title>Synthetic letters: " in pages["synthetic-network.html"]
    assert "Every letter behind this is invented" in pages["synthetic-network.html"]
    assert "CM99-0000001" in pages["synthetic-network.html"]

    report = tmp_path / "imrgraph-demo" / "synthetic-report" / "index.html"
    assert f"\nsynthetic  {report}\n" in first
    assert "Synthetic letters only: " in report.read_text("utf-8")
    for store, letters in (("genuine", 3), ("synthetic", 20)):
        assert main(["query", "letters", "--store", f"imrgraph-demo/{store}.db", "--format", "csv"]) == 0
        rows = capsys.readouterr().out.splitlines()[1:]
        assert [",CM99-" in row for row in rows] == [store == "synthetic"] * letters

    assert main(["demo", "--letters", "20"]) == 0
    again = capsys.readouterr().out
    said = [line for line in again.splitlines() if " were stored already, " not in line]
    assert said == first.splitlines()
    assert len(again.splitlines()) == len(said) + 2
    assert {
        path.name: path.read_text("utf-8") for path in (tmp_path / "imrgraph-demo").glob("*.html")
    } == pages


def test_demo_that_cannot_write_says_so_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "genuine.html").mkdir()
    assert main(["demo", "-o", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_wheel_has_all_that_the_demo_needs_and_it_writes_where_it_is_told(tmp_path: Path) -> None:
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
        [sys.executable, "-m", "imrgraph.cli", "demo", "-o", "a/b", "--letters", "3"],
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "American College of Radiology" in ran.stdout
    assert {entry.name for entry in (tmp_path / "elsewhere").iterdir()} == {"a"}
    assert {entry.name for entry in (tmp_path / "elsewhere" / "a" / "b").iterdir()} == {
        "genuine.db",
        "genuine.html",
        "synthetic.db",
        "synthetic-network.html",
        "synthetic-report",
    }
