"""Counts and intervals, and how they print."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]

from imrgraph.evaluate.report import Fact, Place, count, to_json, to_table, wilson

_AT = Place(letter="one.txt", item=2)
_REPORT = count(
    [
        _AT.judge(Fact.OUTCOME, True, "Upheld", "Upheld"),
        _AT.judge(Fact.QUANTITY, True, "2", "2"),
        _AT.judge(Fact.OUTCOME, False, "Upheld"),
    ],
    unresolved=3,
)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [  # scipy 1.17: binomtest(hits, total).proportion_ci(method="wilson")
        pytest.param(0, 1, 0.0, 0.793451, id="none"),
        pytest.param(1, 1, 0.206549, 1.0, id="all-of-one"),
        pytest.param(12, 12, 0.757506, 1.0, id="all"),
        pytest.param(27, 39, 0.535787, 0.814341, id="some"),
        pytest.param(617, 619, 0.988297, 0.999113, id="nearly-all"),
    ],
)
def test_wilson(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-6)


@given(st.integers(1, 5_000), st.data())
def test_wilson_is_scipys(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    interval = binomtest(hits, total).proportion_ci(method="wilson")
    assert wilson(hits, total) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_every_kind_of_fact_weighs_the_same() -> None:
    assert [(row.fact, row.hits, row.total) for row in _REPORT.rows] == [
        (Fact.OUTCOME, 1, 2),
        (Fact.QUANTITY, 1, 1),
    ]
    assert _REPORT.macro == 0.75


def test_table() -> None:
    assert to_table(_REPORT).splitlines() == [
        "outcome                        1 / 2      0.500  0.095-0.905",
        "quantity                       1 / 1      1.000  0.207-1.000",
        "citations kept unresolved      3",
        "macro average                             0.750",
    ]


def test_misses_come_by_kind() -> None:
    other = Place(letter="two.txt").judge(Fact.CASE_FACTS, False, "age 40", "41")
    missed = (_AT.judge(Fact.OUTCOME, False, "Upheld"), other, _AT.judge(Fact.OUTCOME, False, "Overturned"))
    assert to_table(count(missed, unresolved=0), misses=True).splitlines()[:7] == [
        "case facts: 1 missed",
        "  two.txt: want age 40, found 41",
        "",
        "outcome: 2 missed",
        "  one.txt #2: want Upheld, found nothing",
        "  one.txt #2: want Overturned, found nothing",
        "",
    ]


def test_json() -> None:
    assert "misses" not in json.loads(to_json(_REPORT))
    document = json.loads(to_json(_REPORT, misses=True))
    assert document["macro"] == 0.75
    assert document["rows"][0]["interval"] == list(wilson(1, 2))
    assert document["misses"] == [
        {"fact": "outcome", "letter": "one.txt", "item": 2, "wanted": "Upheld", "found": ""}
    ]
