"""Words of guideline names that a text has run together ("MedicalTreatment", "LowBack"), parted again."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imrgraph.cite.references import Statement

_WORDS = (
    "chronic pain medical treatment guidelines guideline low back neck upper shoulder elbow forearm wrist hand knee ankle foot leg hip "
    "complaints disorders official disability and the of to based on decision claims administrator expert physician reviewer chapter "
    "practice utilization schedule initial approaches management prevention cornerstones acupuncture postsurgical part citation section "
    "pages page american college occupational environmental medicine opioids stress related conditions general eye"
)


@cache
def _glued() -> re.Pattern[str]:
    """A small letter at the end of a known word before a capital, or a known word before a known abbreviation."""
    known = "|".join(sorted(_WORDS.split(), key=len, reverse=True))
    return re.compile(
        rf"\b(?i:{known})(?=[A-Z][a-z])|(?<=[a-z])(?=(?:ACOEM|MTUS|ODG)\b)|(?<=[a-z],)(?=[A-Za-z]{{3}})"
    )


@cache
def _may_be_glued() -> re.Pattern[str]:
    """What is wherever words are glued, and hardly anywhere else: a capital within a word, a comma before a letter."""
    return re.compile(
        r"[A-Z,](?:(?<=[A-Za-z\u0130\u0131\u017f\u212a][A-Z])(?:[a-z]|COEM|TUS|DG)|(?<=,)[A-Za-z])"
    )


def parted(text: str) -> tuple[str, list[int]]:
    """The text with a space wherever words are glued, and the positions, ascending, that the spaces were put at.

    >>> parted("the Chronic Pain MedicalTreatment Guidelines,page 64")
    ('the Chronic Pain Medical Treatment Guidelines, page 64', [24, 45])
    """
    at = sorted({m.end() for m in _glued().finditer(text)}) if _may_be_glued().search(text) else []
    if not at:
        return text, []
    return " ".join(text[a:b] for a, b in pairwise([0, *at, len(text)])), at


def at_its_place(statement: Statement, spaces: list[int]) -> Statement:
    """A statement read in the parted text, with positions that count the glued one's characters."""
    shifted = [at + i for i, at in enumerate(spaces)]  # where the spaces stand in the parted text

    def back(position: int) -> int:
        return position - bisect_right(shifted, position - 1)

    def pair(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (back(span[0]), back(span[1])) if span else None

    for ref in statement.references:
        ref.start, ref.end, ref.within_at = back(ref.start), back(ref.end), pair(ref.within_at)
    return replace(statement, same=pair(statement.same), none=pair(statement.none))
