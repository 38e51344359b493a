"""More than the guideline allows, told in numbers: what one clause allows, and what another says was asked for or is in use.

"Three trigger points may be injected; eight are planned." Nothing is said of excess, and the numbers alone tell it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.ground_cues import cue_data

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER = rf"\d{{1,4}}(?:\.\d)?|(?:{'|'.join(_TENS.split())})(?:[- ](?:{'|'.join(_WORDS.split()[:9])}))?|{'|'.join(reversed(_WORDS.split()))}|a dozen|a single"


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of a unit; of time in days, and without a unit where none is named."""

    number: float
    unit: str


@cache
def _amount() -> re.Pattern[str]:
    units = "|".join(cue_data()["amounts"]["units"])
    return re.compile(
        rf"(?<![\w./#$%-])({_NUMBER})(?:(?:-| to | or )({_NUMBER}))?(?:[- ](?:\w+[- ]){{0,2}}?({units})(?:s|es)?\b|(?= (?:is|are|were|was|have|had)\b)|$)"
    )


def _value(word: str) -> float:
    if word[0].isdigit():
        return float(word)
    if word in ("a dozen", "a single"):
        return 12.0 if word == "a dozen" else 1.0
    head, *rest = re.split(r"[- ]", word)
    if head in _TENS.split():
        return 20.0 + 10 * _TENS.split().index(head) + (_value(rest[0]) if rest else 0)
    return 1.0 + _WORDS.split().index(head)


def amounts_in(clause: str) -> list[Amount]:
    """The amounts that a clause (folded) names, the upper of two that bound a range.

    >>> amounts_in("four to six visits over two weeks")
    [Amount(number=6.0, unit='visit'), Amount(number=14.0, unit='day')]
    """
    out = []
    for m in _amount().finditer(clause):
        unit = cue_data()["amounts"]["units"].get(m[3] or "", ["", 1])
        out.append(Amount(_value(m[2] or m[1]) * unit[1], unit[0]))
    return out


def exceeded(allowed: Iterable[Amount], asked: Iterable[Amount]) -> Amount | None:
    """The first amount asked for that is more than every amount of its unit that is allowed."""
    allowed = list(allowed)
    for one in asked:
        same = [a.number for a in allowed if a.unit == one.unit or (not one.unit and a.unit != "day")]
        if same and one.number > max(same):
            return one
    return None
