"""The records behind rates and similarities say what the graph says, in both engines."""

from __future__ import annotations

import pytest

from imrgraph.graph import read_items
from imrgraph.query import select
from imrgraph.records import Outcome, Party
from imrgraph.vocab.concepts import BASE
from tests.engines import engine


@pytest.mark.parametrize("name", ["oxigraph", "rdflib"])
def test_one_item(name: str) -> None:
    item = read_items(engine(name))[0]
    assert item.iri.endswith("/CM14-0000101#determination-1")
    assert (item.number, item.outcome, item.overturned) == (1, Outcome.UPHELD, False)
    assert item.treatments == (BASE + "treatment/mri",)
    assert item.cited(Party.EXPERT_REVIEWER) == item.cited(Party.CLAIMS_ADMINISTRATOR)
    assert item.reviewer == (BASE + "guideline/acoem-ch12",)
    assert item.grounds == (BASE + "ground/no-objective-findings",)
    assert item.agreement == "SameGuideline"
    assert item.letter.iri.endswith("/CM14-0000101")
    assert item.letter.year is not None


def test_both_engines_agree() -> None:
    assert read_items(engine("oxigraph")) == read_items(engine("rdflib"))


def test_the_counts_are_those_of_the_queries() -> None:
    items = read_items(engine("oxigraph"))
    for row in select(engine("oxigraph"), "outcomes-by-treatment").as_dicts():
        of = [i for i in items if str(row["requested"]) in i.treatments and i.outcome]
        assert len(of) == int(str(row["determinations"]))
        assert sum(i.outcome is Outcome.UPHELD for i in of) == int(str(row["upheld"]))


def test_silent_guidelines_are_those_of_the_query() -> None:
    items = read_items(engine("oxigraph"))
    wanted = {str(row["item"]) for row in select(engine("oxigraph"), "mtus-silent").as_dicts()}
    found = {i for i in items if any("/guideline/mtus" in one for one in i.silent)}
    assert len(found) == len(wanted)
