"""The whole graph as a network."""

from __future__ import annotations

import pytest

from imrgraph.graph import to_networkx
from imrgraph.query import select
from imrgraph.rdf.names import local
from imrgraph.vocab.concepts import BASE
from tests.engines import ENGINES, engine

ITEM = BASE + "letter/CM14-0000101#determination-1"


@pytest.mark.parametrize("name", ENGINES)
def test_its_edges_are_the_rows_of_its_query(name: str) -> None:
    rows = select(engine(name), "whole-graph").as_dicts()
    edges = {(str(row["source"]), str(row["target"]), local(str(row["relation"]))) for row in rows}
    assert set(to_networkx(engine(name), "whole-graph").edges(keys=True)) == edges


def test_nodes_say_what_they_are() -> None:
    nodes = to_networkx(engine("oxigraph"), "whole-graph").nodes
    assert nodes[ITEM]["label"] == "MRI of the lumbar spine"
    assert (nodes[ITEM]["kind"], nodes[ITEM]["item_number"]) == ("determination", 1)
    assert nodes[BASE + "letter/CM14-0000101"]["decision_date"] == "2014-07-01"
    assert nodes[f"{ITEM}-citation-2"]["within_mtus"] is True
    assert nodes[f"{ITEM}-citation-2"]["page"] == "303-305"
    assert nodes[BASE + "letter/CM14-0000103#determination-1-citation-2"]["page"] == "78;80-81"
    assert nodes[BASE + "letter/CM14-0000101#determination-2"]["quantity"] == 12.0
    assert nodes[BASE + "treatment/diagnostic-imaging"]["kind"] == "treatment"
    assert {"letter", "determination", "citation", "stated condition", "prior treatment", "ground statement",
            "treatment", "guideline", "condition", "body part", "specialty", "ground", "outcome", "party", "stance"} <= {
        said["kind"] for _, said in nodes(data=True)
    }  # fmt: skip


def test_no_longer_words_of_a_letter_are_in_it() -> None:
    words = str(list(to_networkx(engine("oxigraph"), "whole-graph").nodes(data=True)))
    assert "no objective findings. The request" not in words
    assert "text#char" not in words
