"""The projections: what their nodes and edges say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from imrgraph.errors import QueryError
from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.query import find_query
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
