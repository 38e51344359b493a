"""Labels found in texts; the fast ways to them give what the slow ones give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imrgraph.vocab import matcher
from imrgraph.vocab.matcher import fold


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_as_any_other_text_is(text: str) -> None:
    assert fold(text) == fold(text + "\u00e9")[:-1]


def test_the_longest_label_at_a_place_is_taken() -> None:
    found = matcher("treatment").find("MRI of the knee, then\nphysical  therapy")
    assert [(m.start, m.end, m.label) for m in found] == [(0, 3, "mri"), (22, 39, "physical therapy")]


def test_a_text_longer_than_those_kept_is_read_alike() -> None:
    short = "x. " * 600 + "physical therapy"
    long = "x. " * 800 + "physical therapy"
    (one,), (other,) = matcher("treatment").find(short), matcher("treatment").find(long)
    assert (one.start, other.start) == (1800, 2400)
    assert one.concepts == other.concepts
