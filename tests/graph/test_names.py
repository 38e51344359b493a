"""Labels, hierarchy and citations read from a store are those of the graph, in both engines."""

from __future__ import annotations

import pytest

from imrgraph.graph import Names, read_citations, read_items, read_names
from imrgraph.records import CitationPlace, Party, Stance
from imrgraph.vocab.concepts import BASE
from tests.engines import engine


@pytest.mark.parametrize("name", ["oxigraph", "rdflib"])
def test_names(name: str) -> None:
    names = read_names(engine(name))
    assert names.label(BASE + "treatment/mri") == "MRI"
    assert names.label(BASE + "guideline/acoem-ch12") == "ACOEM chapter 12, Low Back Complaints"
    assert names.tops(BASE + "treatment/mri") == (BASE + "treatment/diagnostic-imaging",)
    assert names.case_number(BASE + "letter/CM14-0000101") == "CM14-0000101"


def test_what_has_no_name_is_called_by_its_last_part() -> None:
    names = Names(broader={"a/x": ("a/y",), "a/y": ("a/x",)})
    assert names.label("a/x") == names.case_number("a/x") == "x"
    assert names.tops("a/z") == ("a/z",)
    assert names.tops("a/x") == ("a/x",)  # a circle has no top


@pytest.mark.parametrize("name", ["oxigraph", "rdflib"])
def test_citations(name: str) -> None:
    found = read_citations(engine(name))
    item = BASE + "letter/CM14-0000102#determination-1"
    silent = [c for c in found if c.item == item and c.stance is Stance.SILENT]
    assert [(c.iri.rsplit("-", 1)[1], c.guidelines, c.within_mtus) for c in silent] == [
        ("3", (BASE + "guideline/mtus",), True)
    ]
    assert silent[0].place is CitationPlace.RATIONALE
    assert silent[0].party is Party.EXPERT_REVIEWER
    assert found == read_citations(engine("oxigraph"))


def test_citations_agree_with_the_items() -> None:
    cited = {
        (c.item, guideline)
        for c in read_citations(engine("oxigraph"))
        if c.party is Party.EXPERT_REVIEWER and c.place is CitationPlace.GUIDELINE_STATEMENT
        for guideline in c.guidelines
    }
    assert cited == {(i.iri, g) for i in read_items(engine("oxigraph")) for g in i.reviewer}
