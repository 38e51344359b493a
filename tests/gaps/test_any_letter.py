"""Whatever happens to a letter's text, its gaps are found without a crash and stand where they say."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imrgraph.errors import LetterError
from imrgraph.gaps.letter import seen_in
from imrgraph.gaps.words import folded
from imrgraph.read.text import letter_from_text
from tests.mutations import PIECES, seed_letters

_LETTERS = [path.read_bytes().decode("utf-8", "replace") for path in seed_letters()]
_PIECES = [
    *PIECES, "Diagnoses: 1. zorbitis (719.9). 2. ", "treated with Zorbatril 10 mg, ", "Current medications: ", " (", ") ", ", ", "; ",
    " and ", "diagnosed with ", "Zorba’s ", "-", "/",
]  # fmt: skip
_EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 300), st.sampled_from(["", *_PIECES])), min_size=1, max_size=12
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_LETTERS), _EDITS, st.floats(0.2, 1))
def test_a_mutated_letter(text: str, edits: list[tuple[float, int, str]], end: float) -> None:
    for place, cut, piece in edits:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + cut :]
    text = text[: int(len(text) * end)]
    try:
        _, seen = seen_in(letter_from_text(text, "letter.txt", text.encode()))
    except LetterError:
        return
    for one in seen:
        printed = unicodedata.normalize("NFKC", text[one.span.start : one.span.end])
        assert one.words
        assert one.words in one.context or folded(one.words) in folded(one.context)
        assert set(folded(printed).split()) & set(folded(one.words).split())
