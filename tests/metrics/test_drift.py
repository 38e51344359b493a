"""Drift of citations: hand-worked years, editions and the change of December 2017."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import CitationFacts, Names, read_citations, read_items, read_names
from imrgraph.metrics import LEVELS, PERIODS, citation_drift, wilson
from imrgraph.records import CitationPlace, Party
from imrgraph.vocab.concepts import BASE
from tests.engines import engine
from tests.metrics.facts import items_of

_G = BASE + "guideline/"
_NAMES = Names(
    labels={_G + "odg": "ODG", _G + "acoem-ch12": "ACOEM ch. 12"},
    broader={_G + "mtus-chronic-pain": (_G + "mtus",), _G + "acoem-ch12": (_G + "acoem",)},
)
_ITEMS = [
    *items_of("a", "uu", letter_says={"date": "2016-11-30"}),
    *items_of("b", "u", letter_says={"date": "2017-11-30"}),
    *items_of("c", "u", letter_says={"date": "2017-12-01"}),
    *items_of("d", "u"),
]


def _cited(item: str, guideline: str, within: bool | None = None, *editions: str) -> CitationFacts:
    return CitationFacts(
        iri=f"{item}-{guideline}-{within}",
        item=item,
        party=Party.EXPERT_REVIEWER,
        place=CitationPlace.GUIDELINE_STATEMENT,
        guidelines=(_G + guideline,) if guideline else (),
        within_mtus=within,
        editions=editions,
    )


_CITATIONS = [
    _cited("a#1", "mtus-chronic-pain"),
    _cited("a#1", "odg"),
    _cited("a#2", "mtus-chronic-pain"),
    _cited("a#2", "mtus-chronic-pain", True, "2009"),
    _cited("b#1", "acoem-ch12", True, "2004"),
    _cited("c#1", "acoem-ch12"),
    _cited("c#1", ""),
    _cited("d#1", "odg"),
]


def test_shares_and_parts_of_a_year() -> None:
    drift = citation_drift(_CITATIONS, _ITEMS, _NAMES)
    assert [(use.period, use.name, use.items, use.of, use.share, use.part) for use in drift] == [
        ("2016", "mtus", 2, 2, 1.0, pytest.approx(2 / 3)),
        ("2016", "odg", 1, 2, 0.5, pytest.approx(1 / 3)),
        ("2017", "acoem", 2, 2, 1.0, 1.0),
    ]
    assert drift.undated == 1
    assert drift.rows[0].determinations == ("a#1", "a#2")
    assert drift.rows[1].label == "ODG"
    assert (drift.rows[2].low, drift.rows[2].high) == wilson(2, 2)
    assert drift.rows[0].small


@pytest.mark.parametrize(
    ("by", "found"),
    [
        pytest.param("family", {"mtus": 2, "odg": 1, "acoem": 1}, id="family"),
        pytest.param("guideline", {"mtus-chronic-pain": 2, "odg": 1, "acoem-ch12": 1}, id="guideline"),
        pytest.param(
            "edition",
            {
                "mtus-chronic-pain no edition": 2,
                "mtus-chronic-pain 2009": 1,
                "odg no edition": 1,
                "acoem-ch12 2004": 1,
            },
            id="edition",
        ),
        pytest.param("mtus", {"within-mtus": 3, "outside-mtus": 1}, id="mtus"),
    ],
)
def test_before_december_2017(by: str, found: dict[str, int]) -> None:
    drift = citation_drift(_CITATIONS, _ITEMS, _NAMES, by, period="regime")
    before = {use.name: use.items for use in drift if use.period == "before December 2017"}
    assert before == found
    since = [use for use in drift if use.period == "since December 2017"]
    assert [use.items for use in since] == [1]
    assert by != "mtus" or since[0].name == "acoem-open"


def test_only_the_party_and_the_place_asked_for() -> None:
    other = [replace(one, party=Party.CLAIMS_ADMINISTRATOR) for one in _CITATIONS]
    assert len(citation_drift(other, _ITEMS, _NAMES)) == 0
    assert len(citation_drift(other, _ITEMS, _NAMES, party=Party.CLAIMS_ADMINISTRATOR)) == 3
    rationale = [replace(one, place=CitationPlace.RATIONALE) for one in _CITATIONS]
    assert len(citation_drift(rationale, _ITEMS, _NAMES)) == 0
    assert len(citation_drift(rationale, _ITEMS, _NAMES, place=None)) == 3


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", LEVELS)
def test_parts_add_up_in_both_engines(by: str, period: str) -> None:
    one, other = (
        citation_drift(read_citations(store), read_items(store), read_names(store), by, period=period)
        for store in (engine("oxigraph"), engine("rdflib"))
    )
    assert one == other
    for name in {use.period for use in one}:
        assert sum(use.part for use in one if use.period == name) == pytest.approx(1)
    assert all(0 <= use.low <= use.share <= use.high <= 1 for use in one)


def test_unknown_levels_and_periods_are_named() -> None:
    with pytest.raises(QueryError, match="edition"):
        citation_drift([], [], _NAMES, "page")
    with pytest.raises(QueryError, match="regime"):
        citation_drift([], [], _NAMES, period="month")
