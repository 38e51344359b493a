"""From a complaint and a place to the concept that names both ("pain" + shoulder: shoulder pain)."""

from __future__ import annotations

from collections import defaultdict

from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.matcher import fold

_SMALL = frozenset(["of", "the", "in", "and", "a", "an", "to"])
_NEAR = {"neck": "cervical-spine", "cervical-spine": "neck"}


def _words(label: str) -> frozenset[str]:
    return frozenset(fold(label).replace(",", " ").split()) - _SMALL


@vocabulary_cache
def _tables() -> tuple[dict[tuple[str, str], str], dict[tuple[str, frozenset[str]], str]]:
    """From a head and a part, or a head and the words of a part, to the concept that a label of its own names by both."""
    conditions, parts = load_vocabulary("condition"), load_vocabulary("bodypart")
    by_part: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    by_words: dict[tuple[str, frozenset[str]], list[tuple[int, str]]] = defaultdict(list)
    part_words = {iri: {_words(label) for label in c.labels} for iri, c in parts.concepts.items()}
    head_words: dict[str, set[frozenset[str]]] = {}
    for iri, concept in conditions.concepts.items():
        own = concept.values("bodyPart")
        if len(own) != 1 or own[0] not in part_words:
            continue
        forms = {_words(label) for label in concept.labels}
        named = {(p, form - p) for form in forms for p in part_words[own[0]] if p < form}
        plainest = _words(parts.concepts[own[0]].label)
        for head in conditions.ancestors(iri)[1:]:
            above = conditions.get(head)
            if above is None or own[0] in above.values("bodyPart"):
                continue
            if head not in head_words:
                head_words[head] = {_words(label) for label in above.labels}
            for words, rest in named:
                if rest in head_words[head]:
                    by_words[head, words].append((len(concept.label), iri))
                    if words == plainest:
                        by_part[head, own[0]].append((len(concept.label), iri))
    return {k: min(v)[1] for k, v in by_part.items()}, {k: min(v)[1] for k, v in by_words.items()}


def compose(head: str, part: str, label: str = "") -> str | None:
    """The concept below `head` for a body part, by the words it is called by, else for the nearest part that holds it.

    "tear" and "medial meniscus" are a medial meniscus tear, not any tear of the knee. None when there is none.
    """
    by_part, by_words = _tables()
    exact = by_words.get((head, _words(label))) if label else None
    if exact is not None:
        return exact
    parts = load_vocabulary("bodypart")
    base = part.rsplit("/", 1)[0] + "/"
    for here in parts.ancestors(part):
        near = _NEAR.get(here.removeprefix(base))
        for candidate in (here, base + near) if near else (here,):
            if (head, candidate) in by_part:
                return by_part[head, candidate]
    return None


@vocabulary_cache
def _heads(concept: str) -> tuple[str, ...]:
    """The heads that a concept is composed from ("pain" of "low back pain"), nearest first."""
    conditions = load_vocabulary("condition")
    record = conditions.get(concept)
    if record is None or len(record.values("bodyPart")) != 1:
        return ()
    heads = {head for (head, _), iri in _tables()[1].items() if iri == concept}
    return tuple(h for h in conditions.ancestors(concept)[1:] if h in heads)


def compose_joined(concept: str, part: str, label: str = "") -> str | None:
    """For a place joined to one that a concept names: "neck and low back pain" is neck pain too.

    None when the concept is not composed, or has no fellow for the place.
    """
    for head in _heads(concept):
        fellow = compose(head, part, label)
        if fellow is not None and fellow != concept:
            return fellow
    return None
