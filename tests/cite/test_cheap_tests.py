"""What is looked for first, since it costs little, never hides what the costly patterns find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.cite import bibliography, glued, read_statement, tokens, topics
from imrgraph.read.caseless import caseless
from tests.cite.test_statements import ROWS

_WORDS = (
    "The Claims Administrator", "Expert Reviewer", "did not", "failed to", "cite", "any medical evidence", "based its decision on", "the", "of",
    "MTUS", "Medical Treatment Utilization Schedule", "non-MTUS", "which is", "part of", "not", "silent", "is adopted by", "no sections of the",
    "applicable", "relevant", "guidelines", "same guidelines", "that the", "used by", "found it", "agreed with", "none", "n/a", "(s):", "Section",
    "Page", "pp", "page(s) 22-24", "12", "Table 12-8", "Chapters 9, 11 and 12", "Ch. 3", "2nd Edition", "(2004)", "(May 2009)", "2012", ";", ".", ",",
    "1998;4", "2001: Vol. 3", "44(2): 12-19, 1999", "(2004)", ". 2006.", "Low Back", "Chronic Pain", "MedicalTreatment", "on,", "ACOEM", "theMTUS", "CHAPTERThe", "strength of evidence hierarchy", "Smith J, et al.",
    "Department of Industrial Relations", "Spine. 2004;12(3):45-67", "8 CCR 9792.20", "Opioids", "(Acute & Chronic)", "updated May", "\u0130", "\u017f",
)  # fmt: skip
_TEXTS = st.lists(
    st.tuples(st.sampled_from(_WORDS), st.sampled_from(("", " ", " ", " ", "\n"))), max_size=14
).map(lambda pairs: "".join(word + space for word, space in pairs))


def _has_its_cues(text: str) -> None:
    lower = caseless(text)
    for _, cues, pattern in tokens.compiled():
        if pattern.search(lower):
            assert tokens.has(lower, cues)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_statement_has_the_words_that_its_pieces_are_looked_for_by(row: dict[str, str]) -> None:
    _has_its_cues(row["text"])


@given(_TEXTS)
def test_any_text_has_the_words_that_its_pieces_are_looked_for_by(text: str) -> None:
    _has_its_cues(text)


@given(_TEXTS)
def test_glued_words_have_a_capital_within_or_a_comma_before(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glued, "_may_be_glued", lambda: re.compile(""))
        anywhere = glued.parted(text)
    assert glued.parted(text) == anywhere


@given(_TEXTS)
def test_sentences_without_a_name_or_what_closes_a_reference_hold_none(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "may_close", lambda _: True)
        patch.setattr(bibliography, "may_close", lambda _: True)
        read_in_full = read_statement(text, prose=True)
    assert read_statement(text, prose=True) == read_in_full


@given(_TEXTS, st.booleans())
def test_a_topic_is_the_same_whatever_the_case_of_words_that_only_fill(text: str, numbers: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topics, "_SHORT", -1)
        patch.setattr(topics, "_LOWER_JUNK", topics.JUNK)
        slowly = topics.topic(text, 0, len(text), numbers=numbers)
    assert topics.topic(text, 0, len(text), numbers=numbers) == slowly
