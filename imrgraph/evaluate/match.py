"""When two names are the same, and which of what was wanted goes with which of what was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set

_Wanted = TypeVar("_Wanted")
_Found = TypeVar("_Found")
_SMALL_WORDS = frozenset(("the", "of", "and", "for", "in", "a", "an", "to", "on"))
_NOT_IN_WORDS = re.compile(r"[^a-z0-9]+")
_PAGE_WORD = re.compile(r"^(pages?|pgs?\.?|pp?\.?|tables?)\s*", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–—]\s*")


def plain(text: str) -> str:
    """A name's words: capitals, punctuation and plurals aside.

    >>> plain("Injections, Epidural (ESIs)"), plain("X-rays of both hips")
    ('injection epidural esi', 'x ray of both hip')
    """
    return " ".join(_singular(word) for word in _NOT_IN_WORDS.sub(" ", text.lower()).split())


def plain_names(names: Iterable[str]) -> set[str]:
    return {plain(name) for name in names}


def folded(text: str) -> str:
    """White space runs as single spaces."""
    return " ".join(text.split())


def plain_page(text: str) -> str:
    """A page or table number without the word before it and spaces at its dash.

    >>> plain_page("pages 22 – 24."), plain_page("Table 12-8")
    ('22-24', '12-8')
    """
    return _DASH.sub("-", _PAGE_WORD.sub("", folded(text))).strip(" .,;")


def same_name(wanted: Set[str], found: Set[str]) -> bool:
    """Whether a wanted name is a found one, or one stands within the other with two words of substance.

    Args:
        wanted, found: names as `plain` gives them.

    >>> same_name({"cochrane review"}, {"cochrane database of systematic review", "the cochrane review 2010"})
    True
    """
    return any(one == other or _within(one, other) for one in wanted for other in found)


def related(names: Set[str], words: str) -> bool:
    """Whether words of a letter can be what the names name: they share the first four letters of a word, or initials.

    >>> related({"american college of radiology"}, "the ACR"), related({"shoulder mri"}, "Norco")
    (True, False)
    """
    said = _words(plain(words))
    return any(_related(_words(name), said) for name in names)


def pair(
    wanted: Sequence[_Wanted], found: Sequence[_Found], fits: Callable[[_Wanted, _Found], bool]
) -> dict[int, int]:
    """The largest one-to-one pairing, by augmenting paths: positions in `wanted` to positions in `found`.

    >>> pair("ab", ["abc", "a"], lambda one, other: one in other)
    {1: 0, 0: 1}
    """
    taken: dict[int, int] = {}  # position in found -> position in wanted

    def place(i: int, seen: set[int]) -> bool:
        for j, candidate in enumerate(found):
            if j not in seen and fits(wanted[i], candidate):
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(wanted)):
        place(i, set())
    return {i: j for j, i in taken.items()}


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _words(name: str) -> list[str]:
    """The words of substance."""
    return [word for word in name.split() if word not in _SMALL_WORDS]


def _within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return f" {short} " in f" {long} " and len(_words(short)) >= 2


def _related(name: Sequence[str], said: Sequence[str]) -> bool:
    if "".join(word[0] for word in name) in said:
        return True
    return any(part == word or (len(word) > 2 and part[:4] == word[:4]) for part in name for word in said)
