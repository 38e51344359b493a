"""Printed codes with their verdict, on whole sentences; and that nobody else pays for the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from imrgraph.data import example_letters_dir
from imrgraph.extract.code_check import Named, label_agrees
from imrgraph.extract.conditions import conditions, read_conditions
from imrgraph.extract.mention import Mention
from imrgraph.model.case import extract
from imrgraph.read import read
from imrgraph.read.clean import clean
from imrgraph.records import Ambiguous, Condition, Letter, Resolved, Unresolved
from imrgraph.segment import outline
from imrgraph.vocab import icd, icd_codes, load_vocabulary

DATA = Path(__file__).parent.parent / "data"
ROWS = list(csv.DictReader((DATA / "stated-codes.csv").open(encoding="utf-8")))
BY_ANOTHER_PLACE = {  # conditions that a code rightly names by another part of the body
    ("epidural-fibrosis", "G96.12"),
    ("post-dural-puncture-headache", "349.0"),
    ("post-dural-puncture-headache", "G97.1"),
}


def _verdict(mention: Mention, code: str) -> str:
    if code in mention.unknown_codes:
        return "unknown"
    return "contradicting" if code in mention.contradicting_codes else "ok"


def _names(found: Mention | Condition) -> list[str]:
    match found.resolution:
        case Resolved(concepts=concepts) | Ambiguous(candidates=concepts):
            return [iri.rsplit("/", 1)[-1] for iri in concepts]
        case Unresolved():
            return []


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_verdict(row: dict[str, str]) -> None:
    with_code = [m for m in read_conditions(row["sentence"]) if row["code"] in m.codes]
    assert {_verdict(m, row["code"]) for m in with_code} == {row["verdict"]}
    assert not row["condition"] or row["condition"] in [name for m in with_code for name in _names(m)]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_a_flagged_code_is_a_stated_one(row: dict[str, str]) -> None:
    for mention in read_conditions(row["sentence"]):
        assert {*mention.unknown_codes, *mention.contradicting_codes} <= {*mention.codes}
        assert not {*mention.unknown_codes} & {*mention.contradicting_codes}


@pytest.mark.parametrize(
    ("sentence", "rule", "names"),
    [
        pytest.param(
            "Diagnoses: Tietze's (733.6).", "stated-code", ["costochondritis"], id="code-alone-decides"
        ),
        pytest.param(
            "Diagnosis ICD-9 code 354.0.", "stated-code", ["carpal-tunnel-syndrome"], id="only-a-code"
        ),
        pytest.param("Diagnoses: Tietze's (733.66).", "stated-code", [], id="unknown"),
        pytest.param(
            "Diagnoses: cuboid syndrome of the foot (354.0).", "stated-code", [], id="words-contradict"
        ),
        pytest.param(
            "Diagnoses: cuboid syndrome of the foot (838.03).", "stated-code", [], id="nobodys-code"
        ),
    ],
)
def test_a_code_decides_where_words_do_not(sentence: str, rule: str, names: list[str]) -> None:
    (mention,) = (m for m in read_conditions(sentence) if m.codes)
    assert (mention.rule, _names(mention)) == (rule, names)


@pytest.mark.parametrize("sentence", ["The wattage was 140.25 at most.", "The wattage was 354.05 at most."])
def test_a_bare_number_that_is_no_code_states_nothing(sentence: str) -> None:
    assert read_conditions(sentence) == []


@pytest.mark.parametrize(
    ("summary", "contradicting"),
    [
        pytest.param("Knee pain (719.41).", ("719.41",), id="once"),
        pytest.param(
            "Knee pain (719.41). Later, knee and shoulder pain (719.41).", (), id="agrees-elsewhere"
        ),
    ],
)
def test_flagged_where_it_contradicts_throughout(summary: str, contradicting: tuple[str, ...]) -> None:
    text = f"CLINICAL CASE SUMMARY\n{summary}\n\nIMR ISSUES, DECISIONS AND RATIONALES\nNorco 10/325mg #60: Upheld\n"
    found = {(*_names(c),): c for c in conditions(outline(clean(text)))}
    assert found[("knee-pain",)].stated_codes == ("719.41",)
    assert found[("knee-pain",)].contradicting_codes == contradicting


@pytest.mark.parametrize(("name", "system"), [("icd9cm", "9"), ("icd10cm", "10")])
def test_no_code_of_the_vocabulary_contradicts_its_condition(name: str, system: str) -> None:
    for iri, concept in load_vocabulary("condition").concepts.items():
        named = Named(words=concept.label, concepts=(iri,), parts=concept.values("bodyPart"))
        for code in concept.values(name):
            (meaning,) = (meaning for meaning in icd_codes(code) if meaning.system == system)
            agrees = label_agrees(meaning, named)
            assert agrees or (concept.name, code) in BY_ANOTHER_PLACE, f"{concept.name} is no {code}"


def test_a_letter_without_codes_does_not_load_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_table() -> None:
        raise AssertionError("the table of codes is read")

    monkeypatch.setattr(icd, "_table", read_table)
    icd.icd_codes.cache_clear()
    (letter,) = read(example_letters_dir() / "002_39363498b94abce7.txt")
    assert isinstance(letter, Letter)
    assert extract(letter).conditions
    with pytest.raises(AssertionError):
        read_conditions("lumbago (724.2)")
