"""What words a text must hold for a pattern to match anywhere in it, read from the pattern itself.

Words are compared in the form of `words_of`, which every pattern here survives: lower case, digits alike, and what stands
between words, or at either end, one space.
"""

from __future__ import annotations

import re
from re import _constants as said  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 64  # words that one stretch of a pattern may be written out to
_MOST_IN_ALL = 600  # words of a pattern
_SHORTEST = (
    3  # characters of a word, a space at its end or beginning among them: shorter ones every sentence holds
)
_LIKE = str.maketrans("\u0130\u0131\u017f\u212a", "iisk")  # what a pattern that ignores case takes for ASCII
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"[^a-z0_]+")

Words = frozenset[str]
_WORD = [(said.IN, [(said.CATEGORY, said.CATEGORY_WORD)])]
_NOTHING: Words = frozenset([""])
_SPACE: Words = frozenset([" "])


def words_of(text: str) -> str:
    """A text as its words are compared.

    >>> words_of("L4-5 disc (by MRI).")
    ' l0 0 disc by mri '
    """
    if text.isascii():
        return f" {' '.join(text.encode('ascii').translate(_ASCII).decode('ascii').split())} "
    return f" {' '.join(_plain(text).split())} "


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", _DIGIT.sub("0", text.translate(_LIKE).lower()))


_ASCII = "".join(_plain(chr(code)) if code < 128 else " " for code in range(256)).encode("ascii")


def necessary_words(pattern: str, flags: int = 0) -> Words | None:
    """Words of which a text holds at least one if the pattern matches in it; None where there are no such words.

    They are words as `words_of` has them, or parts of such; a space says where one begins or ends.

    >>> sorted(necessary_words(r"\\b(?:denied|certif\\w+)\\s+by\\s+UR\\b"))
    [' by ur ']
    >>> necessary_words(r"[a-z]+") is None
    True
    """
    written, necessary = _sequence(_parser.parse(pattern, flags))
    return _best([words for words in (written, necessary) if words is not None])


def _sequence(parsed: Iterable[tuple[Any, Any]]) -> tuple[Words | None, Words | None]:
    """All that some parts in a row may match, written out, or None; and words that any match of theirs holds."""
    run, found, whole = _NOTHING, [], True
    for what, how in parsed:
        written, necessary = _part(what, how)
        if written is None:
            found += [run, necessary] if necessary is not None else [run]
            run, whole = _NOTHING, False
        elif len(run) * len(written) <= _MOST:
            run = frozenset(_joined(a, b) for a in run for b in written)
        else:
            found.append(run)
            run, whole = written, False
    return (run, None) if whole else (None, _best([*found, run]))


def _joined(one: str, other: str) -> str:
    return one + other[1:] if one[-1:] == " " == other[:1] else one + other


def _best(found: list[Words]) -> Words | None:
    """Of several sets of words the one that the fewest texts hold a word of, as far as their lengths tell."""
    able = [
        words
        for words in found
        if len(words) <= _MOST_IN_ALL and min(map(len, words), default=0) >= _SHORTEST
    ]
    return max(able, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _part(what: Any, how: Any) -> tuple[Words | None, Words | None]:
    """The same for one part of a pattern."""
    if what is said.LITERAL:
        return frozenset([_plain(chr(how))]), None
    if what is said.AT:
        return (_NOTHING if how is said.AT_NON_BOUNDARY else _SPACE), None
    if what in (said.ASSERT, said.ASSERT_NOT):  # of what stands beside the match
        apart = list(how[1]) == _WORD if what is said.ASSERT_NOT else _sequence(how[1])[0] == _SPACE
        return (_SPACE if apart else _NOTHING), None
    if what is said.IN:
        return _one_of(how), None
    if what is said.SUBPATTERN:
        return _sequence(how[3])
    if what is said.BRANCH:
        return _alternatives([_sequence(one) for one in how[1]])
    if what in (said.MAX_REPEAT, said.MIN_REPEAT):
        return _repeated(how[0], how[1], *_sequence(how[2]))
    return None, None


def _one_of(members: Iterable[tuple[Any, Any]]) -> Words | None:
    """What a set of characters may match."""
    out: set[str] = set()
    for what, how in members:
        if what is said.LITERAL:
            out.add(_plain(chr(how)))
        elif what is said.RANGE and how[1] - how[0] < 10:
            out.update(_plain(chr(code)) for code in range(how[0], how[1] + 1))
        elif what is said.CATEGORY and how is said.CATEGORY_DIGIT:
            out.add("0")
        elif what is said.CATEGORY and how in (said.CATEGORY_SPACE, said.CATEGORY_NOT_WORD):
            out.add(" ")
        else:
            return None
    return frozenset(out) if len(out) <= _MOST else None


def _alternatives(each: list[tuple[Words | None, Words | None]]) -> tuple[Words | None, Words | None]:
    written = [words for words, _ in each if words is not None]
    together = frozenset().union(*written)
    if len(written) == len(each) and len(together) <= _MOST:
        return together, None
    necessary = [_best([words]) if words is not None else held for words, held in each]
    if any(words is None for words in necessary):
        return None, None
    return None, frozenset().union(*(words for words in necessary if words is not None))


def _repeated(
    least: int, most: int, written: Words | None, necessary: Words | None
) -> tuple[Words | None, Words | None]:
    if written is None:
        return None, necessary if least else None
    if written <= _SPACE:
        return (_SPACE if least else _SPACE | _NOTHING), None
    times, total = [_NOTHING], 0
    while len(times) <= most and total <= _MOST and len(times) <= 4:
        times.append(frozenset(_joined(a, b) for a in times[-1] for b in written))
        total += len(times[-1])
    if len(times) > most and total <= _MOST:
        return frozenset().union(*times[least : most + 1]), None
    return None, written if least else None
