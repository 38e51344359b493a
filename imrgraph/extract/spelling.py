"""Misspelt names of drugs and procedures, within a bounded edit distance and never across two real names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from imrgraph.data import ontology_dir
from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.concepts import FILES
from imrgraph.vocab.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imrgraph.vocab import Match

SHORTEST = 6  # letters; shorter words are within one letter of too many others
_WORD = re.compile(r"[A-Za-z]{6,24}")


@dataclass(frozen=True, slots=True)
class Word:
    """A misspelt word at `text[start:end]` and the treatments (IRIs, sorted) that it names."""

    start: int
    end: int
    concepts: tuple[str, ...]


@vocabulary_cache
def _known_words() -> frozenset[str]:
    """Words that are none of our business to correct: those of every vocabulary, and ordinary English."""
    words: set[str] = set()
    for scheme in FILES:
        for concept in load_vocabulary(scheme).concepts.values():
            for label in (*concept.labels, *concept.hidden_labels):
                words.update(re.findall(r"[a-z]+", fold(label)))
    with (ontology_dir() / "ordinary-words.toml").open("rb") as file:
        words.update(" ".join(tomllib.load(file)["words"]).split())
    return frozenset(words | {w + "s" for w in words})


_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ally", "ation")


def is_known_word(word: str) -> bool:
    """Whether a word is one of the known, or one of them with a regular ending."""
    known = _known_words()
    return word in known or any(
        word.endswith(e) and (word[: -len(e)] in known or (e != "s" and word[: -len(e)] + "e" in known))
        for e in _ENDINGS
    )


@vocabulary_cache
def _shown(scheme: str) -> frozenset[str]:
    vocabulary = load_vocabulary(scheme)
    return frozenset(
        " ".join(fold(label).split()) for c in vocabulary.concepts.values() for label in c.labels
    )


def by_misspelling(match: Match, scheme: str) -> bool:
    """Whether a label was met in a misspelling that the vocabulary lists, and that is no name of anything itself."""
    return match.hidden and match.label not in _shown(scheme)


@vocabulary_cache
def _names() -> dict[str, tuple[str, ...]]:
    """Labels of one word, with the treatments that own them."""
    names: dict[str, set[str]] = {}
    for iri, concept in load_vocabulary("treatment").concepts.items():
        for label in concept.labels:
            word = fold(label)
            if len(word) >= SHORTEST - 1 and word.isalpha() and word.isascii():
                names.setdefault(word, set()).add(iri)
    return {word: tuple(sorted(iris)) for word, iris in names.items()}


@vocabulary_cache
def _near_label_words() -> Callable[[str], tuple[str, ...]]:
    """For a word the nearest of the longer words of treatments' labels."""
    words = {
        w
        for c in load_vocabulary("treatment").concepts.values()
        for label in c.labels
        for w in re.findall(r"[a-z]{6,}", fold(label))
    }
    return _nearest(tuple(sorted(words)))


_KEPT = 4096  # words whose nearest choices are kept: the words that no vocabulary has come again and again


def _nearest(choices: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """For a word the choices at the least distance, within the bound for its length; their first letters agree."""

    @lru_cache(_KEPT)
    def nearest(word: str) -> tuple[str, ...]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        most = 1 if len(word) <= 8 else 2
        found = extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=12)
        near = [(int(distance), choice) for choice, distance, _ in found if choice[0] == word[0]]
        least = min((d for d, _ in near), default=0)
        return tuple(choice for d, choice in near if d == least)

    return nearest


@vocabulary_cache
def _near_names() -> Callable[[str], tuple[str, ...]]:
    return _nearest(tuple(sorted(_names())))


def misspelt(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Word]:
    """Words of a text that misspell the one-word name of a treatment; `taken` are stretches already read."""
    busy = list(taken)
    found = []
    for m in _WORD.finditer(text):
        word = m[0].lower()
        if is_known_word(word) or any(start < m.end() and m.start() < end for start, end in busy):
            continue
        owners = {_names()[choice] for choice in _near_names()(word)}
        if len(owners) == 1:
            found.append(Word(m.start(), m.end(), next(iter(owners))))
    return found


def mended(text: str) -> str | None:
    """A text with its misspelt words of treatments put right; None when there is none to put right.

    Meant for an item no treatment was found in, where each word may be part of a name.
    """
    changed = False

    def put_right(m: re.Match[str]) -> str:
        nonlocal changed
        word = m[0].lower()
        if is_known_word(word):
            return m[0]
        near = _near_label_words()(word)
        if len(near) > 1 and len({w.rstrip("s") for w in near}) == 1:
            near = (min(near, key=len),)
        if len(near) != 1:
            return m[0]
        changed = True
        return near[0]

    better = _WORD.sub(put_right, text)
    return better if changed else None
