"""The legal search order: one row for each way that a reviewer can come to an authority."""

from __future__ import annotations

import pytest

from imrgraph.graph import CitationFacts, Names, read_citations, read_items, read_names
from imrgraph.metrics import Order, SearchPath, path_of, search_order, wilson
from imrgraph.query import select
from imrgraph.records import CitationPlace, Party, Stance
from imrgraph.vocab.concepts import BASE
from tests.engines import engine
from tests.metrics.facts import items_of

_G = BASE + "guideline/"
_NAMES = Names(
    broader={
        _G + below: (_G + above,)
        for below, above in {
            "mtus-chronic-pain": "mtus",
            "acoem-ch12": "acoem",
            "odg-pain": "odg",
            "other-cochrane": "other",
        }.items()
    }
)


def _cited(said: str, at: int = 0, item: str = "x#1") -> CitationFacts:
    """A citation in words: a guideline (`-` where it did not resolve), then `in` or `out` of the MTUS, then `silent`."""
    name, *more = said.split()
    return CitationFacts(
        iri=f"{item}-citation-{at}",
        item=item,
        party=Party.EXPERT_REVIEWER,
        place=CitationPlace.RATIONALE,
        guidelines=() if name == "-" else (_G + name,),
        within_mtus={"in": True, "out": False}.get(more[0]) if more else None,
        stance=Stance.SILENT if "silent" in more else None,
    )


@pytest.mark.parametrize(
    ("cited", "path"),
    [
        pytest.param(["mtus-chronic-pain"], SearchPath.MTUS, id="mtus"),
        pytest.param(["acoem-ch12 in"], SearchPath.MTUS, id="acoem-as-mtus"),
        pytest.param(["mtus in", "odg-pain out"], SearchPath.MTUS, id="mtus-and-odg"),
        pytest.param(["- in"], SearchPath.MTUS, id="part-of-the-mtus-not-recognised"),
        pytest.param(["mtus silent", "mtus-chronic-pain in"], SearchPath.MTUS, id="silent-and-cited"),
        pytest.param(["mtus silent", "odg-pain out"], SearchPath.SILENT_THEN_SECOND, id="silent-then-odg"),
        pytest.param(
            ["acoem-ch12 in silent", "odg-pain"], SearchPath.SILENT_THEN_SECOND, id="chapter-silent"
        ),
        pytest.param(["mtus silent", "acoem-ch12"], SearchPath.SILENT_THEN_SECOND, id="silent-then-acoem"),
        pytest.param(
            ["mtus silent", "odg-pain", "other-cochrane"],
            SearchPath.SILENT_THEN_SECOND,
            id="silent-then-both",
        ),
        pytest.param(
            ["mtus silent", "odg silent", "other-cochrane"],
            SearchPath.SILENT_THEN_OTHERS,
            id="both-silent-then-others",
        ),
        pytest.param(["mtus silent", "other-cochrane"], SearchPath.SECOND_NOT_SHOWN, id="silent-then-others"),
        pytest.param(["odg-pain out"], SearchPath.MTUS_NOT_SHOWN, id="odg-alone"),
        pytest.param(["acoem-ch12 out"], SearchPath.MTUS_NOT_SHOWN, id="acoem-outside"),
        pytest.param(["other-cochrane"], SearchPath.MTUS_NOT_SHOWN, id="others-alone"),
        pytest.param(["odg silent", "other-cochrane"], SearchPath.MTUS_NOT_SHOWN, id="odg-silent-alone"),
        pytest.param(["mtus silent"], SearchPath.NOTHING_INSTEAD, id="silent-alone"),
        pytest.param(["acoem-ch12"], SearchPath.ACOEM_OPEN, id="acoem-open"),
        pytest.param(["acoem-ch12", "other-cochrane"], SearchPath.ACOEM_OPEN, id="acoem-open-and-others"),
        pytest.param(["acoem-ch12 silent", "other-cochrane"], SearchPath.ACOEM_OPEN, id="acoem-open-silent"),
        pytest.param(
            ["acoem-ch12 out silent", "odg-pain"], SearchPath.MTUS_NOT_SHOWN, id="acoem-outside-silent"
        ),
        pytest.param(["- out", "odg-pain"], SearchPath.UNRESOLVED, id="unresolved"),
        pytest.param(["mtus silent", "-"], SearchPath.UNRESOLVED, id="silent-then-unresolved"),
        pytest.param([], SearchPath.NOTHING, id="nothing"),
    ],
)
def test_path(cited: list[str], path: SearchPath) -> None:
    assert path_of([_cited(said, at) for at, said in enumerate(cited)], _NAMES) is path


def test_shares_by_year_leave_out_what_cannot_be_told() -> None:
    items = [
        *items_of("x", "uo", letter_says={"date": "2014-05-01", "year": 2014}),
        *items_of("y", "u-", letter_says={"date": "2015-05-01", "year": 2015}),
        *items_of("z", "u"),
    ]
    citations = [
        _cited("mtus", item="x#1"),
        _cited("odg-pain", item="x#2"),
        _cited("mtus", item="y#1"),
        _cited("mtus", item="z#1"),
    ]
    found = search_order(citations, items, _NAMES)
    assert [(row.name, row.items, row.followed, row.skipped, row.unclear, row.share) for row in found] == [
        ("2014", 2, 1, 1, 0, 0.5),
        ("2015", 2, 1, 0, 1, 1.0),
        ("no date", 1, 1, 0, 0, 1.0),
    ]
    assert found.rows[1].determinations == {SearchPath.MTUS: ("y#1",), SearchPath.NOTHING: ("y#2",)}
    assert (found.rows[1].low, found.rows[1].high) == wilson(1, 1)
    assert (found.overall.followed, found.overall.skipped, found.overall.unclear) == (3, 1, 1)
    assert found.paths["x#2"] is SearchPath.MTUS_NOT_SHOWN


def test_administrators_are_not_judged() -> None:
    from dataclasses import replace

    citations = [replace(_cited("odg-pain"), party=Party.CLAIMS_ADMINISTRATOR)]
    found = search_order(citations, items_of("x", "u"), _NAMES)
    assert found.paths == {"x#1": SearchPath.NOTHING}
    assert found.overall.share is None
    assert len(search_order([], [], _NAMES)) == 0


def test_the_silent_items_are_those_of_the_query() -> None:
    store = engine("oxigraph")
    found = search_order(read_citations(store), read_items(store), read_names(store))
    silent = {str(row["determination"]) for row in select(store, "mtus-silent").as_dicts()}
    said = {
        SearchPath.SILENT_THEN_SECOND,
        SearchPath.SILENT_THEN_OTHERS,
        SearchPath.SECOND_NOT_SHOWN,
        SearchPath.NOTHING_INSTEAD,
    }
    assert {iri for iri, path in found.paths.items() if path in said} <= silent
    assert found == search_order(
        read_citations(engine("rdflib")), read_items(engine("rdflib")), read_names(engine("rdflib"))
    )


def test_every_path_says_what_it_amounts_to() -> None:
    assert {path.order for path in SearchPath} == set(Order)
    assert len({path.words for path in SearchPath}) == len(SearchPath)
