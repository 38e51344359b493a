"""No query leaves its store."""

from __future__ import annotations

import pytest

from imrgraph.errors import QueryError
from imrgraph.query import list_queries, run
from imrgraph.store.guard import require_local
from tests.engines import ENGINES, engine


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", id="service"),
        pytest.param("SELECT * { service silent ?x { ?s ?p ?o } }", id="lower case"),
        pytest.param("SELECT * FROM <https://example.org/> { ?s ?p ?o }", id="from"),
        pytest.param("SELECT * FROM NAMED <file:///etc/hosts> { ?s ?p ?o }", id="from named"),
        pytest.param("SELECT * { \\u0053ERVICE <https://example.org/> { ?s ?p ?o } }", id="escaped"),
        pytest.param("SELECT * { ?s imr:a\\#b ?o . SERVICE ?x { ?s ?p ?o } }", id="after an escaped hash"),
        pytest.param("SELECT * { ?s ?p '#' . SERVICE ?x { ?s ?p ?o } }", id="after a hash in a string"),
        pytest.param("SELECT * { ?s ?p <a#b> . SERVICE ?x { ?s ?p ?o } }", id="after a hash in an IRI"),
        pytest.param("# it's\nSELECT * { SERVICE ?x { ?s ?p ?o } } # it's", id="between apostrophes"),
        pytest.param('SELECT * { ?s ?p """a""""" . SERVICE ?x {} }', id="after quotes"),
    ],
)
def test_other_sources_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="outside the store"):
        require_local(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT ?service ?from { ?service imr:serviceFrom ?from }", id="names"),
        pytest.param("SELECT * { ?s a <https://example.org/SERVICE> }", id="iri"),
        pytest.param('SELECT * { ?s rdfs:label \'FROM here\', """a SERVICE\n""" }', id="strings"),
        pytest.param("# FROM whom?\nSELECT * { ?s ?p ?o }", id="comment"),
        pytest.param("SELECT * { ?s ex:from ex:service }", id="prefixed names"),
        *(pytest.param(query.text, id=str(query.name)) for query in list_queries()),
    ],
)
def test_these_words_may_stand_elsewhere(text: str) -> None:
    require_local(text)


@pytest.mark.parametrize("name", ENGINES)
def test_run_asks_first(name: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        run(engine(name), "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
