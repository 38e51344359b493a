"""A letter's document with its reasons: complete, and true to the letter's text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import imrgraph
from imrgraph import Letter
from imrgraph.data import example_letters_dir
from imrgraph.records import Reason, Span
from imrgraph.store.document import case_document
from imrgraph.store.why import explained, rules_of_mentions
from tests.cases import full_case

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEVELOPMENT = Path(__file__).parents[1] / "letters" / "development" / "letters"
_PATHS = sorted(example_letters_dir().glob("*.txt")) + sorted(_DEVELOPMENT.glob("*.txt"))
_NODES = ("conditions", "priorTreatments", "determinations", "citations", "groundStatements")
# what needs no reason: names of the node itself, what its own evidence shows, short cuts that nobody is shown
_UNEXPLAINED = frozenset(
    """iri key part why rules warnings rule anchor evidence fuzzy itemNumber textDigest sourceDigest sourceName concerns
    administratorCites reviewerCites foundIn page table section edition quotation synthetic""".split()  # noqa: SIM905
)


def _explained(path: Path) -> tuple[Letter, dict[str, Any]]:
    (letter,) = imrgraph.read(path)
    assert isinstance(letter, Letter)
    case = imrgraph.extract(letter)
    document = case_document(case)
    return letter, explained(document, case, document)


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for name in _NODES:
        for inner in node.get(name, ()):
            yield from _nodes(inner)


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_every_fact_has_its_reason_and_every_reason_its_words(path: Path) -> None:
    letter, document = _explained(path)
    for node in _nodes(document):
        facts = {one["fact"] for one in node["why"]}
        others = (
            {"condition", "treatment", "candidate", "guideline", "ground", "resolution"}
            if "rule" in node
            else set()
        )
        assert set(node) - facts - others - _UNEXPLAINED - set(_NODES) == set()
        for one in node["why"]:
            assert one["rule"] in document["rules"]
            assert one["rule"] != "read-otherwise"
            words = [" ".join(letter.text[at["start"] : at["end"]].split()) for at in one["evidence"]]
            assert all(words)
            if words and one["fact"] not in {"agreement", "disputedItem"}:
                assert any(one["words"] in each or each in one["words"] for each in words)


def test_what_is_read_otherwise_now_is_marked() -> None:
    case = full_case()
    age = Reason(fact="workerAge", rule="age-told", spans=(Span(0, 4),), words="Full")
    case = replace(case, facts=replace(case.facts, why=(age,)))
    stored = case_document(case)
    told = {one["fact"]: one for one in explained(stored, case, case_document(case))["why"]}
    assert told["workerAge"] == {
        "fact": "workerAge", "rule": "age-told", "words": "Full", "evidence": [{"start": 0, "end": 4}],
    }  # fmt: skip
    older = {**stored, "workerAge": 40}
    told = {one["fact"]: one for one in explained(older, case, stored)["why"]}
    assert told["workerAge"]["rule"] == "read-otherwise"


def test_reasons_are_those_of_their_own_node() -> None:
    case = full_case()
    second = replace(
        case.conditions[1], why=(Reason(fact="assertion", rule="trigger-absent", words="no fracture"),)
    )
    case = replace(case, conditions=(case.conditions[0], second))
    document = case_document(case)
    by_words = {
        node["anchor"]: [one["words"] for one in node["why"] if one["rule"] == "trigger-absent"]
        for node in explained(document, case, document)["conditions"]
    }
    assert by_words == {"fracture": ["no fracture"], "lumbago": []}


def test_without_a_text_only_the_mentions_have_rules() -> None:
    document = rules_of_mentions(case_document(full_case()))
    assert document["why"] == []
    assert [len(node["why"]) for node in _nodes(document)][1:] == [1] * (len(list(_nodes(document))) - 1)
