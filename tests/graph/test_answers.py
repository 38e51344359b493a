"""An answer becomes a network: which columns are nodes, what edges weigh, what things are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import answer_graph, choose_columns
from imrgraph.query import Table, list_queries, run
from imrgraph.rdf.terms import PREFIXES
from tests.engines import ENGINES, OxigraphInMemory, engine

if TYPE_CHECKING:
    import networkx as nx

EVIL = "</script><img src=x onerror=alert(1)>"
FOREIGN = f"""
@prefix ex: <http://example.org/> . @prefix skos: <{PREFIXES["skos"]}> . @prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix imr: <{PREFIXES["imr"]}> . @prefix owl: <{PREFIXES["owl"]}> .
ex:ann a ex:LegalPerson, owl:NamedIndividual ; rdfs:label "Ann" ; ex:age 41 ; ex:motto "one", "two" ; ex:label "a" ;
    ex:knows ex:bob, [ a ex:Robot ; ex:name "R2" ] ; imr:evidence <http://example.org/l/text#char=3,9>, <http://example.org/l/text#char=1,2> .
ex:bob ex:knows ex:ann ; ex:likes ex:ann ; ex:weight 2.5 ; rdfs:label {EVIL!r} .
ex:lone ex:age 7 .
"""
PARAMS = {
    "citations-of-guideline": {"guideline": "guideline:acoem"},
    "precedents": {"treatment": "treatment:mri"},
    "letter-graph": {"letter": "CM14-0000102"},
}
NO_NODES = "a picture needs two columns of things"
BUNDLED = {  # what is drawn of each SELECT
    "administrator-reviewer": "administrator guideline to reviewer guideline; weight: determinations",
    "citations-of-guideline": "letter to citation to cited; weight: rows",
    "condition-guideline": "condition to guideline; weight: determinations",
    "condition-treatment": "condition to treatment; weight: determinations",
    "diagnoses-treatments-outcomes": "diagnosis to requested; weight: determinations",
    "different-guidelines": "administrator guideline to reviewer guideline; weight: rows",
    "flagged-codes": "meant to letter to mention; weight: rows",
    "ground-sentences": "outcome to said; weight: rows",
    "grounds-by-outcome": NO_NODES,
    "guideline-cocitation": "first to second; weight: determinations",
    "guideline-hierarchy": NO_NODES,
    "guideline-pairs": "first to second; weight: determinations",
    "letter-everything": "source to target, related by relation; weight: rows",
    "letter-similarity": "letter to concept; weight: rows",
    "letters": NO_NODES,
    "letters-by-specialty": "held to letter; weight: rows",
    "mtus-silent": "silent to instead; weight: rows",
    "outcomes-by-agreement": NO_NODES,
    "outcomes-by-guideline": NO_NODES,
    "outcomes-by-treatment": NO_NODES,
    "precedents": "requested to guideline; weight: rows",
    "treatment-guideline": "treatment to guideline; weight: determinations",
    "unresolved": "letter to mention to candidate; weight: rows",
    "whole-graph": "source to target, related by relation; weight: rows",
}


def drawn(sparql: str, turtle: str | None = None) -> nx.MultiDiGraph:
    store = engine("oxigraph") if turtle is None else OxigraphInMemory(turtle)
    return answer_graph(store, run(store, sparql))


def edges(graph: nx.MultiDiGraph) -> list[tuple[Any, ...]]:
    """Labels of the ends, relation and weight."""
    label = dict(graph.nodes(data="label"))
    return sorted(
        (label[one], label[other], said.get("relation", ""), said["weight"])
        for one, other, said in graph.edges(data=True)
    )


def chosen(sparql: str, *given: str) -> str:
    store = engine("oxigraph")
    table = run(store, sparql)
    assert isinstance(table, Table)
    return str(choose_columns(store, table, given))


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: str(query.name))
@pytest.mark.parametrize("name", ENGINES)
def test_each_bundled_query_is_drawn_or_says_why_not(query: Any, name: str) -> None:
    store = engine(name)
    answer = run(store, query, PARAMS.get(query.name))
    if not isinstance(answer, Table):
        assert query.name not in BUNDLED
        assert answer_graph(store, answer).number_of_edges() > 30
        return
    if BUNDLED[query.name] == NO_NODES:
        with pytest.raises(QueryError, match=f"{query.name}: {NO_NODES}.*{', '.join(answer.columns)}"):
            answer_graph(store, answer)
        return
    assert str(choose_columns(store, answer)) == BUNDLED[query.name]
    graph = answer_graph(store, answer)
    assert graph.number_of_edges() > 0
    assert all(said["label"] and said["kind"] for _, said in graph.nodes(data=True))


def test_both_engines_give_the_same_network() -> None:
    for query in ("letter-graph", "citations-of-guideline"):
        one, other = (answer_graph(engine(name), run(engine(name), query, PARAMS[query])) for name in ENGINES)
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_rows_that_differ_in_what_is_above_count_once() -> None:
    graph = drawn("treatment-guideline")
    mri, acoem = PREFIXES["treatment"] + "mri", PREFIXES["guideline"] + "acoem-ch12"
    assert dict(graph.nodes[mri]) == {"label": "MRI", "kind": "treatment"}
    # letters 1 (upheld) and 4 (no outcome printed)
    assert graph.edges[mri, acoem, ""] == {
        "weight": 2,
        "upheld": 1,
        "overturned": 0,
        "partially_overturned": 0,
    }


_TWO_FAMILIES = f"""
@prefix imr: <{PREFIXES["imr"]}> . @prefix skos: <{PREFIXES["skos"]}> .
@prefix g: <{PREFIXES["guideline"]}> . @prefix t: <{PREFIXES["treatment"]}> .
g:a skos:prefLabel "A" . g:b skos:prefLabel "B" . g:c skos:prefLabel "C" ; skos:broader g:a, g:b .
t:x skos:prefLabel "X" . t:y skos:prefLabel "Y" ; skos:broader t:x .
<http://example.org/1> imr:treatment t:y ; imr:reviewerCites g:c .
<http://example.org/2> imr:treatment t:y ; imr:reviewerCites g:c .
"""


def test_what_is_below_two_families_counts_once() -> None:
    graph = drawn("treatment-guideline", _TWO_FAMILIES)
    assert edges(graph) == [
        ("Y", "C", "", 2)
    ]  # two rows of 2 items each: the same items, below A and below B


@pytest.mark.parametrize(
    ("select", "where", "expected"),
    [
        pytest.param(
            "?item ?outcome ?cited",
            "?item imr:outcome ?outcome ; imr:reviewerCites ?cited",
            "item to cited, related by outcome; weight: rows",
            id="fixed terms between",
        ),
        pytest.param(
            "?outcome ?item ?cited",
            "?item imr:outcome ?outcome ; imr:reviewerCites ?cited",
            "item to cited; weight: rows",
            id="fixed terms before",
        ),
        pytest.param("?a ?b ?c", "?a ?b ?c", "a to c, related by b; weight: rows", id="everything"),
        pytest.param("?o ?p ?s", "?s ?p ?o", "s to o, related by p; weight: rows", id="names"),
        pytest.param(
            "?to ?n ?from",
            "?i imr:disputedItem ?to ; imr:itemNumber ?n ; imr:treatment ?from",
            "from to to; weight: rows",
            id="names of words",
        ),
        pytest.param(
            "?letter ?item ?cited",
            "?letter imr:hasDetermination ?item . ?item imr:reviewerCites ?cited",
            "letter to item to cited; weight: rows",
            id="three things",
        ),
        pytest.param(
            "?words ?name",
            "?item imr:disputedItem ?words ; imr:reviewerCites/skos:prefLabel ?name",
            "words to name; weight: rows",
            id="words",
        ),
        pytest.param(
            "?words ?state ?name",
            "?l imr:reviewerLicensedIn ?state ; imr:hasDetermination ?i . ?i imr:disputedItem ?words ;"
            " imr:reviewerCites/skos:prefLabel ?name",
            "words to name, related by state; weight: rows",
            id="few words between",
        ),
        pytest.param(
            "?state ?words ?name",
            "?l imr:reviewerLicensedIn ?state ; imr:hasDetermination ?i . ?i imr:disputedItem ?words ;"
            " imr:reviewerCites/skos:prefLabel ?name",
            "state to words to name; weight: rows",
            id="many words between",
        ),
        pytest.param(
            "?cited ?words",
            "?item imr:disputedItem ?words ; imr:reviewerCites ?cited",
            "cited to words; weight: rows",
            id="a thing and words",
        ),
        pytest.param(
            "?treatment (YEAR(?day) AS ?year) (COUNT(?item) AS ?n) ?cited (SUM(1) AS ?sum)",
            "?l imr:decisionDate ?day ; imr:hasDetermination ?item . ?item imr:treatment ?treatment ; imr:reviewerCites ?cited",
            "treatment to cited; weight: n",
            id="a number that counts nothing",
        ),
    ],
)
def test_columns_are_chosen_as_a_reader_would(select: str, where: str, expected: str) -> None:
    group = " GROUP BY ?treatment ?day ?cited" if "COUNT" in select else ""
    assert chosen(f"SELECT {select} WHERE {{ {where} }}{group}") == expected


def test_columns_can_be_given() -> None:
    asked = "different-guidelines"
    assert chosen(asked, "letter", " ?item ") == "letter to item; weight: rows"
    assert chosen(asked, "item", "outcome", "letter") == "item to outcome, related by letter; weight: rows"
    with pytest.raises(QueryError, match="no column 'itm'; there are letter, caseNumber"):
        chosen(asked, "letter", "itm")
    with pytest.raises(QueryError, match="two names"):
        chosen(asked, "letter")


def test_weights_add_up_and_without_a_count_rows_do() -> None:
    pair = "?a imr:treatment ?t ; imr:reviewerCites ?g"
    rows = drawn(f"SELECT ?t ?g {{ {pair} }}")
    counted = drawn(
        f"SELECT ?t ?g (COUNT(?a) AS ?n) (2 * COUNT(?a) AS ?twice) {{ {pair} }} GROUP BY ?t ?g ?a"
    )
    mri = PREFIXES["treatment"] + "mri"
    assert rows.edges[mri, PREFIXES["guideline"] + "acoem-ch12", ""] == {"weight": 2}
    assert counted.edges[mri, PREFIXES["guideline"] + "acoem-ch12", ""] == {"weight": 2, "twice": 4}
    assert edges(rows) == edges(counted)


def test_a_node_without_the_other_end_stands_alone() -> None:
    graph = drawn(
        "SELECT ?item ?cited { ?item imr:disputedItem ?w OPTIONAL { ?item imr:administratorCites ?cited } }"
    )
    alone = [said["label"] for node, said in graph.nodes(data=True) if not graph.degree(node)]
    assert sorted(alone) == [
        "Gym membership",
        "MRI of the lumbar spine",
        "PT, <b>=SUM(1)</b>",
        "Physical therapy 2 times a week",
    ]


def test_a_construct_joins_things_and_keeps_words_with_them() -> None:
    graph = drawn("CONSTRUCT WHERE { ?s ?p ?o }", FOREIGN)
    ann, bob, lone = (f"http://example.org/{name}" for name in ("ann", "bob", "lone"))
    assert edges(graph) == [
        (EVIL, "Ann", "knows", 1),
        (EVIL, "Ann", "likes", 1),
        ("Ann", EVIL, "knows", 1),
        ("Ann", "blank node", "knows", 1),
    ]
    assert graph.nodes[ann] == {
        "label": "Ann",
        "kind": "legal person",
        "age": 41,
        "evidence": "char=1,2;char=3,9",
        "label_": "a",
        "motto": "one;two",
    }
    assert graph.nodes[bob] == {"label": EVIL, "kind": "knows", "weight_": 2.5}
    assert graph.nodes[lone] == {"label": "lone", "kind": "thing", "age": 7}
    [blank] = [said for node, said in graph.nodes(data=True) if node.startswith("_:")]
    assert blank == {"label": "blank node", "kind": "robot", "name": "R2"}


def test_labels_and_kinds_are_the_stores_where_the_answer_has_none() -> None:
    graph = drawn("CONSTRUCT { ?letter imr:about ?condition } WHERE { ?letter imr:concerns ?condition }")
    assert {said["kind"] for _, said in graph.nodes(data=True)} == {"letter", "condition"}
    assert ("CM14-0000101", "lumbar sprain", "about", 1) in edges(graph)
    stated = drawn("SELECT ?letter ?stated { ?letter imr:hasCondition ?stated }")
    assert {said["kind"] for _, said in stated.nodes(data=True)} == {"letter", "stated condition"}
    assert ("five", "invented syndrome", "", 1) in edges(stated)


def test_a_property_names_the_kind_of_what_nothing_says_more_of() -> None:
    graph = drawn("SELECT ?item ?relation ?what { ?item ?relation ?what FILTER(?relation = imr:outcome) }")
    upheld = PREFIXES["imr"] + "Upheld"
    assert graph.nodes[upheld] == {"label": "upheld", "kind": "outcome"}


def test_true_or_false_is_no_picture() -> None:
    with pytest.raises(QueryError, match="true or false"):
        drawn("ASK { ?s ?p ?o }")


def test_no_rows_are_no_nodes() -> None:
    with pytest.raises(QueryError, match="no rows"):
        drawn("SELECT ?a ?b { ?a imr:noSuchThing ?b }")
    assert len(drawn("CONSTRUCT WHERE { ?a imr:noSuchThing ?b }")) == 0
