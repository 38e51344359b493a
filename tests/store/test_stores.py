"""Both stores give the same rows, and every file format holds the same graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

from imrgraph.errors import QueryError, StoreError
from imrgraph.rdf.terms import XSD
from imrgraph.store import Iri, Literal, Rows, Triples, open_store
from imrgraph.store.base import FORMATS, literal
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.writer import StoreWriter
from imrgraph.vocab.concepts import BASE
from tests.cases import case, full_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imrgraph.store import Store

QUERIES = {
    "everything": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o",
    "counts": "SELECT ?o (COUNT(*) AS ?n) { ?d imr:outcome ?o } GROUP BY ?o ORDER BY ?o",
    "unbound": "SELECT ?d ?q { ?d a imr:Determination OPTIONAL { ?d imr:quantity ?q } } ORDER BY ?d",
    "arithmetic": "SELECT (1/3 AS ?third) (AVG(?n) AS ?mean) { ?d imr:itemNumber ?n }",
    "languages": "SELECT ?label { ?c skos:prefLabel ?label } ORDER BY ?label ?c",
    "ask": "ASK { ?d imr:outcome imr:Upheld }",
    "construct": "CONSTRUCT { ?d imr:outcome ?o } WHERE { ?d imr:outcome ?o }",
}

TWO = Literal("2", XSD + "integer")


@pytest.fixture
def stores(folder: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    with StoreWriter(folder) as writer:
        writer.add(full_case(), origin="/full.txt")
        writer.add(case(), origin="/a.txt")
    with OxigraphStore(folder) as one:
        export(one, tmp_path / "graph.nt")
        with open_store(tmp_path / "graph.nt") as other:
            yield one, other


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_same_rows(stores: tuple[Store, Store], query: str) -> None:
    one, other = (store.query(query) for store in stores)
    assert one == other
    assert not isinstance(one, (Rows, Triples)) or len(one)


@pytest.mark.parametrize(
    ("query", "bindings"),
    [
        pytest.param(
            "SELECT ?g ?d { ?d imr:reviewerCites ?g } ORDER BY ?d",
            {"g": Iri(f"{BASE}guideline/odg-low-back")},
            id="iri",
        ),
        pytest.param("SELECT ?n ?d { ?d imr:itemNumber ?n }", {"n": TWO}, id="number"),
        pytest.param("SELECT ?s ?l { ?l imr:sourceName ?s }", {"s": Literal("a.txt")}, id="string"),
        pytest.param("SELECT ?s ?l { ?l imr:sourceName ?s }", {"s": Literal("\" } #")}, id="never-spliced"),
    ],
)  # fmt: skip
def test_the_same_rows_for_a_binding(
    stores: tuple[Store, Store], query: str, bindings: dict[str, Iri | Literal]
) -> None:
    one, other = (store.query(query, bindings) for store in stores)
    assert one == other
    assert isinstance(one, Rows)
    assert all(row[0] in bindings.values() for row in one)


@pytest.mark.parametrize("query", ["SELECT ?x { ?x", "SELECT ?x { ?x nope:p ?y }"], ids=["syntax", "prefix"])
def test_a_bad_query_is_the_same_error(stores: tuple[Store, Store], query: str) -> None:
    for store in stores:
        with pytest.raises(QueryError):
            store.query(query)


def test_a_binding_that_is_not_projected_is_the_same_error(stores: tuple[Store, Store]) -> None:
    for store in stores:
        with pytest.raises(QueryError, match="nope"):
            store.query("SELECT ?s { ?s ?p ?o }", {"nope": Literal("x")})


def test_triples_match_alike(stores: tuple[Store, Store]) -> None:
    one, other = stores
    letter = Iri(f"{BASE}letter/a")
    assert sorted(one.triples(letter), key=str) == sorted(other.triples(letter), key=str) != []


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_stands_alone_and_holds_the_same(
    stores: tuple[Store, Store], tmp_path: Path, suffix: str
) -> None:
    one, other = stores
    path = tmp_path / f"again{suffix}"
    assert isinstance(one, OxigraphStore)
    export(one, path)
    first = path.read_bytes()
    export(one, path)
    assert path.read_bytes() == first
    with open_store(path) as read:
        assert read.query(QUERIES["everything"]) == other.query(QUERIES["everything"])
    theirs = rdflib.Dataset(default_union=True)
    theirs.parse(path, format="json-ld" if suffix == ".jsonld" else None)
    assert len(set(theirs.triples((None, None, None)))) == len(list(other.triples()))
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        pytest.param("graph.rdf", "", "ends in one of", id="suffix"),
        pytest.param("graph.ttl", "<a> <b>", "does not parse", id="syntax"),
        pytest.param("graph.nt", "\udcff", "does not parse", id="bytes"),
    ],
)
def test_a_bad_graph_file_is_a_store_error(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match=why):
        open_store(tmp_path / name)


def test_a_file_that_cannot_be_written_is_a_store_error(stores: tuple[Store, Store], tmp_path: Path) -> None:
    one = stores[0]
    assert isinstance(one, OxigraphStore)
    with pytest.raises(StoreError, match="cannot be written"):
        export(one, tmp_path / "no" / "such" / "folder.nt")
    with pytest.raises(StoreError, match="ends in one of"):
        export(one, tmp_path / "graph.pdf")


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        pytest.param("007", XSD + "integer", "7", id="zeros"),
        pytest.param("1.50", XSD + "decimal", "1.5", id="decimal"),
        pytest.param("0.3333333333333333333", XSD + "decimal", "0.333333333333", id="digits"),
        pytest.param("1E0", XSD + "double", "1.0", id="double"),
        pytest.param("INF", XSD + "double", "INF", id="infinite"),
        pytest.param("1", XSD + "boolean", "true", id="boolean"),
        pytest.param("none", XSD + "integer", "none", id="ill-typed"),
        pytest.param("2014-01-01", XSD + "date", "2014-01-01", id="date"),
    ],
)
def test_literals_are_spelled_one_way(value: str, datatype: str, expected: str) -> None:
    assert literal(value, datatype, None).value == expected
