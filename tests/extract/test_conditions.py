"""Conditions put together with their place, side, level and code, and what is nobody's condition."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imrgraph.extract.conditions import conditions, read_conditions
from imrgraph.read.clean import clean
from imrgraph.records import Assertion, Condition, Resolved
from imrgraph.segment import outline

DATA = Path(__file__).parent.parent / "data"
ROWS = list(csv.DictReader((DATA / "conditions.csv").open(encoding="utf-8")))
LETTER = (
    "CLINICAL CASE SUMMARY\n{}\n\nIMR ISSUES, DECISIONS AND RATIONALES\nThe Final Determination was based on decisions for the "
    "disputed items/services set forth below:\n\nNorco 10/325mg #60: Upheld\n\nClaims Administrator guideline: Decision based on MTUS.\n\n"
    "MAXIMUS guideline: Decision based on MTUS.\n\nDecision rationale: {}\n"
)


def _name(iri: str | None) -> str:
    return (iri or "").rsplit("/", 1)[-1]


def _read(summary: str, rationale: str = "Not medically necessary.") -> dict[str, Assertion]:
    found: tuple[Condition, ...] = conditions(outline(clean(LETTER.format(summary, rationale))))
    return {
        _name(iri): c.assertion
        for c in found
        if isinstance(c.resolution, Resolved)
        for iri in c.resolution.concepts
    }


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_put_together(row: dict[str, str]) -> None:
    found = [
        (
            _name(iri),
            m.assertion.value,
            _name(m.part),
            m.side.value if m.side else "",
            m.level or "",
            row["code"] in m.codes or not row["code"],
        )
        for m in read_conditions(row["sentence"])
        if isinstance(m.resolution, Resolved)
        for iri in m.resolution.concepts
    ]
    assert (row["concept"], row["assertion"], row["part"], row["side"], row["level"], True) in found


@pytest.mark.parametrize(
    ("summary", "rationale", "concept", "expected"),
    [
        pytest.param(
            "He was seen.",
            "The ODG recommends it in patients with fibromyalgia.",
            "fibromyalgia",
            None,
            id="guideline",
        ),
        pytest.param(
            "He was seen.",
            'The patient was told that "gout is a contraindication".',
            "gout",
            None,
            id="quotation",
        ),
        pytest.param(
            "He was seen.",
            "If the patient has gout, another drug would be chosen.",
            "gout",
            None,
            id="hypothesis",
        ),
        pytest.param(
            "He was seen.", "The patient has gout and is in pain.", "gout", Assertion.PRESENT, id="worker"
        ),
        pytest.param(
            "He was seen.",
            "There is no evidence of myelopathy on examination.",
            "myelopathy",
            Assertion.ABSENT,
            id="worker-absent",
        ),
        pytest.param(
            "He was seen.",
            "A diagnosis of gout requires an aspirate.",
            "gout",
            None,
            id="what-a-diagnosis-requires",
        ),
        pytest.param(
            "He was seen.",
            "Criteria: 1. Documented gout on examination. 2. Imaging shows tophi.",
            "gout",
            None,
            id="criteria-over-sentences",
        ),
        pytest.param(
            "He was seen.",
            'ODG says "The patient has failed rest. There is evidence of gout." The patient is 40.',
            "gout",
            None,
            id="quotation-over-sentences",
        ),
        pytest.param(
            "He was seen.",
            "Those for whom gout is a contraindication, says the record, are many.",
            "gout",
            None,
            id="contraindication",
        ),
        pytest.param(
            "He was seen.",
            "The product label lists gout, and the patient has pain.",
            "gout",
            None,
            id="label",
        ),
        pytest.param("He was seen.", "Gout has been excluded.", "gout", Assertion.ABSENT, id="excluded"),
        pytest.param(
            "He was seen.", "Gout was confirmed by an aspirate.", "gout", Assertion.PRESENT, id="confirmed"
        ),
        pytest.param("He was seen.", "No gout and no spasm.", "gout", Assertion.ABSENT, id="begins-with-no"),
        pytest.param(
            "SLE: cornea clear, lens clear.", "No.", "systemic-lupus-erythematosus", None, id="slit-lamp"
        ),
        pytest.param("SpO2 is 98% on RA.", "No.", "rheumatoid-arthritis", None, id="room-air"),
        pytest.param(
            "Tinel's at the cubital tunnel was equivocal.",
            "No.",
            "cubital-tunnel-syndrome",
            None,
            id="place-of-a-test",
        ),
        pytest.param("He has SLE.", "No.", "systemic-lupus-erythematosus", Assertion.PRESENT, id="lupus"),
        pytest.param("Allergies: sulfa (gout).", "No.", "gout", None, id="under-allergies"),
        pytest.param(
            "He has gout. The MTUS does not recommend it for fibromyalgia.",
            "No.",
            "fibromyalgia",
            None,
            id="guideline-in-summary",
        ),
        pytest.param(
            "He is seen by pain management for gout.",
            "No.",
            "gout",
            Assertion.PRESENT,
            id="reason-of-a-visit",
        ),
        pytest.param("Beck Depression Inventory was 12.", "No.", "depression", None, id="name-of-a-test"),
        pytest.param("He had a hernia repair in 2010.", "No.", "hernia", None, id="name-of-an-operation"),
        pytest.param("He has pain.", "No.", "pain", None, id="says-nothing"),
    ],
)
def test_whose_condition(summary: str, rationale: str, concept: str, expected: Assertion | None) -> None:
    assert _read(summary, rationale).get(concept) == expected


def test_a_later_denial_is_a_second_record() -> None:
    found = conditions(outline(clean(LETTER.format("He has gout. On 3/3/2014 there was no gout.", "No."))))
    assert {c.assertion for c in found} == {Assertion.PRESENT, Assertion.ABSENT}


def test_all_places_of_one_condition_are_one_record() -> None:
    text = outline(clean(LETTER.format("He has gout. Diagnoses: gout (274.9).", "The patient has gout.")))
    (gout,) = conditions(text)
    assert [text.clean.source[s.start : s.end] for s in gout.evidence.spans] == ["gout", "gout", "gout"]
    assert gout.stated_codes == ("274.9",)
    assert gout.evidence.anchor == "gout"


def test_unknown_words_with_a_code_are_kept() -> None:
    (found,) = read_conditions("Diagnoses: xylophonic dysplexia (999.99).")
    assert found.codes == ["999.99"]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "no",
                "denies",
                "low",
                "back",
                "pain",
                ",",
                "and",
                "or",
                "(",
                ")",
                "724.2",
                "left",
                "L4-5",
                "rule",
                "out",
                "father",
                "has",
                ".",
                ";",
                ":",
                "without",
                "knee",
                "status",
                "post",
            ]
        ),
        max_size=40,
    )
)
def test_any_words_are_read_and_every_mention_stands_in_them(words: list[str]) -> None:
    text = " ".join(words)
    for mention in read_conditions(text):
        assert 0 <= mention.start < mention.end <= len(text)
