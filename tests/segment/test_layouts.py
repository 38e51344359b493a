"""Every layout of IMR letters: `tests/data/layouts`, short letters with what a reader sees in each.

The conventions of `expected.json` stand in the README.md beside it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import imrgraph
from imrgraph.read.clean import clean
from imrgraph.records import Letter
from imrgraph.segment import outline
from imrgraph.vocab import load_vocabulary

if TYPE_CHECKING:
    from imrgraph.records import Case, Issue, Span
    from imrgraph.segment import Outline

FOLDER = Path(__file__).parent.parent / "data" / "layouts"
EXPECTED: list[dict[str, Any]] = [
    letter for path in sorted(FOLDER.glob("expected*.json")) for letter in json.loads(path.read_text("utf-8"))
]
LETTERS = [pytest.param(letter, id=letter["source"].removesuffix(".txt")) for letter in EXPECTED]
DATES = ("injury_date", "ur_decision_date", "application_date", "assigned_date", "decision_date")
PROPERTIES = dict(
    zip(
        DATES,
        ("injuryDate", "urDecisionDate", "applicationDate", "assignedDate", "decisionDate"),
        strict=True,
    )
)


def letter_of(expected: dict[str, Any]) -> Letter:
    [letter] = imrgraph.read(FOLDER / expected["source"])
    assert isinstance(letter, Letter)
    return letter


def case_of(expected: dict[str, Any]) -> Case:
    return imrgraph.extract(letter_of(expected))


def outline_of(expected: dict[str, Any]) -> Outline:
    return outline(clean(letter_of(expected).text))


def plain(words: str | None) -> str | None:
    """The words as the cleaned text has them: straight quotes and dashes, single spaces."""
    return " ".join(clean(words).text.split()) if words else None


def said(cut: Outline, spans: tuple[Span, ...]) -> str | None:
    return " ".join(cut.words(span) for span in spans) or None


def rows(expected: dict[str, Any], *keys: str) -> list[tuple[str | None, ...]]:
    return [tuple(plain(item[key]) for key in keys) for item in expected["items"]]


def ends(words: str | None) -> tuple[str | None, str | None]:
    parts = (words or "").split()
    return " ".join(parts[:5]) or None, " ".join(parts[-5:]) or None


@pytest.mark.parametrize("expected", LETTERS)
def test_the_layout(expected: dict[str, Any]) -> None:
    assert case_of(expected).letter_format.value == expected["format"]


@pytest.mark.parametrize("expected", LETTERS)
def test_the_header(expected: dict[str, Any]) -> None:
    """The case number and the dates; what the summary tells besides may stand in the case too."""
    facts = case_of(expected).facts
    of_header = {reason.fact for reason in facts.why if reason.rule not in ("injury-told", "review-told", "application-told")}  # fmt: skip
    dates = {key: getattr(facts, key) for key in DATES}
    found = {
        key: value.isoformat()
        for key, value in dates.items()
        if value and (key in expected["case"] or PROPERTIES[key] in of_header)
    }
    if facts.case_number:
        found["case_number"] = facts.case_number
    assert found == expected["case"]


@pytest.mark.parametrize("expected", LETTERS)
def test_the_reviewer(expected: dict[str, Any]) -> None:
    reviewer, specialties = case_of(expected).reviewer, load_vocabulary("specialty")
    iris = {
        label.casefold(): iri for iri, concept in specialties.concepts.items() for label in concept.labels
    }
    states = [state.casefold() for state in expected["reviewer"]["licensed_in"]]
    assert list(reviewer.specialties) == [iris[s.casefold()] for s in expected["reviewer"]["specialties"]]
    assert [state.casefold() for state in reviewer.licensed_in] == states


@pytest.mark.parametrize("expected", LETTERS)
def test_the_items(expected: dict[str, Any]) -> None:
    cut = outline_of(expected)
    assert [(issue.number, cut.words(issue.item)) for issue in cut.issues] == [
        (item["n"], plain(item["item"])) for item in expected["items"]
    ]


@pytest.mark.parametrize("expected", LETTERS)
def test_the_outcomes(expected: dict[str, Any]) -> None:
    outcomes = [item.outcome.value if item.outcome else None for item in case_of(expected).determinations]
    assert outcomes == [item["outcome"] for item in expected["items"]]


def statements(cut: Outline, issue: Issue) -> tuple[str | None, str | None]:
    return said(cut, issue.administrator), said(cut, issue.reviewer)


@pytest.mark.parametrize("expected", LETTERS)
def test_the_guideline_statements(expected: dict[str, Any]) -> None:
    cut = outline_of(expected)
    assert [statements(cut, issue) for issue in cut.issues] == rows(expected, "administrator", "reviewer")


@pytest.mark.parametrize("expected", LETTERS)
def test_the_rationales(expected: dict[str, Any]) -> None:
    cut = outline_of(expected)
    found = [ends(said(cut, issue.rationale)) for issue in cut.issues]
    assert found == rows(expected, "rationale_starts", "rationale_ends")
