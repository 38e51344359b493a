"""How a mention is stated: sentences as clinicians and reviewers write them, each with one mention."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.extract.context import Context
from imrgraph.extract.why import value_of
from imrgraph.records import Assertion
from imrgraph.vocab import matcher

DATA = Path(__file__).parent.parent / "data"
ROWS = [
    row
    for name in ("assertions.csv", "assertions-2.csv")
    for row in csv.DictReader((DATA / name).open(encoding="utf-8"))
]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_assertion(row: dict[str, str]) -> None:
    start = row["sentence"].index(row["mention"])
    named = [(m.start, m.end) for m in matcher("condition").find(row["sentence"])]
    own = (start, start + len(row["mention"]))
    found = Context(
        row["sentence"], [*(n for n in named if n[1] <= own[0] or n[0] >= own[1]), own]
    ).assertion(*own)
    assert value_of(found) == (Assertion(row["assertion"]) if row["assertion"] else None)


def test_every_row_has_an_id_of_its_own() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 120
