"""Places that cost little to find are all the places where labels, outcomes and numbers can stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.segment import labels as labelling
from imrgraph.segment import markers, numbers
from imrgraph.segment.headings import letter_format, sections
from imrgraph.segment.labels import labels
from imrgraph.segment.markers import Mark, Marker, necessity_lines, outcome_lines
from imrgraph.segment.opened import opened

_PIECES = (
    "Claims Administrator guideline: ", "the ", "MAXIMUS guideline:", "UR guideline - x", "CA guidelines;", "Decision rationale:", "Upheld",
    "claims administrator's guideline -Decision based on", "overturned in part", "not medically necessary", "is not\nmedically necessary",
    " and appropriate.", "1) Regarding the request for ", "2-4) regarding the requests of the ", "Decision: Upheld)", ": ", ":  ", "(denial overturned)",
    "\n", "\n", "\n\n", ". ", " ", "Rationale for the decision:", "The Claims Administrator cited:", "held ", "Maximus guideline:", "modified to 6 visits",
    "..", ".. partially certified", "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer", "-", "(s)", "was not",
    "Guidelines cited by the claims examiner:", "Reviewer's rationale", "rationale", "expert reviewer", "CASE SUMMARY:", "3. Norco", "(iv) ", "#2 ",
    "MEDICALLY NECESSARY", "\u0130", "\u017fection", "\u212a", "é",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=24).map("".join)


@st.composite
def _stretches(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(_TEXTS)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


def _labels_anywhere(text: str, start: int, end: int) -> list[Marker]:
    found = []
    for i, (mark, pattern) in enumerate(labelling.patterns()):
        for m in pattern.finditer(text, start, end):
            if not labelling.is_told(i) or labelling.ends_before(text, m.start()):
                found.append(Marker(m.start() + len(m[0]) - len(m[0].lstrip()), m.end(), mark))
    kept: list[Marker] = []
    for marker in sorted(found):
        if not kept or marker.start >= kept[-1].end:
            kept.append(marker)
    return kept


@given(_stretches())
def test_labels_are_those_that_their_patterns_find_anywhere(stretch: tuple[str, int, int]) -> None:
    assert labels(*stretch) == _labels_anywhere(*stretch)


@pytest.mark.parametrize(
    "before", ["", "x\n", "x\n\n", "x. ", "x: ", "Upheld ", "overturned ", "was modified "]
)
def test_a_label_is_found_behind_all_that_it_can_stand_behind(before: str) -> None:
    text = f"{before}Claims Administrator guideline: ODG"
    assert [(m.mark, text[m.start : m.end]) for m in labels(text, 0, len(text))] == [
        (Mark.ADMINISTRATOR, "Claims Administrator guideline:")
    ]


def _anywhere(
    pattern: re.Pattern[str], text: str, places: Iterable[int], start: int, end: int
) -> Iterator[re.Match[str]]:
    return pattern.finditer(text, start, end)


@given(_stretches())
def test_outcomes_are_those_that_their_patterns_find_anywhere(stretch: tuple[str, int, int]) -> None:
    text, start, end = stretch
    guidelines = [m.start for m in labels(*stretch)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markers, "_found_at", _anywhere)
        patch.setattr(
            markers, "_outcomes_before_labels", lambda *where: markers.outcome_before_label().finditer(*where)
        )
        slowly = outcome_lines(text, start, end, guidelines), necessity_lines(text, start, end)
    assert (outcome_lines(text, start, end, guidelines), necessity_lines(text, start, end)) == slowly


@given(_TEXTS)
def test_numbers_of_lines_are_those_behind_the_beginning_and_line_ends(text: str) -> None:
    pattern = re.compile(rf"(?:^|(?<=\n))[ \t]*{numbers.NUMBER}(?=\S)", re.IGNORECASE)
    assert [m.span() for m in numbers.line_numbers(text)] == [m.span() for m in pattern.finditer(text)]


@given(_TEXTS)
def test_sections_and_layout_are_the_same_in_capitals(text: str) -> None:
    plain = "".join(c for c in text if c.isascii())
    assert sections(plain) == sections(plain.upper())
    assert letter_format(plain) == letter_format(plain.upper())


@given(_TEXTS)
def test_an_opened_text_holds_each_character_one_place_further(text: str) -> None:
    assert len(opened(text)) == len(text) + 1
    assert opened(text).count("\n") == text.count("\n") + 1
