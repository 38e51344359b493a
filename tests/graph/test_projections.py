"""The projections: what their nodes and edges say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS
from imrgraph.graph.projections import parameters
from imrgraph.query import find_query, select
from imrgraph.vocab.concepts import BASE
from tests.engines import ENGINES, engine

if TYPE_CHECKING:
    from tests.conftest import Golden


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_both_engines_give_the_golden_graph(projection: str, golden: Golden) -> None:
    made = [
        json.dumps(nx.node_link_data(to_networkx(engine(name), projection), edges="edges"), indent=1)
        for name in ENGINES
    ]
    assert made[0] == made[1]
    golden(f"graphs/{projection}.json", made[0] + "\n")


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_a_query_of_the_same_name_defines_it(projection: str) -> None:
    assert find_query(projection)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("projection", CONCEPT_PROJECTIONS)
def test_concept_projections_count_what_their_query_counts(projection: str, name: str) -> None:
    rows = select(engine(name), projection).as_dicts()
    graph = to_networkx(engine(name), projection)
    ends = [
        [str(row[column]) for column in list(row)[: list(row).index("determinations")] if _is_end(column)]
        for row in rows
    ]
    counted = {
        _ends(graph, pair): int(str(row["determinations"])) for pair, row in zip(ends, rows, strict=True)
    }
    said = {_ends(graph, ends): said for *ends, said in graph.edges(data=True)}
    assert {ends: one["weight"] for ends, one in said.items()} == counted
    for pair, row in zip(ends, rows, strict=True):
        if "upheld" in row:
            edge = said[_ends(graph, pair)]
            assert edge["upheld"] == int(str(row["upheld"]))
            assert edge["overturned"] == int(str(row["overturned"]))
            assert edge["partially_overturned"] == int(str(row["partiallyOverturned"]))


def _ends(graph: nx.Graph, pair: list[str]) -> tuple[str, ...]:
    """Both ends, in a fixed order where the graph has no direction."""
    return tuple(pair if graph.is_directed() else sorted(pair))


def _is_end(column: str) -> bool:
    """Whether a query's column is an end of an edge, and no parameter, label or top concept."""
    return column != "party" and not column.endswith(("Label", "Family", "family", "category"))


FILTERED = [
    ("treatment-guideline", {"outcome": "Overturned"}, "overturned"),
    ("treatment-guideline", {"from": "2015", "to": "2015"}, "of-2015"),
    ("condition-treatment", {"category": "treatment:diagnostic-imaging"}, "imaging"),
    ("condition-guideline", {"bodyPart": "lumbar spine", "party": "ClaimsAdministrator"}, "lumbar-spine"),
    ("guideline-cocitation", {"to": "2014"}, "to-2014"),
    ("guideline-cocitation", {"party": "ExpertReviewer"}, "of-the-reviewer"),
    ("administrator-reviewer", {"category": "rehabilitation"}, "rehabilitation"),
]


@pytest.mark.parametrize(
    ("projection", "params", "variant"), FILTERED, ids=[f"{p}--{v}" for p, _, v in FILTERED]
)
def test_filters_give_the_golden_graph(
    projection: str, params: dict[str, str], variant: str, golden: Golden
) -> None:
    made = [
        json.dumps(nx.node_link_data(to_networkx(engine(name), projection, params), edges="edges"), indent=1)
        for name in ENGINES
    ]
    assert made[0] == made[1]
    golden(f"graphs/{projection}--{variant}.json", made[0] + "\n")


@pytest.mark.parametrize(
    ("projection", "params", "says"),
    [
        pytest.param("treatment-guideline", {"nosuch": "x"}, "it has: outcome, category", id="name"),
        pytest.param(
            "administrator-reviewer", {"party": "ExpertReviewer"}, "no parameter 'party'", id="party"
        ),
        pytest.param("treatment-guideline", {"outcome": "Silent"}, "none of Upheld", id="another term"),
        pytest.param("treatment-guideline", {"category": "nonsense xyz"}, "no treatment", id="category"),
        pytest.param("treatment-guideline", {"from": "May"}, "no year", id="year"),
        pytest.param("letter-everything", {"outcome": "Upheld"}, "no parameter", id="another projection's"),
    ],
)
def test_a_wrong_filter_is_an_error(projection: str, params: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        to_networkx(engine("oxigraph"), projection, params)


def test_an_item_of_two_treatments_counts_for_the_category_alone() -> None:
    graph = to_networkx(engine("oxigraph"), "treatment-guideline", {"category": "diagnostic-imaging"})
    assert [node for node, said in graph.nodes(data=True) if said["kind"] == "treatment"] == [
        BASE + "treatment/mri"
    ]
    everything = to_networkx(engine("oxigraph"), "treatment-guideline", {"category": "treatment:"})
    assert len(everything) > len(graph)


def test_light_edges_go_with_the_nodes_that_only_they_joined() -> None:
    whole = to_networkx(engine("oxigraph"), "treatment-guideline")
    heavy = to_networkx(engine("oxigraph"), "treatment-guideline", min_weight=2)
    assert min(weight for _, _, weight in heavy.edges(data="weight")) == 2
    assert 0 < heavy.number_of_edges() < whole.number_of_edges()
    assert all(degree for _, degree in heavy.degree)


def test_what_the_administrator_cites_points_to_what_the_reviewer_does() -> None:
    graph = to_networkx(engine("oxigraph"), "administrator-reviewer")
    acoem, odg = BASE + "guideline/acoem-ch12", BASE + "guideline/odg-low-back"
    assert graph.has_edge(acoem, odg)
    assert not graph.has_edge(odg, acoem)
    assert graph.has_edge(acoem, acoem)


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_every_projection_says_its_parameters(projection: str) -> None:
    assert all(param.words or param.kind == "letter" for param in parameters(projection))


def test_edges_of_treatment_and_guideline_count_outcomes() -> None:
    graph = to_networkx(engine("oxigraph"), "treatment-guideline")
    assert nx.is_bipartite(graph)
    edge = graph.edges[BASE + "treatment/mri", BASE + "guideline/acoem-ch12"]
    assert edge == {
        "weight": 2,
        "upheld": 1,
        "overturned": 0,
        "partially_overturned": 0,
    }  # one without outcome
    assert graph.nodes[BASE + "guideline/acoem-ch12"]["family"] == "acoem"


def test_the_administrators_network_is_another() -> None:
    graph = to_networkx(engine("oxigraph"), "treatment-guideline", {"party": "ClaimsAdministrator"})
    assert not graph.has_node(BASE + "guideline/acoem-ch08")


def test_a_letter_is_joined_to_its_earlier_treatments() -> None:
    graph = to_networkx(engine("oxigraph"), "letter-everything", {"letter": "CM14-0000103"})
    letter, drug = BASE + "letter/CM14-0000103", BASE + "treatment/hydrocodone-acetaminophen"
    assert graph.has_edge(letter, drug, key="hasPriorTreatment")
    assert {said["kind"] for _, said in graph.nodes(data=True)} == {
        "letter", "determination", "treatment", "guideline", "condition", "outcome", "specialty"
    }  # fmt: skip


def test_an_unknown_projection_lists_those_there_are() -> None:
    with pytest.raises(QueryError, match="treatment-guideline"):
        to_networkx(engine("oxigraph"), "everything")
