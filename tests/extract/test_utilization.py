"""What the utilization review had decided, in the many ways that letters tell it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.extract.outcomes import outcome_of
from imrgraph.extract.utilization import rulings, ur_decision
from imrgraph.extract.why import value_of
from imrgraph.read.clean import clean
from imrgraph.records import Outcome, UrDecision
from imrgraph.segment import Outline, outline
from tests.extract.test_facts import letter

_PASSAGES = Path(__file__).parent.parent / "data" / "utilization.csv"
_NONE = "-"


@pytest.mark.parametrize(
    ("summary", "decisions"),
    [
        pytest.param("On 3/3/2014 utilization review denied the requests.", ["Denied", "Denied"], id="the-requests"),
        pytest.param("UR of 3/3/14 modified Norco to #90 and denied the MRI.", ["Denied", "Modified"], id="each-its-own"),
        pytest.param("The claims administrator denied the MRI of the neck and partially certified Norco.", ["Denied", "Modified"], id="partially"),
        pytest.param("The claims administrator approved physical therapy while denying the MRI and Norco.", ["Denied", "Denied"], id="while-denying"),
        pytest.param("The MRI was non-certified by UR on 3/3/15 and Norco was modified to #60.", ["Denied", "Modified"], id="passive"),
        pytest.param("Utilization review (3/3/15): MRI of the neck - non-certified; Norco - modified to #60.", ["Denied", "Modified"], id="list"),
        pytest.param("The UR physician certified 60 of 120 Norco and conditionally non-certified the MRI.", ["Denied", "Modified"], id="certified-of"),
        pytest.param("UR denied the first item and modified the other.", ["Denied", "Modified"], id="first-and-other"),
        pytest.param("The carrier denied these.", ["Denied", "Denied"], id="carrier"),
        pytest.param("Per utilization review neither the MRI nor Norco was found to be medically necessary; both were denied.", ["Denied", "Denied"], id="both"),
        pytest.param("It is recommended that there be denial of Norco and of the MRI. I recommend denial of both.", ["Denied", "Denied"], id="recommended"),
        pytest.param("A UR denial dated 3/3/15 is in the file.", ["Denied", "Denied"], id="denial-letter"),
        pytest.param("There was denial of fever, numbness and weakness.", [None, None], id="denial-of-a-symptom"),
        pytest.param("The applicant works modified duty. He denied numbness.", [None, None], id="no-review"),
    ],
)  # fmt: skip
def test_ur_decision(summary: str, decisions: list[str | None]) -> None:
    cut = letter(summary, items="MRI of the neck: Upheld | Norco 10/325mg #120: Overturned")
    assert [value_of(outcome_of(cut, i)) for i in cut.issues] == [Outcome.UPHELD, Outcome.OVERTURNED]
    expected = [UrDecision(d) if d else None for d in decisions]
    assert [value_of(ur_decision(cut, i, 2, rulings(cut))) for i in cut.issues] == expected


def _letter_of(passage: str, items: list[str], *, in_rationale: bool) -> Outline:
    """A letter whose summary, or whose first rationale, is the passage."""
    reasons = [
        passage if in_rationale and not number else "The records were read." for number in range(len(items))
    ]
    issues = "\n\n".join(
        f"{number}. {item}: Upheld\n\nClaims Administrator guideline: Decision based on MTUS.\n\n"
        f"MAXIMUS guideline: Decision based on MTUS.\n\nDecision rationale: {reason}"
        for number, (item, reason) in enumerate(zip(items, reasons, strict=True), 1)
    )
    summary = "The patient is a man of 40 years." if in_rationale else passage
    return outline(
        clean(
            f"CLINICAL CASE SUMMARY\n{summary}\n\nIMR ISSUES, DECISIONS AND RATIONALES\n"
            "The Final Determination was based on decisions for the disputed items/services set forth below:\n\n"
            f"{issues}\n"
        )
    )


def test_passages_that_others_wrote() -> None:
    """Of what independent writers put into passages most is found, and little is found wrongly: a gap beats a guess."""
    pairs: list[tuple[str, str]] = []
    with _PASSAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            items = row["items"].split(" | ")
            cut = _letter_of(row["passage"], items, in_rationale=row["where"] == "rationale")
            found = [value_of(ur_decision(cut, issue, len(items), rulings(cut))) for issue in cut.issues]
            told = [one.value if one else _NONE for one in found]
            pairs += zip(row["decisions"].split(" | "), told, strict=True)
    wanted = [(want, got) for want, got in pairs if want != _NONE]
    given = [(want, got) for want, got in pairs if got != _NONE]
    assert sum(want == got for want, got in wanted) / len(wanted) >= 0.84
    assert sum(want == got for want, got in given) / len(given) >= 0.91
