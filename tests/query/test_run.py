"""Parameters are bound by value, never by text; what is wrong is said with what would be right."""

from __future__ import annotations

import pytest

from imrgraph.errors import QueryError
from imrgraph.query import Table, run, select
from imrgraph.query.library import Param
from imrgraph.query.values import bind
from imrgraph.store import Iri, Literal, Triples
from imrgraph.vocab.concepts import BASE, IMR
from tests.engines import ENGINES, engine


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        pytest.param("guideline", "guideline:acoem-ch12", BASE + "guideline/acoem-ch12", id="curie"),
        pytest.param("guideline", BASE + "guideline/odg", BASE + "guideline/odg", id="iri"),
        pytest.param("guideline", f"<{BASE}guideline/odg>", BASE + "guideline/odg", id="iri in brackets"),
        pytest.param("guideline", "guideline:", BASE + "guideline/", id="the whole scheme"),
        pytest.param("guideline", "acoem-ch12", BASE + "guideline/acoem-ch12", id="name"),
        pytest.param(
            "guideline", "official disability GUIDELINES", BASE + "guideline/odg", id="label in any case"
        ),
        pytest.param(
            "guideline",
            "Journal of Invented Medicine",
            BASE + "guideline/other-journal-of-invented-medicine",
            id="label that only the graph has",
        ),
        pytest.param(
            "guideline",
            "other-journal-of-invented-medicine",
            BASE + "guideline/other-journal-of-invented-medicine",
            id="name that only the graph has",
        ),
        pytest.param("letter", "CM14-0000101", BASE + "letter/CM14-0000101", id="case number"),
        pytest.param("letter", "letter:five", BASE + "letter/five", id="letter's curie"),
        pytest.param("term", "Overturned", IMR + "Overturned", id="term"),
        pytest.param("term", "imr:Overturned", IMR + "Overturned", id="term's curie"),
        pytest.param("IRI", "imr:anything", IMR + "anything", id="iri of no scheme"),
    ],
)
def test_a_value_names_an_iri(name: str, kind: str, value: str, expected: str) -> None:
    assert bind(engine(name), Param(name="x", kind=kind), value) == Iri(expected)


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        pytest.param("guideline", "acoem-ch99", "near: .*acoem-ch", id="near name"),
        pytest.param("guideline", "guideline:acoem-ch99", "near: .*acoem-ch", id="near curie"),
        pytest.param("guideline", "zzzzqqqq", "nothing is near it", id="nothing near"),
        pytest.param("guideline", "x> . ?s ?p ?o #", "no guideline", id="injection"),
        pytest.param("letter", "CM14-0000199", "near: CM14-00001", id="letter"),
        pytest.param("letter", "x y <z>", "no letter", id="letter that is no IRI"),
        pytest.param("term", "Overturnd", "near: Overturned", id="term"),
        pytest.param("IRI", "not an iri", "is no IRI", id="iri"),
        pytest.param("number", "seven", "is no number", id="number"),
        pytest.param("date", "July", "is no date", id="date"),
        pytest.param("colour", "red", "unknown kind", id="kind"),
    ],
)
def test_a_value_that_names_nothing_shows_what_is_near(kind: str, value: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        bind(engine("oxigraph"), Param(name="x", kind=kind), value)


def test_literals_keep_their_type() -> None:
    assert bind(engine("oxigraph"), Param(name="x", kind="text"), 'a "b"') == Literal('a "b"')
    assert bind(engine("oxigraph"), Param(name="x", kind="integer"), "7").datatype.endswith("integer")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "params", "says"),
    [
        pytest.param("precedents", {}, "needs -p treatment=", id="missing"),
        pytest.param(
            "precedents", {"drug": "x"}, r"no parameter 'drug' \(it has: treatment, outcome\)", id="unknown"
        ),
        pytest.param("letters", {"drug": "x"}, "it has: none", id="none"),
        pytest.param("nosuchquery", {}, "no query named", id="name"),
        pytest.param("SELECT ?s WHERE {", {}, "the query", id="syntax"),
        pytest.param("DELETE WHERE { ?s ?p ?o }", {}, "the query", id="update"),
        pytest.param("INSERT DATA { <a:b> <a:b> <a:b> }", {}, "the query", id="insert"),
    ],
)
@pytest.mark.parametrize("name", ENGINES)
def test_wrong_questions(name: str, query: str, params: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        run(engine(name), query, params)


@pytest.mark.parametrize("name", ENGINES)
def test_own_text_has_parameters_too(name: str) -> None:
    text = "# param: number, an integer\nSELECT ?number ?d { ?d imr:itemNumber ?number } ORDER BY ?d"
    assert len(select(engine(name), text, {"number": "2"})) == 2


@pytest.mark.parametrize("name", ENGINES)
def test_each_form_of_query_answers(name: str) -> None:
    assert run(engine(name), "ASK { ?s a imr:Letter }") is True
    assert isinstance(run(engine(name), "CONSTRUCT { ?s a imr:Letter } WHERE { ?s a imr:Letter }"), Triples)
    assert isinstance(run(engine(name), "SELECT * { ?s a imr:Letter }"), Table)
    with pytest.raises(QueryError, match="not a SELECT"):
        select(engine(name), "ASK { ?s a imr:Letter }")
