"""How far the parties' guideline statements agree."""

from __future__ import annotations

import pytest

from imrgraph.rdf import terms as t
from imrgraph.rdf.agreement import agreement, cited_by
from imrgraph.records import CitationPlace, Party
from tests.cases import BASE, citation

ADMIN, REVIEWER = Party.CLAIMS_ADMINISTRATOR, Party.EXPERT_REVIEWER


@pytest.mark.parametrize(
    ("administrator", "reviewer", "expected"),
    [
        pytest.param("acoem-ch12", "acoem-ch12", t.SAME_GUIDELINE, id="same"),
        pytest.param("acoem-ch12", "acoem-ch08", t.SHARED_FAMILY, id="two-chapters"),
        pytest.param("odg-low-back", "odg", t.SHARED_FAMILY, id="chapter-and-whole"),
        pytest.param("odg-low-back", "acoem-ch12", t.DIFFERENT_GUIDELINE, id="two-families"),
        pytest.param("mtus-chronic-pain", "acoem-ch12", t.DIFFERENT_GUIDELINE, id="acoem-on-its-own"),
        pytest.param("other-journal-a", "other-journal-b", t.DIFFERENT_GUIDELINE, id="two-unknown-sources"),
        pytest.param("odg", None, t.ONE_PARTY, id="administrator-alone"),
        pytest.param(None, "odg", t.ONE_PARTY, id="reviewer-alone"),
        pytest.param(None, None, t.NEITHER_PARTY, id="neither"),
    ],
)
def test_agreement(administrator: str | None, reviewer: str | None, expected: str) -> None:
    cited = [citation(name, party) for name, party in ((administrator, ADMIN), (reviewer, REVIEWER)) if name]
    assert agreement(tuple(cited)) == expected


def test_acoem_cited_as_the_mtus_belongs_to_both() -> None:
    adopted = citation("acoem-ch12", REVIEWER, within=True)
    assert agreement((citation("mtus-chronic-pain", ADMIN, within=True), adopted)) == t.SHARED_FAMILY
    assert agreement((citation("acoem-ch08", ADMIN, within=False), adopted)) == t.SHARED_FAMILY
    assert agreement((citation("odg", ADMIN, within=False), adopted)) == t.DIFFERENT_GUIDELINE


def test_rationales_and_doubts_do_not_count() -> None:
    cited = (
        citation("odg", REVIEWER, place=CitationPlace.RATIONALE),
        citation(None, ADMIN),
        citation("acr", REVIEWER),
    )
    assert cited_by(REVIEWER, cited) == (f"{BASE}guideline/acr",)
    assert agreement(cited) == t.ONE_PARTY
