"""Numbers as tables, and the way back from each to the disputed items behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import read_citations, read_items, read_names, to_networkx
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
from imrgraph.graph.filters import read_filters
from imrgraph.metrics import (
    DIMENSIONS,
    LEVELS,
    citation_drift,
    drift_table,
    find_rows,
    items_behind,
    items_of_network,
    odds_table,
    order_table,
    overturn_odds,
    overturn_rates,
    paths_table,
    rates_table,
    search_order,
    trace,
)
from imrgraph.query import Format, render
from imrgraph.vocab.concepts import BASE, IMR
from tests.engines import engine

if TYPE_CHECKING:
    from imrgraph.query import Table
    from tests.conftest import Golden


def _csv(table: Table) -> str:
    return render(table, Format.CSV)


@pytest.mark.parametrize("by", DIMENSIONS)
def test_rates_are_golden(by: str, golden: Golden) -> None:
    store = engine("oxigraph")
    rates = overturn_rates(
        read_items(store), by, names=read_names(store), citations=read_citations(store), small=2
    )
    golden(f"metrics/rates--{by}.csv", _csv(rates_table([rates.overall, *rates])))


def test_odds_are_golden(golden: Golden) -> None:
    store = engine("oxigraph")
    odds = overturn_odds(read_items(store), names=read_names(store), small=1)
    golden("metrics/odds.csv", _csv(odds_table(odds)))


def test_order_is_golden(golden: Golden) -> None:
    store = engine("oxigraph")
    order = search_order(read_citations(store), read_items(store), read_names(store))
    golden("metrics/order.csv", _csv(order_table([*order, order.overall])))
    golden("metrics/order--paths.csv", _csv(paths_table(order.overall)))


@pytest.mark.parametrize("by", LEVELS)
def test_drift_is_golden(by: str, golden: Golden) -> None:
    store = engine("oxigraph")
    drift = citation_drift(read_citations(store), read_items(store), read_names(store), by)
    golden(f"metrics/drift--{by}.csv", _csv(drift_table(drift)))


@pytest.mark.parametrize("key", ["mri", "MRI", "treatment:mri", BASE + "treatment/mri", " mri "])
def test_a_row_is_found_by_whatever_names_it(key: str) -> None:
    store = engine("oxigraph")
    [row] = find_rows(overturn_rates(read_items(store), names=read_names(store)), key)
    assert row.key == (BASE + "treatment/mri",)


def test_a_pair_is_found_by_both_its_names() -> None:
    rows = overturn_rates(read_items(engine("oxigraph")), "guideline-pair").rows
    for key in ("acoem-ch12>odg-low-back", "guideline:acoem-ch12 > guideline:odg-low-back"):
        [row] = find_rows(rows, key)
        assert row.name == "acoem-ch12>odg-low-back"
    with pytest.raises(QueryError, match=r"near: .*acoem-ch12"):
        find_rows(rows, "acoem-ch12>odg-lowback")


def test_a_trace_lists_the_items_to_be_read() -> None:
    store = engine("oxigraph")
    items, names = read_items(store), read_names(store)
    [row] = find_rows(overturn_rates(items, names=names), "mri")
    rows = trace({row.name: row.determinations}, items, names).as_dicts()
    assert [(str(one["caseNumber"]), str(one["itemNumber"]), str(one["outcome"])) for one in rows] == [
        ("CM14-0000101", "1", "Upheld"),
        ("CM14-0000102", "1", "Overturned"),
        ("CM15-0000106", "1", "Overturned"),
    ]
    assert {str(one["treatment"]) for one in rows} == {"MRI"}
    assert [str(one["determination"]) for one in rows] == list(row.determinations)


@pytest.mark.parametrize("params", [{}, {"category": "treatment:diagnostic-imaging", "to": "2014"}])
@pytest.mark.parametrize("projection", CONCEPT_PROJECTIONS)
def test_the_items_behind_an_edge_are_as_many_as_it_weighs(projection: str, params: dict[str, str]) -> None:
    store = engine("oxigraph")
    items, names = read_items(store), read_names(store)
    filters = read_filters(store, projection, params, CONCEPT_PROJECTIONS[projection].params)
    graph = to_networkx(store, projection, params)
    for one, other, weight in graph.edges(data="weight"):
        behind = items_behind(items, [one, other], projection, filters, names)
        assert len(behind) == weight
        assert set(behind) <= set(items_behind(items, [one], projection, filters, names))


def test_in_the_whole_graph_an_item_is_behind_all_it_says() -> None:
    items = read_items(engine("oxigraph"))
    assert len(items_behind(items, [IMR + "Upheld"])) == sum(item.overturned is False for item in items)
    assert items_behind(items, [items[0].iri, items[0].letter.iri]) == (items[0].iri,)


@pytest.mark.parametrize("params", [{}, {"category": "treatment:diagnostic-imaging", "to": "2014"}])
@pytest.mark.parametrize("projection", CONCEPT_PROJECTIONS)
def test_all_items_of_a_network_are_those_behind_each_node_and_edge(
    projection: str, params: dict[str, str]
) -> None:
    store = engine("oxigraph")
    items, names = read_items(store), read_names(store)
    filters = read_filters(store, projection, params, CONCEPT_PROJECTIONS[projection].params)
    graph = to_networkx(store, projection, params)
    found = items_of_network(graph, items, projection, filters, names)
    for node in graph:
        behind = tuple(item.iri for item in found[node])
        assert behind == items_behind(items, [node], projection, filters, names)
    for one, other in graph.edges():
        behind = tuple(item.iri for item in found.get((one, other)) or found[other, one])
        assert behind == items_behind(items, [one, other], projection, filters, names)


def test_items_are_found_for_letters_and_all_that_they_say() -> None:
    store = engine("oxigraph")
    graph = to_networkx(store, "letter-everything")
    items = read_items(store)
    found = items_of_network(graph, items, "letter-everything")
    one = items[0]
    assert found[one.iri] == [one]
    assert found[one.letter.iri, one.iri] == [one]
    assert len(found[IMR + "Upheld"]) == 5
