"""History told apart from request, and tried from declined: one sentence of a case summary at a time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.extract.named_treatments import named_treatments
from imrgraph.extract.prior import prior_treatments
from imrgraph.read.clean import clean
from imrgraph.records import Resolved
from imrgraph.segment import outline

DATA = Path(__file__).parent.parent / "data"
ROWS = [
    row
    for name in ("prior.csv", "prior-2.csv")
    for row in csv.DictReader((DATA / name).open(encoding="utf-8"))
]
LETTER = "CLINICAL CASE SUMMARY\n{}\n\nIMR ISSUES, DECISIONS AND RATIONALES\nThe Final Determination was based on decisions for the disputed items/services set forth below:\n"


def _read(sentence: str) -> list[str]:
    """The words of each prior treatment in a letter whose summary is one sentence."""
    found = prior_treatments(outline(clean(LETTER.format(sentence))))
    return [p.evidence.anchor for p in found]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_prior(row: dict[str, str]) -> None:
    had = any(
        row["mention"].lower() in anchor.lower() or anchor.lower() in row["mention"].lower()
        for anchor in _read(row["sentence"])
    )
    assert had == (row["had"] == "yes")


def test_a_requested_treatment_needs_words_of_history() -> None:
    text = outline(clean(LETTER.format("The patient was seen in March. He was sore. Norco 10/325 mg.")))
    found = prior_treatments(text)
    assert len(found) == 1
    assert isinstance(found[0].resolution, Resolved)
    assert prior_treatments(text, found[0].resolution.concepts) == ()


def test_one_record_per_concept_with_all_its_places() -> None:
    text = outline(clean(LETTER.format("She takes Norco. Norco was refilled in May.")))
    (norco,) = prior_treatments(text)
    assert [text.clean.source[s.start : s.end] for s in norco.evidence.spans] == ["Norco", "Norco"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        pytest.param("She had PT, acupuncture and NSAIDs.", ["physical-therapy"], id="beside-acupuncture"),
        pytest.param("Labs: CBC, PT, UA.", ["coagulation-panel"], id="beside-a-blood-count"),
        pytest.param("PT was helpful.", ["coagulation-panel", "physical-therapy"], id="nothing-beside-it"),
    ],
)
def test_what_a_short_name_means(sentence: str, names: list[str]) -> None:
    (named,) = (n for n in named_treatments(sentence) if sentence[n.start : n.end] == "PT")
    assert [iri.rsplit("/", 1)[-1] for iri in named.concepts] == names
