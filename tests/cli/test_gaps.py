"""`imrgraph gaps`: what it prints where, and its exit status."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from imrgraph.cli import main

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: tuple[Path, ...]) -> Path:
    """A folder with one letter over an unlisted drug, which its summary names too."""
    monkeypatch.chdir(tmp_path)
    words = letters[1].read_text("utf-8").replace("Requip", "Zorbatril")
    words = words.replace("X-ray L-spine (lower back), full including bending views", "Zorbatril 10 mg #30")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(words, "utf-8")
    return tmp_path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_for_a_spreadsheet(here: Path, capsys: Captured) -> None:
    assert main(["gaps", "in"]) == 0
    out, err = capsys.readouterr()
    assert {(row["kind"], row["words"]) for row in rows(out)} == {
        ("treatment", "Zorbatril"),
        ("prior treatment", "Zorbatril"),
    }
    assert err == ""


def test_a_store_gives_the_same_and_is_the_default(here: Path, capsys: Captured) -> None:
    main(["gaps", "in"])
    from_files = capsys.readouterr().out
    main(["build", "in"])
    capsys.readouterr()
    for arguments in (["gaps"], ["gaps", "--store", "imrgraph.db"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out == from_files


def test_from_gap_to_entry(here: Path, capsys: Captured) -> None:
    assert main(["gaps", "in", "--format", "turtle", "-o", "mine.ttl"]) == 0
    assert capsys.readouterr() == ("", "mine.ttl: 2 gaps\n")
    assert main(["gaps", "in", "--vocabulary", "mine.ttl"]) == 1
    assert "treatment:zorbatril has no category" in capsys.readouterr().err
    mine = here / "mine.ttl"
    mine.write_text(
        mine.read_text().replace("# skos:broader treatment:...", "skos:broader treatment:pharmaceutical")
    )
    assert main(["gaps", "in", "--vocabulary", "mine.ttl"]) == 0
    assert rows(capsys.readouterr().out) == []
    assert main(["build", "in", "--vocabulary", "mine.ttl"]) == 0
    capsys.readouterr()
    assert main(["gaps"]) == 0
    assert rows(capsys.readouterr().out) == []


@pytest.mark.parametrize("kind", ["prior treatment", "prior-treatment"])
def test_options(here: Path, kind: str, capsys: Captured) -> None:
    assert main(["gaps", "in", "--kind", kind, "--limit", "5", "--examples", "1", "--format", "json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["results"]["bindings"]
    assert row["words"]["value"] == "Zorbatril"
    assert row["examples"]["value"].startswith("a#char=")
    assert main(["gaps", "in", "--min-count", "4"]) == 0
    assert rows(capsys.readouterr().out) == []
    assert main(["gaps", "in", "--format", "table"]) == 0
    assert "Zorbatril" in capsys.readouterr().out


def test_what_is_no_letter_is_told_and_the_rest_goes_on(here: Path, capsys: Captured) -> None:
    (here / "in" / "poem.txt").write_text("A poem")
    assert main(["gaps", "in"]) == 1
    out, err = capsys.readouterr()
    assert len(rows(out)) == 2
    assert err.startswith("failed: poem.txt: is no IMR final determination letter")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        pytest.param(["gaps"], 1, "no such store", id="no-store"),
        pytest.param(["gaps", "in", "--vocabulary", "no.ttl"], 1, "no.ttl: No such file", id="no-vocabulary"),
        pytest.param(["gaps", "in", "-o", "no/x.csv"], 1, "cannot be written", id="output"),
        pytest.param(["gaps", "in", "--store", "x"], 2, "not both", id="both"),
        pytest.param(["gaps", "in", "--kind", "weather"], 2, "prior-treatment, condition", id="kind"),
        pytest.param(["gaps", "in", "--min-count", "0"], 2, "Usage:", id="range"),
    ],
)
def test_errors(here: Path, arguments: list[str], status: int, says: str, capsys: Captured) -> None:
    assert main(arguments) == status
    assert says in " ".join(capsys.readouterr().err.split())


def test_help_teaches(capsys: Captured) -> None:
    assert main(["gaps", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "From gap to entry" in out
    assert "imrgraph gaps letters/ --min-count 3 --format turtle -o mine.ttl" in out
