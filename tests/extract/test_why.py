"""From words put together to where they stand in the cleaned text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.extract.why import Told, folded, joined, reason, whole
from imrgraph.read.clean import clean
from imrgraph.records import Span

_TEXT = "Header: 1/2/2014\n\nSummary. The worker  is 40.\n\nRationale: no."


@given(st.text("ab \n", min_size=1, max_size=40), st.data())
def test_folded_words_come_back(text: str, data: st.DataObject) -> None:
    passage = folded(text, Span(0, len(text)))
    start = data.draw(st.integers(0, len(passage.text)))
    end = data.draw(st.integers(start, len(passage.text)))
    if words := passage.text[start:end].strip():
        at = passage.span(start, end)
        assert " ".join(text[at.start : at.end].split()) == words


def test_joined_stretches_come_back() -> None:
    summary, header = Span(_TEXT.index("Summary"), _TEXT.index("\n\nRat")), Span(0, 16)
    passage = joined(_TEXT, [summary, Span(3, 3), header])
    assert passage.text == "Summary. The worker  is 40.\n\nHeader: 1/2/2014"
    at = passage.text.index("1/2")
    assert passage.span(at, at + 8) == Span(8, 16)


@pytest.mark.parametrize("end", [28, 29, 30, 40])
def test_what_runs_on_ends_with_its_stretch(end: int) -> None:
    summary, header = Span(_TEXT.index("Summary"), _TEXT.index("\n\nRat")), Span(0, 16)
    at = joined(_TEXT, [summary, header]).span(24, end)
    assert _TEXT[at.start : at.end] == "40."


def test_told_moves_with_its_words() -> None:
    told = Told(40, "age-told", Span(0, 2))
    assert whole("40").back(told.moved(0)) == told
    assert told.moved(3).span == Span(3, 5)
    assert told.unplaced().moved(3).span is None


def test_a_reason_without_words_has_no_place() -> None:
    cleaned = clean(_TEXT)
    none = reason(cleaned, "outcome", "a-rule", None, Span(4, 4))
    assert (none.spans, none.words) == ((), "")
    at = cleaned.text.index("40")
    assert reason(cleaned, "workerAge", "a-rule", Span(at, at + 2)).words == "40"
