"""The existing concept whose label is nearest to some words."""

from __future__ import annotations

from imrgraph.gaps.words import folded
from imrgraph.vocab import load_vocabulary, vocabulary_cache

_NEAR = 88  # of 100, by rapidfuzz's token_sort_ratio: one letter in eight, words in any order


def nearest(words: str, scheme: str) -> tuple[str, str] | None:
    """The IRI of the concept with the nearest label, and that label; None where none is near.

    >>> nearest("acupunture treatement", "treatment")
    ('https://w3id.org/imrgraph/treatment/acupuncture', 'acupuncture treatment')
    >>> nearest("Zorbatril", "treatment") is None
    True
    """
    from rapidfuzz import fuzz, process

    labels = _labels(scheme)
    found = process.extract(
        folded(words), labels.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=8
    )
    best = min(found, key=lambda f: (-f[1], len(f[0]), f[0]), default=None)
    return labels[best[0]] if best else None


@vocabulary_cache
def _labels(scheme: str) -> dict[str, tuple[str, str]]:
    """Each label as words are compared, with its concept's IRI and itself; preferred labels win."""
    concepts = sorted(load_vocabulary(scheme).concepts.items())
    found: dict[str, tuple[str, str]] = {}
    for iri, concept in concepts:
        found.setdefault(folded(concept.label), (iri, concept.label))
    for iri, concept in concepts:
        for label in concept.labels[1:]:
            found.setdefault(folded(label), (iri, label))
    return found
