"""Amounts and dates of items, from wordings of requests for authorization."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.extract.items import read_item_words
from imrgraph.extract.measures import find_quantity, number
from imrgraph.extract.why import value_of
from imrgraph.records import Timing

ROWS = list(
    csv.DictReader((Path(__file__).parent.parent / "data" / "item-measures.csv").open(encoding="utf-8"))
)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_measures(row: dict[str, str]) -> None:
    facts = read_item_words(row["item"])
    assert facts.quantity == (Decimal(row["quantity"]) if row["quantity"] else None)
    assert (facts.strength or "") == row["strength"]
    assert (facts.dosage_form or "") == row["form"]
    assert (facts.frequency or "") == row["frequency"]
    assert (facts.duration or "") == row["duration"]
    assert facts.service_from == (date.fromisoformat(row["from"]) if row["from"] else None)
    assert facts.service_to == (date.fromisoformat(row["to"]) if row["to"] else None)
    assert facts.timing == (Timing(row["timing"]) if row["timing"] else None)


@given(st.integers(1, 999))
def test_a_printed_count_reads_back(count: int) -> None:
    assert value_of(find_quantity(f"Norco 10/325mg #{count}")) == count
    assert number(f"({count})") == count
