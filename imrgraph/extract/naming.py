"""How well some words of a letter name a disputed item: by its treatment, a kind of it, its place, or its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrgraph.vocab import load_vocabulary, matcher

# perhaps, by the head of its name, as the same treatment or a kind of it
NAMED, KIND, SAME = 0.5, 0.6, 0.8
_SHORT = 40  # characters that may be a mere "#1 and #2"
_ASSOCIATED = re.compile(r"\bassociated\s+(?:surgical\s+)?(?:services?|items?|requests?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What some words name, read once for all the items or verdicts that they are held against.

    Attributes:
        concepts: treatments (IRIs); `above` those that they are kinds of.
        content: the words that say something; `stems` their first six letters.
        heads: what the treatments are called for short.
        places: the places in the list of items that they count out: the first so many, those marked, one.
    """

    concepts: frozenset[str]
    above: frozenset[str]
    content: frozenset[str]
    stems: frozenset[str]
    heads: frozenset[str]
    associated: bool
    surgical: bool
    places: tuple[int | None, tuple[int, ...], int | None]

    def counts_out(self, number: int, count: int) -> bool:
        """Whether the words count out an item by its place: "the first three", "the second request"."""
        first, marked, one = self.places
        if first is not None:
            return number <= first
        if marked:
            return number in marked
        return one is not None and number == (one or count)


def naming(words: str) -> Naming:
    """Read what some words name."""
    vocabulary = load_vocabulary("treatment")
    concepts = frozenset(c for m in matcher("treatment").find(words) for c in m.concepts)
    content = _content(words)
    return Naming(
        concepts=concepts,
        above=frozenset(a for c in concepts for a in vocabulary.ancestors(c)),
        content=content,
        stems=frozenset(w[:6] for w in content),
        heads=_heads(concepts),
        associated=bool(_ASSOCIATED.search(words)),
        surgical=any(_is_surgery(c) for c in concepts),
        places=_places(words),
    )


def fit(words: Naming, item: Naming, place: tuple[int, int]) -> float:
    """How well some words name an item: its treatment, a kind of it, its place among so many, its words."""
    if words.counts_out(*place):
        return 1.0
    if item.concepts & words.concepts:
        return 1.0
    wider = words.concepts & item.above
    below = {a for a in item.concepts & words.above if not _is_top(a)}
    if below or any(not _is_top(b) for b in wider):
        return SAME
    if wider:
        return KIND
    if words.associated and not item.surgical:
        return SAME
    if not words.concepts and item.heads & words.content:
        return KIND
    if not item.content:
        return 0.0
    shared = {w for w in item.content if w in words.content or (len(w) > 6 and w[:6] in words.stems)}
    return 0.7 * len(shared) / len(item.content) if len(shared) * 2 >= len(item.content) else 0.0


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


@cache
def _place_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"\bfirst\s+({'|'.join(_NUMBERS)}|\d)\b", re.IGNORECASE),
        re.compile(
            rf"\bthe\s+({'|'.join(_ORDINALS)}|last)\b(?:\s+(?:item|request|one|service|treatment|of\s+(?:these|them|those))\b|\s*\Z|\s+(?:was|is)\b)",
            re.IGNORECASE,
        ),
    )


def _places(words: str) -> tuple[int | None, tuple[int, ...], int | None]:
    """Places that words count out: "the first three", "#1 and #2", "the second request"; 0 for "the last of these"."""
    first, one = (pattern.search(words) for pattern in _place_words())
    many = first[1].lower() if first else ""
    marked = re.findall(r"(?<!\S)#(\d)\b", words) if len(words) < _SHORT else []
    which = one[1].lower() if one else "last"
    return (
        (int(many) if many.isdigit() else _NUMBERS.index(many) + 1) if first else None,
        tuple(map(int, marked)),
        (0 if which == "last" else _ORDINALS.index(which) + 1) if one else None,
    )


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
