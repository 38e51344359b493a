"""Patterns that run only on texts that hold a word without which they match nothing.

Most sentences hold no such word of most patterns. One pass of an automaton over a sentence tells which of all the
patterns are worth running on it, where each would otherwise have to look at every character for itself.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from imrgraph.vocab.necessary import necessary_words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Of(Enum):
    """What patterns are asked of, as those of one kind of text share its pass; with how many texts are kept, and how long."""

    SENTENCE = 2048, 2_000
    CLAUSE = 512, 2_000
    LETTER = 4, 1_000_000


class _Fellows:
    """The patterns that are asked of one kind of text."""

    def __init__(self, kind: Of) -> None:
        kept, self._longest = kind.value
        self._all: list[Cued] = []  # in the order they were made; only ever added to
        # the text asked of last, when there were so many patterns: what reads a sentence asks of the same one again and again
        self._last: tuple[str, int, int] = ("", -1, 0)
        self._kept = lru_cache(kept)(self._look)

    def add(self, one: Cued) -> int:
        """A bit for a pattern."""
        self._all.append(one)
        return 1 << self._all.index(one)  # as others may be added at the same time

    def of(self, text: str) -> int:
        """The patterns that a text holds a word of, a bit each."""
        count = len(self._all)
        last, then, held = self._last
        if last is not text or then != count:
            held = (self._kept if len(text) <= self._longest else self._look)(text, count)
            self._last = text, count, held
        return held

    def _look(self, text: str, count: int) -> int:
        automaton, found = self._automaton(count)
        for _, patterns in automaton.iter(words_of(text)):
            found |= patterns
        return found

    @lru_cache(len(Of))  # noqa: B019 - there is one for each kind of text, for good
    def _automaton(self, count: int) -> tuple[Any, int]:
        """The words of the first so many patterns, and those of them that have none and may match in any text."""
        import ahocorasick

        owners: dict[str, int] = {}
        anywhere = 0
        for number, one in enumerate(self._all[:count]):
            words = _words(one.compiled)
            anywhere |= 0 if words else 1 << number
            for word in words:
                owners[word] = owners.get(word, 0) | 1 << number
        automaton: Any = ahocorasick.Automaton()
        for word, patterns in owners.items():
            automaton.add_word(word, patterns)
        automaton.make_automaton()
        return automaton, anywhere


@cache
def _words(compiled: re.Pattern[str]) -> frozenset[str]:
    return necessary_words(compiled.pattern, compiled.flags) or frozenset()


_FELLOWS = {kind: _Fellows(kind) for kind in Of}


def held_in(text: str, of: Of) -> int:
    """The `Cued.bit`s of the patterns that may match in a text, for who asks many of them of one text.

    It tells nothing of patterns that are made after it was asked: make first, and keep, those that it is asked for.
    """
    return _FELLOWS[of].of(text)


def bits_of(*patterns: Cued) -> int:
    """The bits of several patterns that are asked of the same kind of text."""
    return reduce(or_, (one.bit for one in patterns))


def may_any_match(text: str, bits: int, of: Of = Of.SENTENCE) -> bool:
    """Whether any of the patterns that have these bits may match in a text.

    What a text holds is not handed out, as it would not tell of patterns that are made only after it was asked.
    """
    return _FELLOWS[of].of(text) & bits != 0


class Cued:
    """A pattern, compiled as by `re.compile`, that knows which texts are none of its business; `bit` is its own in `of`.

    Each is known for good, and has its place among the others: make it once, as a constant or under `functools.cache`.
    """

    __slots__ = ("_patterns_of", "bit", "compiled")

    def __init__(self, pattern: str, flags: int = 0, of: Of = Of.SENTENCE) -> None:
        self.compiled = re.compile(pattern, flags)
        self.bit = _FELLOWS[of].add(self)
        self._patterns_of = _FELLOWS[of].of

    def may_match(self, text: str) -> bool:
        """Whether a text holds a word of the pattern; without one it matches nowhere in it."""
        return self._patterns_of(text) & self.bit != 0

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match that begins at a place or behind it."""
        return self.compiled.search(text, start) if self._patterns_of(text) & self.bit else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins right at a place."""
        return self.compiled.match(text, start) if self._patterns_of(text) & self.bit else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, in text order."""
        return self.compiled.finditer(text) if self._patterns_of(text) & self.bit else iter(())

    def sub(self, said: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else for each match."""
        return self.compiled.sub(said, text) if self._patterns_of(text) & self.bit else text


class AnyCued:
    """Several patterns of which any will do."""

    __slots__ = ("_bits", "_each", "_of")

    def __init__(self, patterns: Iterable[str], flags: int = 0, of: Of = Of.SENTENCE) -> None:
        self._each = tuple(Cued(pattern, flags, of) for pattern in patterns)
        self._of = _FELLOWS[of]
        self._bits = bits_of(*self._each)

    def those_in(self, text: str) -> list[re.Pattern[str]]:
        """Those of which a text holds a word, in their order."""
        held = self._of.of(text) & self._bits
        return [one.compiled for one in self._each if held & one.bit] if held else []

    def found_in(self, text: str) -> bool:
        """Whether any of them matches somewhere in a text."""
        return self.found_where(text, self._of.of(text))

    def found_where(self, text: str, held: int) -> bool:
        """The same of a text whose `held_in` is known."""
        if held & self._bits:
            for one in self._each:
                if held & one.bit and one.compiled.search(text):
                    return True
        return False
