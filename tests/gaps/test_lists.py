"""Names in lists, with doses and in disputed items: which are gaps, and what is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.gaps.items import names_asked_for
from imrgraph.gaps.lists import listed_in
from imrgraph.gaps.records import Kind

_DATA = Path(__file__).parent.parent / "data"


def rows(name: str) -> list[object]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["id"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", rows("gap-lists.csv"))
def test_names_in_lists(row: dict[str, str]) -> None:
    text = row["text"]
    found = [(one.kind, text[one.span.start : one.span.end]) for one in listed_in(text)]
    wanted = {
        kind: row[kind.value].split("|") if row[kind.value] else []
        for kind in (Kind.CONDITION, Kind.PRIOR_TREATMENT)
    }
    assert {kind: [words for k, words in found if k is kind] for kind in wanted} == wanted


@pytest.mark.parametrize("row", rows("gap-items.csv"))
def test_names_in_items(row: dict[str, str]) -> None:
    item = row["item"]
    found = [item[name.start : name.end] for name in names_asked_for(item)]
    assert found == (row["names"].split("|") if row["names"] else [])
