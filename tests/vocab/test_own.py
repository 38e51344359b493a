"""The user's own vocabulary files: what they add, when they count, and what is wrong with those that do not fit."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import VocabularyError
from imrgraph.extract.conditions import read_conditions
from imrgraph.extract.items import read_item_words
from imrgraph.records import Resolved, Unresolved
from imrgraph.vocab import load_vocabulary, matcher
from imrgraph.vocab.checks import read_vocabularies, use_vocabularies
from imrgraph.vocab.concepts import BASE

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = f"""
@prefix treatment: <{BASE}treatment/> .
@prefix condition: <{BASE}condition/> .
@prefix guideline: <{BASE}guideline/> .
@prefix bodypart: <{BASE}bodypart/> .
@prefix imr: <{BASE}ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix my: <https://example.org/terms#> .
"""
ZORBA = 'treatment:zorbatril skos:prefLabel "Zorbatril" ; skos:broader treatment:pharmaceutical .'
SHAKES = 'condition:vibration-shakes skos:prefLabel "vibration shakes" ; imr:icd10cm "T75.2" .'


def written(folder: Path, turtle: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + turtle, "utf-8")
    return path


def asked_for(item: str) -> object:
    return read_item_words(item).resolution


def test_a_new_concept_is_found_within_the_block_and_nowhere_else(tmp_path: Path) -> None:
    mine, zorbatril = written(tmp_path, ZORBA), Resolved(concepts=(f"{BASE}treatment/zorbatril",))
    assert asked_for("Zorbatril 10 mg #30") == Unresolved()
    with use_vocabularies(mine):
        assert asked_for("Zorbatril 10 mg #30") == zorbatril
        # names to find misspellings of, and the drugs, are collected anew too
        assert asked_for("Zorbatrill 10 mg #30") == zorbatril
        assert read_item_words("Zorbatril 10 mg tablets #30").dosage_form == "tablets"
    assert asked_for("Zorbatril 10 mg #30") == Unresolved()


def test_each_choice_of_files_has_its_own_concepts(tmp_path: Path) -> None:
    one, other = written(tmp_path, ZORBA), written(tmp_path, SHAKES, "other.ttl")
    for files, counts in [
        ((), (0, 0)),
        ((one,), (1, 0)),
        ((one, other), (1, 1)),
        ((other,), (0, 1)),
        ((), (0, 0)),
    ]:
        with use_vocabularies(*files):
            assert len(matcher("treatment").find("zorbatril")) == counts[0]
            assert len(read_conditions("He has vibration shakes.")) == counts[1]
            assert len(read_conditions("Diagnosis: tremor of hand at work (T75.2).")) >= counts[1]


def test_a_file_that_changed_counts_as_it_is_now(tmp_path: Path) -> None:
    with use_vocabularies(written(tmp_path, ZORBA)):
        assert matcher("treatment").find("zorbatril")
    with use_vocabularies(written(tmp_path, ZORBA.replace("Zorbatril", "Zorbatrol"))):
        assert not matcher("treatment").find("zorbatril")
        assert matcher("treatment").find("zorbatrol")


def test_inner_blocks_hide_outer_ones_and_give_them_back(tmp_path: Path) -> None:
    one, other = written(tmp_path, ZORBA), written(tmp_path, SHAKES, "other.ttl")
    with ExitStack() as outer:
        outer.enter_context(use_vocabularies(one))
        with use_vocabularies(other):
            assert not matcher("treatment").find("zorbatril")
        assert matcher("treatment").find("zorbatril")


def test_labels_may_be_added_to_a_concept_of_ours(tmp_path: Path) -> None:
    mine = written(
        tmp_path, 'treatment:acupuncture skos:altLabel "zinging needles" ; skos:hiddenLabel "akupunkture" .'
    )
    with use_vocabularies(mine):
        found = load_vocabulary("treatment").concepts[f"{BASE}treatment/acupuncture"]
        assert "zinging needles" in found.labels
        assert asked_for("zinging needles, 6 visits") == Resolved(concepts=(found.iri,))
        assert read_item_words("akupunkture").fuzzy


def test_a_concept_of_another_namespace_says_its_scheme(tmp_path: Path) -> None:
    mine = written(
        tmp_path,
        'my:cupping skos:inScheme treatment: ; skos:prefLabel "moon cupping" ; skos:broader treatment:rehabilitation .',
    )
    with use_vocabularies(mine):
        assert asked_for("moon cupping x 6") == Resolved(concepts=("https://example.org/terms#cupping",))
        assert load_vocabulary("treatment").concepts["https://example.org/terms#cupping"].name == "cupping"


def test_a_label_may_be_declared_to_mean_either(tmp_path: Path) -> None:
    said = 'condition:sky-pain skos:prefLabel "sky pain" ; skos:altLabel "headache" . condition: imr:ambiguousLabel "headache" .'
    with use_vocabularies(written(tmp_path, said)):
        assert [len(m.concepts) for m in matcher("condition").find("headache")] == [2]


def test_the_same_content_under_another_name_or_order_is_the_same(tmp_path: Path) -> None:
    one, other = written(tmp_path, ZORBA), written(tmp_path, SHAKES, "b.ttl")
    again = written(tmp_path, ZORBA, "c.ttl")
    assert read_vocabularies([one, other]).digest == read_vocabularies([other, again, one]).digest
    assert len(read_vocabularies([one, again]).files) == 1


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        pytest.param("treatment:zorba a", "line 9 column", id="syntax"),
        pytest.param("nope:x a skos:Concept .", "prefix nope: has not been declared", id="prefix"),
        pytest.param("treatment:zorba a skos:Concept .", "treatment:zorba needs exactly one skos:prefLabel, has none", id="no-label"),
        pytest.param(ZORBA + 'treatment:zorbatril skos:prefLabel "Zorbi" .', "treatment:zorbatril needs exactly one skos:prefLabel, has 2", id="two-labels"),
        pytest.param('treatment:mri skos:prefLabel "Magnet" .', "treatment:mri is called 'magnetic resonance imaging' already; a further name is a skos:altLabel", id="renamed"),
        pytest.param('my:x skos:prefLabel "x" .', "<https://example.org/terms#x> is of no known scheme; give it skos:inScheme, one of", id="namespace"),
        pytest.param(f'<{BASE}letter/x> skos:prefLabel "x" .', "is of no known scheme", id="a-letter"),
        pytest.param(f'<{BASE}ontology#Letter> skos:prefLabel "x" .', "imr:Letter is of no known scheme", id="a-term"),
        pytest.param('treatment:x skos:prefLabel "xx" ; skos:inScheme condition: .', "treatment:x is of the scheme treatment:, not of condition:", id="other-scheme"),
        pytest.param('treatment:Zorba_1 skos:prefLabel "xx" .', "treatment:Zorba_1 must end in lower-case letters", id="name"),
        pytest.param('[] skos:prefLabel "x" .', "blank node", id="blank"),
        pytest.param('treatment:x skos:preflabel "xx" .', "skos:preflabel is no property of SKOS", id="skos-typo"),
        pytest.param('condition:x skos:prefLabel "xx" ; imr:bodypart bodypart:knee .', "imr:bodypart is no property of concepts; those of imr: are", id="imr-typo"),
        pytest.param('condition:x skos:prefLabel "xx" ; imr:bodyPart "knee" .', "imr:bodyPart takes an IRI, not the words 'knee'", id="words-for-a-link"),
        pytest.param('condition:x skos:prefLabel "xx" ; imr:bodyPart bodypart:tail .', "imr:bodyPart bodypart:tail, which is no bodypart", id="dead-end"),
        pytest.param('condition:x skos:prefLabel "--" .', "skos:prefLabel takes words", id="empty-label"),
        pytest.param('treatment:x skos:prefLabel "xx" ; skos:altLabel "Norco" ; skos:broader treatment:pharmaceutical .', "treatment:x and treatment:hydrocodone-acetaminophen both have the label 'Norco'; drop it, or say that it may mean either:", id="clash"),
        pytest.param('condition:x skos:prefLabel "one x" . condition:y skos:prefLabel "One-X" .', "both have the label", id="clash-of-two-new-ones"),
        pytest.param('treatment:x skos:prefLabel "xx" ; skos:broader treatment:nowhere .', "skos:broader treatment:nowhere, which is no treatment", id="no-broader"),
        pytest.param('treatment:x skos:prefLabel "xx" .', "treatment:x has no category; give it one skos:broader that leads to one of treatment:", id="no-category"),
        pytest.param(ZORBA + "treatment:zorbatril skos:broader treatment:surgery .", "stands below treatment:", id="two-categories"),
        pytest.param('guideline:other-x skos:prefLabel "xx" .', "guideline:other-x has no family", id="no-family"),
        pytest.param('condition:x skos:prefLabel "xx" ; skos:broader condition:y . condition:y skos:prefLabel "yy" ; skos:broader condition:x .',
                     "condition:x is broader than itself: condition:x > condition:y > condition:x (and 1 more", id="cycle"),
        pytest.param("condition:pain skos:broader condition:low-back-pain .", "is broader than itself", id="cycle-through-ours"),
        pytest.param('guideline:other-x skos:prefLabel "xx" ; skos:notation "odg" ; skos:broader guideline:other .', "has the notation 'odg' of guideline:odg", id="notation"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_file_and_reason(tmp_path: Path, turtle: str, says: str) -> None:
    with pytest.raises(VocabularyError) as raised:
        read_vocabularies([written(tmp_path, turtle)])
    assert says in str(raised.value)
    assert "mine.ttl" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"nowhere\.ttl: No such file"):
        read_vocabularies([tmp_path / "nowhere.ttl"])


def test_what_does_not_fit_is_told_each_time(tmp_path: Path) -> None:
    wrong = written(tmp_path, "treatment:zorba a skos:Concept .")
    for _ in range(2):
        with pytest.raises(VocabularyError, match="exactly one"), use_vocabularies(wrong):
            pass
    assert asked_for("Zorbatril 10 mg #30") == Unresolved()
