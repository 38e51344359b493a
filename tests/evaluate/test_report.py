"""Counts and intervals, and how they print."""

from __future__ import annotations

import json

from imrgraph.evaluate.report import Fact, Place, count, to_json, to_table
from imrgraph.metrics.intervals import wilson

_AT = Place(letter="one.txt", item=2)
_REPORT = count(
    [
        _AT.judge(Fact.OUTCOME, True, "Upheld", "Upheld"),
        _AT.judge(Fact.QUANTITY, True, "2", "2"),
        _AT.judge(Fact.OUTCOME, False, "Upheld"),
    ],
    unresolved=3,
)


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
