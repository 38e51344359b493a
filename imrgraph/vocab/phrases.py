"""Find phrases of a rule table in a text in one pass, the longest at a place first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from imrgraph.vocab.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase at `text[start:end]` and what the table says of it."""

    start: int
    end: int
    values: T


class Phrases(Generic[T]):
    """An automaton over phrases, compared as labels are: lower case, hyphens and slashes as spaces."""

    def __init__(self, table: Mapping[str, T]) -> None:
        import ahocorasick

        self._automaton: Any = ahocorasick.Automaton()
        for phrase, values in table.items():
            key = " ".join(fold(phrase).split())
            self._automaton.add_word(key, (len(key), values))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Hit[T]]:
        """All phrases at word boundaries, in text order, none within or overlapping a longer one.

        >>> [(h.start, h.end, h.values) for h in Phrases({"no": 1, "no change": 2}).find("No change, no pain")]
        [(0, 9, 2), (11, 13, 1)]
        """
        folded = fold(text)
        at = None
        if "  " in folded:
            at = [i for i, c in enumerate(folded) if c != " " or (i and folded[i - 1] != " ")]
            folded = "".join(folded[i] for i in at)
        found: list[tuple[int, int, T]] = []
        for last, (length, values) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
                continue
            found.append((start, end, values))
        found.sort(key=lambda f: (f[0], -f[1]))
        kept: list[Hit[T]] = []
        floor = -1
        for start, end, values in found:
            if start >= floor:
                floor = end
                kept.append(Hit(at[start], at[end - 1] + 1, values) if at else Hit(start, end, values))
        return kept
