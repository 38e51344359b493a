"""The numbers of items: `1.` `1)` `(1)` `[1]` `#1` `Issue 1:` `a.` `II.`, and ranges of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NAMED = r"(?:IMR[ \t]+)?(?:Issue|Item|Request|Treatment|Service)[ \t]*(?:no\.?|number|#)?[ \t]*"
_LETTERS = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2}|[a-l])"
NUMBER = (
    r"(?:#[ \t]?\d{1,2}(?![\d#/])[ \t]?[.):\-]?|[(\[]?\d{1,2}[ \t]?[.)\]:](?!\d)|"
    rf"{_NAMED}(?:\d{{1,2}}[ \t]?[.):\-]|#\d{{1,2}}\b)|[(\[]?{_LETTERS}[.)\]](?=[ \t]))[ \t]*"
)
RANGE = (
    r"(?:#?[ \t]?\d{1,2}(?!\d)(?:[ \t]?(?:-|to|through|,[ \t]?(?:and|&)|,|&|and)[ \t]?#?\d{1,2}(?!\d)){1,20}[ \t]?[.):]"
    rf"|{NUMBER})[ \t]*"
)


@cache
def number() -> re.Pattern[str]:
    return re.compile(NUMBER, re.IGNORECASE)


@cache
def _line_number() -> re.Pattern[str]:
    return re.compile(rf"[ \t]*{NUMBER}(?=\S)", re.IGNORECASE)


def line_numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers that begin a line, with words after them."""
    begin = 0
    while begin >= 0:
        if m := _line_number().match(text, begin):
            yield m
        begin = text.find("\n", begin) + 1 or -1


def values(words: str) -> tuple[int, ...]:
    """What a number can mean, the likelier first; all of a range's.

    >>> values("#3"), values("Issue 2:"), values("(b)"), values("I."), values("1-3)")
    ((3,), (2,), (2,), (1, 9), (1, 2, 3))
    """
    digits = [int(d) for d in re.findall(r"\d{1,2}", words)]
    if len(digits) == 2 and re.search(r"\d\s?(?:-|to|through)\s?#?\d", words) and digits[0] < digits[1]:
        return tuple(range(digits[0], digits[1] + 1))
    if digits:
        return tuple(digits)
    letters = re.sub(r"[^a-z]", "", words.lower())
    roman = (_ROMAN.index(letters) + 1,) if letters in _ROMAN else ()
    return (*roman, ord(letters) - ord("a") + 1) if len(letters) == 1 else roman
