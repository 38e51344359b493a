"""Find every label of a vocabulary in a text in one pass (Aho-Corasick), longest match first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from imrgraph.vocab.concepts import is_as_shipped, load_vocabulary
from imrgraph.vocab.own import NONE, own_vocabularies, using, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.vocab.concepts import Vocabulary

_SPACES = {ord(c): " " for c in "-/\n\t\f\r\u00a0\u2010\u2011\u2012\u2013\u2014&"}
_KEPT = 1024  # texts whose matches are kept: several extractors ask for those of one sentence
_LONGEST = 2000  # characters of a text that is kept


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A label at `text[start:end]` and the concepts (IRIs, sorted) that own it."""

    start: int
    end: int
    concepts: tuple[str, ...]
    label: str
    hidden: bool = False


def fold(text: str) -> str:
    """Lower-case with hyphens, slashes and line ends as spaces; never another length than `text`.

    >>> fold("X-Ray/MRI")
    'x ray mri'
    """
    if text.isascii():
        return text.encode("ascii").translate(_folded_ascii()).decode("ascii")
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered, and positions must not move
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.translate(_SPACES)


@cache
def _folded_ascii() -> bytes:
    """What each byte of ASCII is folded to: a tenth of the time that a table of characters takes."""
    return bytes(ord(_SPACES.get(code, chr(code).lower())) if code < 128 else 0 for code in range(256))


_Entry = tuple[
    str, tuple[str, ...], frozenset[str], bool
]  # key, its owners, the forms it must be printed in, hidden
_PLACE = itemgetter(0, 1)


class Matcher:
    """An automaton over the labels of a vocabulary; safe to share, immutable after construction."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        import ahocorasick

        own: dict[str, set[str]] = defaultdict(set)  # key to the concepts that have it as a label
        plural: dict[str, set[str]] = defaultdict(set)  # key to those that have it as a label's plural
        printed: dict[str, set[str]] = defaultdict(set)  # labels matched only as printed
        hidden: set[str] = set()
        for concept in vocabulary.concepts.values():
            exact = set(concept.values("caseSensitiveLabel"))
            for label in (*concept.labels, *concept.hidden_labels, *exact):
                for form in _forms(label):
                    key = " ".join(fold(form).split())
                    (own if form == label else plural)[key].add(concept.iri)
                    if label in exact or (label.isupper() and sum(map(str.isalnum, label)) <= 2):
                        printed[key].add(form)
                    if label in concept.hidden_labels:
                        hidden.add(key)
        shown = {
            " ".join(fold(f).split())
            for c in vocabulary.concepts.values()
            for label in c.labels
            for f in _forms(label)
        }
        hidden -= shown
        owners = {**plural, **own}  # a plural never takes a label from the concept that has it
        self._automaton: Any = ahocorasick.Automaton()
        for key, iris in owners.items():
            self._automaton.add_word(
                key, (key, tuple(sorted(iris)), frozenset(printed.get(key, ())), key in hidden)
            )
        self._automaton.make_automaton()
        self._known = lru_cache(_KEPT)(self._read)

    def find(self, text: str) -> tuple[Match, ...]:
        """All matches at word boundaries, in text order, none within or overlapping a longer one."""
        return self._known(text) if len(text) <= _LONGEST else self._read(text)

    def _read(self, text: str) -> tuple[Match, ...]:
        folded = fold(text)
        positions = None
        if "  " in folded:
            folded, positions = _squeeze(folded)
        found: list[tuple[int, int, _Entry]] = []
        size = len(folded)
        for last, entry in self._automaton.iter(folded):
            end = last + 1
            start = end - len(entry[0])
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
                continue
            if positions is not None:
                start, end = positions[start], positions[last] + 1
            if entry[2] and text[start:end] not in entry[2]:
                continue
            found.append((start, -end, entry))
        return _longest(found) if found else ()


def _squeeze(folded: str) -> tuple[str, list[int]]:
    """Runs of spaces as one, with the position of each kept character."""
    positions = [i for i, c in enumerate(folded) if c != " " or (i and folded[i - 1] != " ")]
    return "".join(folded[i] for i in positions), positions


def _forms(label: str) -> Iterable[str]:
    """The label and the regular plural of its last word."""
    yield label
    last = label.rsplit(" ", 1)[-1]
    if last.endswith("ss"):
        yield label + "es"
    elif len(label) > 2 and last[-1:].isalpha() and not last.endswith(("s", "S")):
        if last.endswith(("ch", "sh", "x", "z")):
            yield label + "es"
        elif last.endswith("y") and last[-2:-1] not in "aeiou":
            yield label[:-1] + "ies"
        else:
            yield label + "s"


def _longest(found: list[tuple[int, int, _Entry]]) -> tuple[Match, ...]:
    """Leftmost first, then longest; nothing overlaps. Ends are negative, so that the longer sorts first."""
    floor = 0
    kept: list[Match] = []
    found.sort(key=_PLACE)
    for start, end, (label, concepts, _, hidden) in found:
        if start >= floor:
            floor = -end
            kept.append(Match(start, floor, concepts, label, hidden))
    return tuple(kept)


@vocabulary_cache
def matcher(scheme: str) -> Matcher:
    """The matcher of one scheme of `ontology/` with what own files add, built on first use."""
    if is_as_shipped(scheme) and own_vocabularies() is not NONE:
        with using(NONE):
            return matcher(scheme)
    return Matcher(load_vocabulary(scheme))
