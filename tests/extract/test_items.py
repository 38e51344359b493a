"""What items ask for: concepts, body part, side and level."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.extract.items import clean_item, read_item_words
from imrgraph.extract.spelling import misspelt
from imrgraph.records import Resolved, Unresolved

ROWS = list(csv.DictReader((Path(__file__).parent.parent / "data" / "items.csv").open(encoding="utf-8")))


def _names(iris: tuple[str, ...]) -> str:
    return ";".join(iri.rsplit("/", 1)[-1] for iri in iris)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["item"][:40]) for row in ROWS])
def test_item(row: dict[str, str]) -> None:
    facts = read_item_words(row["item"])
    assert isinstance(facts.resolution, Resolved)
    assert _names(facts.resolution.concepts) == row["concepts"]
    assert _names(facts.body_parts) == row["parts"]
    assert (facts.laterality.value if facts.laterality else "") == row["side"]
    assert (facts.spinal_level or "") == row["level"]
    assert facts.is_associated == (row["associated"] == "yes")


def test_words_that_name_no_treatment_stay_unresolved() -> None:
    assert read_item_words("Xqzvw 17").resolution == Unresolved()


@pytest.mark.parametrize("item", ["Tramodol 50mg #60", "Cyclobenzeprine 7.5mg #60", "Acupunture 6 visits"])
def test_a_misspelling_is_found_and_marked(item: str) -> None:
    facts = read_item_words(item)
    assert isinstance(facts.resolution, Resolved)
    assert facts.fuzzy
    assert facts.rule == "item-misspelt"


@pytest.mark.parametrize(
    "word", ["ambient", "equip", "lyrical", "celebrate", "reflector", "patient", "received"]
)
def test_ordinary_words_are_no_misspelt_drugs(word: str) -> None:
    assert misspelt(f"The {word} was seen") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1. MRI of the lumbar\nspine:", "MRI of the lumbar spine", id="number-and-colon"),
        pytest.param("#2) Norco 10/325mg #120", "#2) Norco 10/325mg #120", id="count-kept"),
        pytest.param(" 12 sessions of PT ", "12 sessions of PT", id="a-number-that-counts"),
    ],
)
def test_clean_item(text: str, expected: str) -> None:
    assert clean_item(text).endswith(expected.removeprefix("#2) "))
