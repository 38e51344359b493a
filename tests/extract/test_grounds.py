"""Grounds of decision: how many of those in `tests/data/grounds.csv` are found, hard passages, and the file of cues."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import imrgraph
from imrgraph.data import example_letters_dir
from imrgraph.extract.ground_amounts import Amount, amounts_in, exceeded
from imrgraph.extract.ground_clauses import clauses_of
from imrgraph.extract.ground_cues import cue_data, cues, marked
from imrgraph.extract.grounds import stated_grounds
from imrgraph.records import Letter, Outcome, Span
from imrgraph.vocab import load_vocabulary, matcher

_TABLE = Path(__file__).parent.parent / "data" / "grounds.csv"
_FIELDS = {"ground", "of", "words", "needs", "asked", "items", "outcome", "marks", "after", "says", "lacking", "shown", "together", "unless"}  # fmt: skip
_SECTIONS = {"sets", "amounts", "outcome", "yields", "marks", "aside", "cue", "weigh"}


@dataclass(frozen=True)
class Passage:
    """A rationale, the grounds a reader sees in it, and those that may be found besides."""

    item: str
    outcome: Outcome
    rationale: str
    grounds: frozenset[str]
    also: frozenset[str]

    def found(self) -> dict[str, list[tuple[Span, str]]]:
        treatments = [iri for match in matcher("treatment").find(self.item) for iri in match.concepts]
        return stated_grounds(
            self.rationale, Span(0, len(self.rationale)), self.item, treatments, self.outcome
        )


@cache
def _passages() -> tuple[Passage, ...]:
    with _TABLE.open(newline="") as file:
        return tuple(
            Passage(
                row["item"],
                Outcome(row["outcome"]),
                row["rationale"],
                frozenset(row["grounds"].split()),
                frozenset(row["also"].split()),
            )
            for row in csv.DictReader(file)
        )


@pytest.mark.parametrize(
    ("passages", "recall", "precision"),
    [
        pytest.param(slice(None), 0.79, 0.91, id="all"),
        pytest.param(slice(0, None, 2), 0.91, 0.94, id="those-that-cues-were-written-with"),
        pytest.param(slice(1, None, 2), 0.69, 0.88, id="those-that-they-were-not"),
    ],
)
def test_floors(passages: slice, recall: float, precision: float) -> None:
    wanted = hits = given = right = 0
    for passage in _passages()[passages]:
        found = passage.found().keys()
        wanted += len(passage.grounds)
        hits += len(passage.grounds & found)
        given += len(found)
        right += len((passage.grounds | passage.also) & found)
    assert hits / wanted >= recall
    assert right / given >= precision


def test_passages_without_a_ground_are_mostly_silent() -> None:
    silent = [passage for passage in _passages() if not passage.grounds]
    assert len(silent) > 30
    assert sum(not passage.found() for passage in silent) / len(silent) >= 0.83


@pytest.mark.parametrize(
    ("outcome", "item", "rationale", "grounds"),
    [
        pytest.param("Upheld", "Norco", "Opioids are to be continued if there is improvement in function.", "", id="only-recited"),
        pytest.param("Upheld", "ESI", "No more than two nerve root levels should be injected using transforaminal blocks.", "", id="recited-limit"),
        pytest.param("Upheld", "Gym membership", "The request is therefore not medically necessary.", "", id="bare-conclusion"),
        pytest.param("Upheld", "Physical therapy", "He has been treated with physical therapy, acupuncture and two injections.", "", id="history"),
        pytest.param("Overturned", "Shoulder MRI", "The carrier argued that conservative care was not exhausted.", "", id="view-of-another"),
        pytest.param("Upheld", "Abilify", "There is no documentation that an SSRI was tried before it.", "first-line-treatment-not-tried", id="finer-than-documentation"),
        pytest.param("Upheld", "Percocet", "There is no documentation of aberrant behavior or of side effects.", "opioid-monitoring-not-documented", id="what-is-missing-is-the-topic"),
        pytest.param("Upheld", "Acupuncture", "There is no documentation of functional improvement from the first six visits.", "functional-improvement-not-documented", id="missing-function"),
        pytest.param("Upheld", "Injection, right knee", "The provider has yet to clarify which substance is to be injected.", "documentation-insufficient", id="yet-to"),
        pytest.param("Upheld", "Knee brace", "ODG names three indications. None of these is present here.", "guideline-criteria-not-met", id="none-of-these"),
        pytest.param("Upheld", "TENS unit", "A one month trial should come before purchase. The applicant has never had one.", "guideline-criteria-not-met", id="criterion-then-worker"),
        pytest.param("Upheld", "Trigger point injections", "The guideline allows three sites in a session. Eight are planned.", "amount-exceeds-guideline", id="numbers-alone"),
        pytest.param("Upheld", "Ambien", "Sleeping pills are for short-term use. Hers date from 2010.", "duration-exceeds-guideline", id="limit-then-use"),
        pytest.param("Overturned", "Lidoderm patch", "Gabapentin was stopped for drowsiness and amitriptyline did not help.", "first-line-treatment-failed", id="drugs-of-the-vocabulary"),
        pytest.param("Upheld", "Cold therapy unit", "With the arthroscopy not certified, there is nothing to be iced.", "associated-surgery-not-certified", id="associated"),
        pytest.param("Upheld", "Naproxen", "The drug, which is one of many, has not improved function.", "functional-improvement-not-documented", id="relative-clause-between"),
        pytest.param("Overturned", "Chiropractic", "Lifting rose from 20 to 45 pounds after the first six visits.", "functional-improvement-documented", id="rise-in-numbers"),
        pytest.param("Upheld", "Massage chair", "A chair like this is a luxury.", "not-medical-treatment", id="a-word-in-any-order"),
    ],
)  # fmt: skip
def test_hard(outcome: str, item: str, rationale: str, grounds: str) -> None:
    passage = Passage(item, Outcome(outcome), rationale, frozenset(grounds.split()), frozenset())
    assert passage.found().keys() == passage.grounds


def test_a_reason_against_is_not_looked_for_where_the_item_was_certified() -> None:
    said = "No functional improvement is documented."
    assert "functional-improvement-not-documented" in _said(said, Outcome.UPHELD)
    assert "functional-improvement-not-documented" in _said(said, Outcome.PARTIALLY_OVERTURNED)
    assert not _said(said, Outcome.OVERTURNED)


def _said(rationale: str, outcome: Outcome) -> set[str]:
    return set(Passage("Acupuncture", outcome, rationale, frozenset(), frozenset()).found())


def test_evidence_is_whole_sentences_and_the_rule_is_named() -> None:
    rules = set()
    for passage in _passages():
        for places in passage.found().values():
            for span, rule in places:
                said = passage.rationale[span.start : span.end]
                assert said == said.strip()
                assert said[-1] in '.;:"?!)' or span.end == len(passage.rationale)
                rules.add(rule)
    assert rules <= {f"ground-{how}" for how in ("stated", "lacking", "shown", "silent", "authority", "contrast", "number", "together", "weighed")}  # fmt: skip


def test_evidence_slices_back_in_letters() -> None:
    spans = 0
    for letter in imrgraph.read(example_letters_dir()):
        assert isinstance(letter, Letter)
        for determination in imrgraph.extract(letter).determinations:
            for ground in determination.grounds:
                for span in ground.evidence.spans:
                    assert letter.text[span.start : span.end].strip()
                    spans += 1
    assert spans


# ---------------------------------------------------------------- the file of cues


def test_every_ground_can_be_told() -> None:
    vocabulary = load_vocabulary("ground")
    scheme = {concept.name for concept in vocabulary.concepts.values()}
    data = cue_data()
    assert {cue.ground for cue in cues()} == scheme
    assert data["weigh"].keys() == scheme
    named = {ground for grounds in data["outcome"].values() for ground in grounds}
    named |= data["yields"].keys() | {ground for grounds in data["yields"].values() for ground in grounds}
    assert named <= scheme


def test_schema() -> None:
    data = cue_data()
    assert data.keys() == _SECTIONS
    for one in data["cue"]:
        assert one.keys() <= _FIELDS
        assert one["ground"] == "guideline-silent" or one["words"]
        assert one.get("of", "any") in {"any", "case", "worker", "authority"}
        assert all(word == word.lower() for word in one.get("words", ()))
    for one in data["aside"].values():
        assert one.keys() == {"words", "says"}
    for one in data["weigh"].values():
        assert one.keys() <= {"of", "lack", "heavy", "middle", "light"}
        assert one.get("of", "case") in {"case", "any"}
        assert one.get("lack", "may") in {"may", "must", "never"}
    assert {Outcome(outcome) for outcome in data["outcome"]} == {Outcome.UPHELD, Outcome.OVERTURNED}


def test_cues_name_only_sets_and_categories_that_there_are() -> None:
    data = cue_data()
    tops = {concept.name for concept in load_vocabulary("treatment").concepts.values()}
    assert data["marks"].keys() <= tops
    assert all(cue.items <= tops for cue in cues())
    for name in re.findall(r"<([a-z_]+)>", str(data["cue"])):
        assert name in data["sets"]


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        pytest.param("He improved, but work is not resumed.", ["he improved", "work is not resumed"], id="but"),
        pytest.param("It has yet to help.", ["it has yet to help"], id="yet-to"),
        pytest.param("The exam, which was brief, is normal.", ["which was brief", "the exam is normal"], id="relative"),
        pytest.param("Useful if he walks and there is no pain.", ["useful if he walks and there is no pain"], id="supposed"),
        pytest.param("A van is not care, nor is a taxi.", ["a van is not care", "nor is a taxi"], id="nor"),
    ],
)  # fmt: skip
def test_clauses(sentence: str, clauses: list[str]) -> None:
    assert list(clauses_of(sentence)) == clauses


def test_treatments_are_marked_by_their_kind() -> None:
    assert marked("naproxen, a splint and physical therapy before the lumbar fusion") == "@drug, a @device and @therapy before the @surgery"  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "amounts"),
    [
        ("four to six visits over two weeks", [Amount(6, "visit"), Amount(14, "day")]),
        ("thirty-five hours a week", [Amount(35, "hour")]),
        ("eight are planned", [Amount(8, "")]),
        ("norco 10/325 mg #90", []),
    ],
)
def test_amounts(clause: str, amounts: list[Amount]) -> None:
    assert amounts_in(clause) == amounts


def test_only_more_of_the_same_unit_is_more() -> None:
    allowed = [Amount(6, "visit"), Amount(14, "day")]
    assert exceeded(allowed, [Amount(12, "visit")]) == Amount(12, "visit")
    assert exceeded(allowed, [Amount(12, "")]) == Amount(12, "")
    assert exceeded(allowed, [Amount(6, "visit"), Amount(7, "day"), Amount(500, "mg")]) is None
