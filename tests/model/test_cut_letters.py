"""A letter that is cut off yields what it still says: items that are whole, and the case's facts printed before the cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import LetterError
from imrgraph.model import extract
from imrgraph.read.text import decode, letter_from_text
from imrgraph.records import CitationPlace

if TYPE_CHECKING:
    from imrgraph.records import Case, Determination

_LETTERS = sorted((Path(__file__).parent.parent / "letters" / "development" / "letters").glob("*.txt"))
_CUTS = 12  # places, evenly spread over a letter


def _case(text: str) -> Case | None:
    try:
        return extract(letter_from_text(text, "cut.txt", text.encode()))
    except LetterError:
        return None


def _whole(case: Case, end: int) -> list[int]:
    """The numbers of the items that end before a position: those whose successor's statements have begun."""
    return [
        before.number
        for before, after in zip(case.determinations, case.determinations[1:], strict=False)
        if any(
            citation.place is CitationPlace.GUIDELINE_STATEMENT and citation.evidence.spans[0].end < end
            for citation in after.citations
        )
    ]


def _said(found: Determination) -> object:
    cited = [(c.party, c.place, c.resolution, c.pages, c.stance) for c in found.citations]
    grounds = [ground.concept for ground in found.grounds]
    return found.disputed_item, found.resolution, found.outcome, cited, grounds


@pytest.mark.parametrize("path", _LETTERS, ids=lambda path: path.stem)
def test_a_letter_cut_off(path: Path) -> None:
    text = decode(path.read_bytes())
    uncut = _case(text)
    assert uncut is not None
    wanted = {found.number: found for found in uncut.determinations}
    for number in range(1, _CUTS):
        end = len(text) * number // _CUTS
        case = _case(text[:end])
        if case is None:
            continue
        found = {one.number: one for one in case.determinations}
        for whole in _whole(uncut, end):
            assert _said(found[whole]) == _said(wanted[whole])
        kept = {reason.fact for reason in case.facts.why}
        for reason in uncut.facts.why:
            if reason.spans and max(span.end for span in reason.spans) < end:
                assert reason.fact in kept


def test_a_cut_within_the_last_rationale_is_told() -> None:
    tried = 0
    for path in _LETTERS:
        text = decode(path.read_bytes())
        uncut = _case(text)
        assert uncut is not None
        grounds = uncut.determinations[-1].grounds
        if grounds and (case := _case(text[: grounds[-1].evidence.spans[0].start + 20])) is not None:
            assert case.warnings, path.name
            tried += 1
    assert tried > len(_LETTERS) // 2
