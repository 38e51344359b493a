"""How a passage is cut into sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.extract.sentences import _last_word, sentences
from imrgraph.records import Span


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("Dr. Smith saw her. She left.", ["Dr. Smith saw her.", "She left."], id="title"),
        pytest.param(
            "Lifting 10 lbs. Plain films were normal.",
            ["Lifting 10 lbs.", "Plain films were normal."],
            id="unit-ends",
        ),
        pytest.param("Lifting 10 lbs. daily.", ["Lifting 10 lbs. daily."], id="unit-goes-on"),
        pytest.param("Pain (vs. spasm). Norco?", ["Pain (vs. spasm).", "Norco?"], id="behind-a-bracket"),
        pytest.param("Plan: 1. MRI 2. PT", ["Plan: 1. MRI 2. PT"], id="numbers-of-a-list"),
        pytest.param("It was 2013. She fell.", ["It was 2013.", "She fell."], id="a-year-ends"),
    ],
)
def test_sentences(text: str, cut: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text, Span(0, len(text)))] == cut


@given(st.text("ab1 .(\n\u00a0\x1c", max_size=12))
def test_the_word_that_ends_a_text(text: str) -> None:
    found = re.search(r"[^\s(]+\Z", text)
    assert _last_word(text) == (found[0] if found else "")
