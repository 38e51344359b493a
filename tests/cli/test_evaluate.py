"""`imrgraph evaluate`: what it prints where, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imrgraph.cli import main

_DATA = Path(__file__).parent.parent / "data" / "evaluate"
_GIVEN = ["evaluate", str(_DATA / "graph.ttl"), str(_DATA / "gold")]
Captured = pytest.CaptureFixture[str]


def test_a_table_without_misses(capsys: Captured) -> None:
    assert main(_GIVEN) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "letter found                   1 / 3      0.333  0.061-0.792"
    assert out.splitlines()[-1].split() == ["macro", "average", "0.509"]
    assert "want" not in out
    assert err == ""


def test_misses_and_json(capsys: Captured) -> None:
    assert main([*_GIVEN, "--misses", "--format", "json", "--letters", str(_DATA / "letters")]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {miss["letter"] for miss in document["misses"]} == {"one.txt", "two.txt", "three.pdf"}


def test_below_the_minimum(capsys: Captured) -> None:
    assert main([*_GIVEN, "--min", "0.5"]) == 0
    capsys.readouterr()
    assert main([*_GIVEN, "--min", "0.51"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("letter found")
    assert err == "imrgraph: macro average 0.509 is below 0.51 (--min)\n"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([_GIVEN[1], str(_DATA)], id="no-gold"),
        pytest.param(["nowhere.ttl", _GIVEN[2]], id="no-graph"),
        pytest.param([*_GIVEN[1:], "--letters", "nowhere"], id="no-letters"),
    ],
)
def test_what_is_missing_is_one_line(arguments: list[str], capsys: Captured) -> None:
    assert main(["evaluate", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("imrgraph: ")
    assert err.count("\n") == 1
