"""Kinds of treatments, and which of several owners of a label is meant."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.vocab import Match


@vocabulary_cache
def _category(iri: str) -> frozenset[str]:
    vocabulary = load_vocabulary("treatment")
    tops = (vocabulary.get(a) for a in vocabulary.ancestors(iri))
    return frozenset(c.notation for c in tops if c is not None and c.notation and not c.broader)


def categories(concepts: Iterable[str]) -> frozenset[str]:
    """The notations of the top concepts above some treatments."""
    return frozenset(n for c in concepts for n in _category(c))


@vocabulary_cache
def below(*notations: str) -> frozenset[str]:
    """Every treatment of these top categories."""
    wanted = set(notations)
    return frozenset(iri for iri in load_vocabulary("treatment").concepts if wanted & _category(iri))


@cache
def _hints() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        (
            "pharmaceutical",
            re.compile(r"\d\s?(?:mg|mcg|%)|#\s?\d|\b(?:tablets?|capsules?|bid|tid|qhs)\b", re.IGNORECASE),
        ),
        (
            "rehabilitation",
            re.compile(
                r"\b(?:sessions?|visits?|times?\s+(?:a|per)\s+week|x\s?\d{1,2}|\d\s?x(?:\s?\d{1,2})?|weeks?|x/wk|per\s+week|exercises?)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "diagnostic-testing",
            re.compile(r"\b(?:inr|lab(?:s|oratory)?|blood|serum|panel|coagulation|ptt|cbc)\b", re.IGNORECASE),
        ),
    )


def owners(match: Match, text: str, others: Iterable[Match]) -> tuple[str, ...]:
    """The owners of a label, cut to those whose category the units and the other names beside it speak for."""
    if len(match.concepts) == 1:
        return match.concepts
    hints = {category for category, words in _hints() if words.search(text)}
    for other in others:
        if other is not match and len(other.concepts) == 1:
            hints |= categories(other.concepts)
    fitting = tuple(c for c in match.concepts if categories((c,)) & hints)
    if len(fitting) > 1 and "diagnostic-testing" not in {
        category for category, words in _hints() if words.search(text)
    }:
        fitting = tuple(c for c in fitting if "diagnostic-testing" not in categories((c,))) or fitting
    return fitting if fitting else match.concepts
