"""`imrgraph report`: what it says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_report_is_written_and_its_page_named(
    example_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    assert main(["report", "--store", str(example_store), "-o", str(folder), "--title", "Three letters"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "reading disputed items"
    assert lines[-2:] == ["writing", f"{folder / 'index.html'}: open it in a browser"]
    assert "<h1>Three letters</h1>" in (folder / "index.html").read_text("utf-8")


def test_what_is_wrong_is_one_line(
    example_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "index.html"
    there.write_text("mine")
    for argv, says in (
        (
            ["-p", "colour=red"],
            "imrgraph report has no parameter 'colour' (it has: category, bodyPart, from, to)",
        ),
        (["-o", str(tmp_path)], f"{there}: is no report of imrgraph; give another folder with -o"),
    ):
        assert main(["report", "--store", str(example_store), *argv]) == 1
        assert capsys.readouterr().err.splitlines()[-1] == f"imrgraph: {says}"
    assert there.read_text() == "mine"
