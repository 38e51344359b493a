"""A small invented graph against its gold annotations: each kind of fact once right and once wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import GoldError, StoreError
from imrgraph.evaluate import Fact, evaluate
from imrgraph.store.memory import MemoryStore

if TYPE_CHECKING:
    from imrgraph.evaluate import Report

_DATA = Path(__file__).parent.parent / "data" / "evaluate"
_GRAPH, _GOLD = _DATA / "graph.ttl", _DATA / "gold"

# Counted by hand, and by an independent scorer written for rdflib before this one: hits, total.
_COUNTS = {
    Fact.LETTER_FOUND: (1, 3),
    Fact.CASE_FACTS: (4, 6),
    Fact.REVIEWER: (3, 9),
    Fact.CONDITIONS: (3, 5),
    Fact.CONDITION_CODES: (1, 2),
    Fact.CONDITION_TRAPS: (1, 3),
    Fact.PRIOR: (2, 4),
    Fact.PRIOR_TRAPS: (1, 3),
    Fact.DETERMINATION_COUNT: (1, 3),
    Fact.DISPUTED_ITEM: (1, 3),
    Fact.OUTCOME: (1, 3),
    Fact.UR_DECISION: (1, 2),
    Fact.QUANTITY: (1, 2),
    Fact.TREATMENT: (2, 3),
    Fact.TREATMENT_CATEGORY: (1, 3),
    Fact.BODY_PART: (1, 2),
    Fact.SERVICE_DATES: (1, 2),
    Fact.STATEMENT_RECALL: (4, 7),
    Fact.WITHIN_MTUS: (2, 3),
    Fact.STATEMENT_PRECISION: (4, 6),
    Fact.LOCATOR_RECALL: (2, 5),
    Fact.PAGE_PRECISION: (2, 3),
    Fact.MENTIONS: (3, 5),
    Fact.STANCE: (1, 2),
    Fact.MENTION_PRECISION: (4, 5),
    Fact.PROVENANCE: (17, 22),
    Fact.GROUNDS: (2, 3),
    Fact.GROUND_SENTENCES: (1, 2),
    Fact.GROUND_PRECISION: (2, 3),
}
_MACRO = 0.509391


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(_GRAPH, _GOLD)


@pytest.mark.parametrize("fact", Fact, ids=lambda fact: fact.name.lower())
def test_each_kind_of_fact_is_counted(fact: Fact, report: Report) -> None:
    (row,) = (row for row in report.rows if row.fact is fact)
    assert (row.hits, row.total) == _COUNTS[fact]


def test_the_whole(report: Report) -> None:
    assert [row.fact for row in report.rows] == list(Fact)
    assert report.macro == pytest.approx(_MACRO, abs=1e-6)
    assert report.unresolved == 1  # that of the determination which the gold does not want is not counted
    assert len(report.misses) == sum(row.total - row.hits for row in report.rows)


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        pytest.param(Fact.CASE_FACTS, "one.txt: want injury_date 2012-01-02", id="two-values-for-one"),
        pytest.param(Fact.REVIEWER, "no other specialty, found pain-medicine", id="one-too-many"),
        pytest.param(Fact.REVIEWER, "licensed in Texas, found California, Nevada", id="state"),
        pytest.param(Fact.CONDITIONS, "want diabetes Absent, found Present", id="assertion"),
        pytest.param(Fact.CONDITION_TRAPS, "two.txt: want asthma not Present", id="nothing-avoids-no-trap"),
        pytest.param(Fact.DISPUTED_ITEM, "#2: want 'Norco 10/325 #60', found another wording", id="item"),
        pytest.param(Fact.TREATMENT_CATEGORY, "found pharmaceutical, surgery", id="a-category-too-many"),
        pytest.param(Fact.WITHIN_MTUS, "odg-low-back not within the MTUS", id="within-and-not-within"),
        pytest.param(Fact.STATEMENT_PRECISION, "found ClaimsAdministrator acoem-ch08", id="wrong-guideline"),
        pytest.param(Fact.LOCATOR_RECALL, "page 177 of acoem-ch12, found acoem-ch08", id="of-another"),
        pytest.param(Fact.STANCE, "mtus Silent, found Silent, Supports", id="two-stances"),
        pytest.param(Fact.GROUNDS, "#1: want evidence-insufficient, found guideline-", id="ground"),
        pytest.param(Fact.GROUND_SENTENCES, "red-flags-absent, found another sentence", id="sentence"),
        pytest.param(Fact.GROUND_PRECISION, "found duplicate-service", id="ground-too-many"),
        pytest.param(Fact.PROVENANCE, "determination-2 whose positions do not give back", id="longer-anchor"),
        pytest.param(
            Fact.PROVENANCE, "determination-3 whose anchor is no words of its item", id="item-words"
        ),
        pytest.param(Fact.PROVENANCE, "citation-10 whose anchor is no name", id="another-name"),
    ],
)
def test_misses_say_what_was_wanted_and_found(fact: Fact, told: str, report: Report) -> None:
    assert any(told in str(miss) for miss in report.misses if miss.fact is fact)


def test_misses_hold_none_of_the_letters_own_words(report: Report) -> None:
    told = " ".join(miss.found for miss in report.misses)
    assert not any(words in told for words in ("iabetes.", "sixty", "Norco helped", "Claims Administrator"))
    assert "misses" not in repr(report)


def test_a_store_gives_what_its_file_gives(report: Report) -> None:
    with MemoryStore.from_file(_GRAPH) as store:
        assert evaluate(store, _GOLD) == report
        assert list(store.triples())  # it stays open


def test_letters_elsewhere(tmp_path: Path, report: Report) -> None:
    gold = shutil.copytree(_GOLD, tmp_path / "gold")
    assert evaluate(_GRAPH, gold, _DATA / "letters") == report
    with pytest.raises(GoldError, match=r"one\.txt: no such letter"):
        evaluate(_GRAPH, gold)


def test_only_text_files_are_judged_for_provenance(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "three.pdf").write_bytes(b"")
    shutil.copy(_GOLD / "three.json", tmp_path / "gold")
    facts = {row.fact for row in evaluate(_GRAPH, tmp_path / "gold").rows}
    assert facts == {Fact.LETTER_FOUND, Fact.DETERMINATION_COUNT}


def test_a_folder_without_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold annotations"):
        evaluate(_GRAPH, tmp_path)


def test_a_graph_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        evaluate(tmp_path / "graph.ttl", _GOLD)


_ITEM = {"n": 1, "item": "MRI", "outcome": "Upheld", "treatment": {"any": ["MRI"], "category": "x"}}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        pytest.param([], "not an object", id="list"),
        pytest.param({}, "no 'source'", id="no-source"),
        pytest.param({"case": {"agee": 3}}, "case: unknown key 'agee'", id="misspelt-fact"),
        pytest.param({"case": []}, "case: not an object", id="case"),
        pytest.param({"prior": {"must": {}}}, "prior.must: not a list", id="no-list"),
        pytest.param({"prior": {"must": [{}]}}, r"prior.must\[0\]: no 'any'", id="no-name"),
        pytest.param({"determinations": [{}]}, r"determinations\[0\]: no 'treatment'", id="no-treatment"),
        pytest.param({"determinations": [{**_ITEM, "outcome": "Lost"}]}, "none of Upheld", id="outcome"),
        pytest.param({"determinations": [{**_ITEM, "n": "1"}]}, "n: not a whole number", id="number"),
        pytest.param({"determinations": [{**_ITEM, "item": []}]}, "item: not a text", id="text"),
        pytest.param(
            {
                "determinations": [
                    {**_ITEM, "statements": [{"by": "ExpertReviewer", "guideline": "odg", "within_mtus": 1}]}
                ]
            },
            "within_mtus: neither true nor false",
            id="truth",
        ),
    ],
)
def test_gold_that_is_wrong_says_where(wrong: object, why: str, tmp_path: Path) -> None:
    whole = {"source": "one.txt", **wrong} if isinstance(wrong, dict) and wrong else wrong
    (tmp_path / "one.json").write_text(json.dumps(whole))
    with pytest.raises(GoldError, match=f"gold one.json: .*{why}"):
        evaluate(_GRAPH, tmp_path, _DATA / "letters")


def test_gold_that_does_not_parse(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("{")
    with pytest.raises(GoldError, match="does not parse"):
        evaluate(_GRAPH, tmp_path, _DATA / "letters")
