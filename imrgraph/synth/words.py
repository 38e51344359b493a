"""Choices that come out the same for the same seed: among templates with alternatives, and lists with common members first."""

from __future__ import annotations

import re
from bisect import bisect
from datetime import date
from enum import Enum
from itertools import accumulate, product
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Draw = Callable[[], float]  # the next number in [0, 1) of a letter's own generator
    Phrases = tuple[tuple[str, ...], ...]  # sentences, each in all its variants

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
_T = TypeVar("_T")
_CHOICE = re.compile(r"\[([^\]]*)\]")
_SPACES = re.compile(r" {2,}| (?=[.,;])")


def one(draw: Draw, of: Sequence[_T]) -> _T:
    """One of them, all equally likely."""
    return of[int(draw() * len(of))]


def between(draw: Draw, first: int, last: int) -> int:
    """A whole number, both ends included."""
    return first + int(draw() * (last - first + 1))


def phrase(draw: Draw, of: Phrases) -> str:
    """A sentence, then one of its variants: a sentence with many variants is no likelier than one with few."""
    variants = of[int(draw() * len(of))]
    return variants[int(draw() * len(variants))]


class Zipf(Generic[_T]):
    """A list in which the member of rank r is drawn with a weight of r to the power of -`slope`."""

    def __init__(self, members: Iterable[_T], slope: float = 0.9) -> None:
        self.members = tuple(members)
        self._sums = tuple(accumulate(rank**-slope for rank in range(1, len(self.members) + 1)))

    def draw(self, draw: Draw) -> _T:
        return self.members[bisect(self._sums, draw() * self._sums[-1])]

    def several(self, draw: Draw, number: int) -> list[_T]:
        """Up to that many different ones."""
        found: list[_T] = []
        for _ in range(2 * number):
            member = self.draw(draw)
            if member not in found:
                found.append(member)
                if len(found) == number:
                    break
        return found


def variants(template: str) -> tuple[str, ...]:
    """All that a template with choices can be.

    >>> variants("[The|This] request [now|] ends.")
    ('The request now ends.', 'The request ends.', 'This request now ends.', 'This request ends.')
    """
    parts = _CHOICE.split(template)  # words and choices by turns
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return tuple(_SPACES.sub(_kept, "".join(chosen)).strip() for chosen in product(*choices))


def _kept(match: re.Match[str]) -> str:
    return " " if len(match[0]) > 1 else ""


def phrases(templates: Iterable[str]) -> Phrases:
    return tuple(variants(template) for template in templates)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")
    ('a', 'a and b', 'a, b, or c')
    """
    if len(words) < 3:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


class Dates(Enum):
    """How a letter prints dates."""

    SLASHES = "9/3/2014"
    ZEROS = "09/03/2014"
    DASHES = "9-3-2014"
    WORDS = "September 3, 2014"

    def say(self, day: date) -> str:
        """
        >>> [style.say(date(2014, 9, 3)) == style.value for style in Dates]
        [True, True, True, True]
        """
        match self:
            case Dates.SLASHES:
                return f"{day.month}/{day.day}/{day.year}"
            case Dates.ZEROS:
                return f"{day.month:02d}/{day.day:02d}/{day.year}"
            case Dates.DASHES:
                return f"{day.month}-{day.day}-{day.year}"
            case Dates.WORDS:
                return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def capital(words: str) -> str:
    """The same with a capital at its start.

    >>> capital("x-ray of the hip")
    'X-ray of the hip'
    """
    return words[:1].upper() + words[1:]
