"""How well some words of a letter name a disputed item: by its treatment, a kind of it, its place, or its words."""

from __future__ import annotations

import re

from imrgraph.vocab import load_vocabulary, matcher

# perhaps, by the head of its name, as the same treatment or a kind of it
NAMED, KIND, SAME = 0.5, 0.6, 0.8
_SHORT = 40  # characters that may be a mere "#1 and #2"
_ASSOCIATED = re.compile(r"\bassociated\s+(?:surgical\s+)?(?:services?|items?|requests?)\b", re.IGNORECASE)


def fit(words: str, item: str, mine: frozenset[str], place: tuple[int, int]) -> float:
    """How well some words name an item: its treatment, a kind of it, its place among so many, its words."""
    if _names_place(words, *place):
        return 1.0
    vocabulary = load_vocabulary("treatment")
    theirs = concepts_in(words)
    if mine & theirs:
        return 1.0
    for a in mine:
        for b in theirs:
            if b in vocabulary.ancestors(a) or (a in vocabulary.ancestors(b) and not _is_top(a)):
                return 0.8 if not _is_top(b) else 0.6
    if _ASSOCIATED.search(words) and not any(_is_surgery(a) for a in mine):
        return SAME
    if not theirs and _heads(mine) & _content(words):
        return KIND
    content, others = _content(item), _content(words)
    if not content:
        return 0.0
    shared = {w for w in content if w in others or any(w[:6] == o[:6] for o in others if len(w) > 6)}
    return 0.7 * len(shared) / len(content) if len(shared) * 2 >= len(content) else 0.0


def concepts_in(words: str) -> frozenset[str]:
    return frozenset(c for m in matcher("treatment").find(words) for c in m.concepts)


def _heads(concepts: frozenset[str]) -> frozenset[str]:
    """What treatments are called for short: the last word of a name of several ("the therapy", "the scooter")."""
    vocabulary = load_vocabulary("treatment")
    names = (name for iri in concepts if (c := vocabulary.get(iri)) for name in (c.label,))
    return frozenset(word for name in names if " " in name for word in _content(name.split()[-1]))


def _is_surgery(iri: str) -> bool:
    vocabulary = load_vocabulary("treatment")
    return vocabulary.is_a(iri, vocabulary.iri("surgery"))


def _is_top(iri: str) -> bool:
    found = load_vocabulary("treatment").get(iri)
    return found is not None and not found.broader


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NUMBERS = ("one", "two", "three", "four", "five", "six")


def _names_place(words: str, number: int, count: int) -> bool:
    """Whether words count the item out: "the first three", "the second request", "the last of these"."""
    first = re.search(rf"\bfirst\s+({'|'.join(_NUMBERS)}|\d)\b", words, re.IGNORECASE)
    if first:
        many = first[1].lower()
        return number <= (int(many) if many.isdigit() else _NUMBERS.index(many) + 1)
    if len(words) < _SHORT and (marked := re.findall(r"(?<!\S)#(\d)\b", words)):
        return str(number) in marked
    one = re.search(
        rf"\bthe\s+({'|'.join(_ORDINALS)}|last)\b(?:\s+(?:item|request|one|service|treatment|of\s+(?:these|them|those))\b|\s*\Z|\s+(?:was|is)\b)",
        words,
        re.IGNORECASE,
    )
    if one is None:
        return False
    return number == (count if one[1].lower() == "last" else _ORDINALS.index(one[1].lower()) + 1)


_STOP = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "with",
        "without",
        "to",
        "a",
        "an",
        "in",
        "on",
        "per",
        "from",
        "request",
        "requests",
        "between",
        "is",
        "was",
        "by",
        "at",
        "or",
        "as",
        "times",
        "week",
        "weeks",
        "month",
        "months",
        "day",
        "days",
        "visits",
        "sessions",
        "left",
        "right",
        "bilateral",
        "associated",
        "surgical",
        "service",
    ]
)


def _content(words: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{2,}", words.lower()) if w not in _STOP)
