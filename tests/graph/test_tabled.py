"""Tables and graph say the same: every record and every network, from both, of letters of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imrgraph.graph import read_citations, read_items, read_names, to_networkx
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
from imrgraph.graph.projections import parameters
from imrgraph.store import open_store
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from imrgraph.store import Answer, Iri, Store, Term, Triple

_FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"category": "pharmaceutical", "from": "2014"},
    {"category": "mri", "outcome": "Overturned"},
    {"bodyPart": "spine", "to": "2018"},
    {"outcome": "PartiallyOverturned"},
    {"party": "ClaimsAdministrator"},
    {"party": "ExpertReviewer", "category": "treatment:"},
)
_NETWORKS = (*CONCEPT_PROJECTIONS, "letter-similarity", "guideline-hierarchy")


class GraphOnly:
    """A store whose tables nobody finds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        return self._store.query(sparql, bindings)

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        return self._store.triples(subject, predicate, value)

    def letter_text(self, text_digest: str) -> str | None:
        return self._store.letter_text(text_digest)

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> GraphOnly:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


@pytest.fixture(scope="module")
def store(mixed_store: Path) -> Iterator[Store]:
    with open_store(mixed_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def graph(store: Store) -> Store:
    assert find_tables(store) is not None
    assert find_tables(GraphOnly(store)) is None
    return GraphOnly(store)


@pytest.mark.parametrize(
    "only",
    [
        None,
        (),
        ("treatments", "year"),
        ("conditions", "reviewer", "agreement"),
        ("silent", "grounds", "specialties"),
    ],
    ids=str,
)
def test_items_are_the_same(store: Store, graph: Store, only: tuple[str, ...] | None) -> None:
    found = read_items(store, only)
    assert len(found) > 200
    assert found == read_items(graph, only)


def test_citations_are_the_same(store: Store, graph: Store) -> None:
    found = read_citations(store)
    assert len(found) > 500
    assert any(not one.guidelines for one in found), "some did not resolve"
    assert found == read_citations(graph)


def test_names_are_the_same(store: Store, graph: Store) -> None:
    assert read_names(store) == read_names(graph)


def _network(store: Store, name: str, params: Mapping[str, str]) -> Any:
    found = to_networkx(store, name, params)
    return type(found), list(found.nodes(data=True)), list(found.edges(data=True))


@pytest.mark.parametrize("params", _FILTERS, ids=str)
@pytest.mark.parametrize("name", _NETWORKS)
def test_networks_are_the_same(store: Store, graph: Store, name: str, params: dict[str, str]) -> None:
    if not params.keys() <= {param.name for param in parameters(name)}:
        params = {}
    found = _network(store, name, params)
    assert found == _network(graph, name, params)
    assert found[2] or params, "every network of all items has edges"
