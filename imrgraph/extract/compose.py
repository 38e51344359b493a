"""From a complaint and a place to the concept that names both ("pain" + shoulder: shoulder pain)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from imrgraph.vocab import load_vocabulary
from imrgraph.vocab.matcher import fold

_SMALL = frozenset(["of", "the", "in", "and", "a", "an", "to"])
_NEAR = {"neck": "cervical-spine", "cervical-spine": "neck"}


def _words(label: str) -> frozenset[str]:
    return frozenset(fold(label).replace(",", " ").split()) - _SMALL


@cache
def _table() -> dict[tuple[str, str], str]:
    """(head, part) to the plainest concept below the head that has the part."""
    conditions, parts = load_vocabulary("condition"), load_vocabulary("bodypart")
    found: dict[tuple[str, str], list[tuple[bool, int, str]]] = defaultdict(list)
    part_words = {iri: {_words(label) for label in c.labels} for iri, c in parts.concepts.items()}
    head_words: dict[str, set[frozenset[str]]] = {}
    for iri, concept in conditions.concepts.items():
        own = concept.values("bodyPart")
        if len(own) != 1 or own[0] not in part_words:
            continue
        forms = {_words(label) for label in concept.labels}
        rests = {form - p for form in forms for p in part_words[own[0]] if p < form}
        plainest = _words(parts.concepts[own[0]].label)
        plain = {form - plainest for form in forms if plainest < form}
        for head in conditions.ancestors(iri)[1:]:
            above = conditions.get(head)
            if above is None or own[0] in above.values("bodyPart"):
                continue
            if head not in head_words:
                head_words[head] = {_words(label) for label in above.labels}
            if rests & head_words[head]:
                found[head, own[0]].append((not plain & head_words[head], len(concept.label), iri))
    return {key: min(concepts)[2] for key, concepts in found.items()}


def compose(head: str, part: str) -> str | None:
    """The concept below `head` for a body part, or for the nearest part that holds it; None when there is none."""
    table = _table()
    parts = load_vocabulary("bodypart")
    base = part.rsplit("/", 1)[0] + "/"
    for here in parts.ancestors(part):
        near = _NEAR.get(here.removeprefix(base))
        for candidate in (base + near, here) if near == "cervical-spine" else (here, base + near if near else ""):
            if (head, candidate) in table:
                return table[head, candidate]
    return None


@cache
def compose_joined(concept: str, part: str) -> str | None:
    """For a place joined to one that a concept names: "neck and low back pain" is neck pain too.

    None when the concept is not composed, or has no fellow for the place.
    """
    conditions = load_vocabulary("condition")
    record = conditions.get(concept)
    if record is None or len(record.values("bodyPart")) != 1:
        return None
    own = record.values("bodyPart")[0]
    for head in conditions.ancestors(concept)[1:]:
        if (head, own) in _table():
            fellow = compose(head, part)
            if fellow is not None and fellow != concept:
                return fellow
    return None
