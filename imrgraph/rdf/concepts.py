"""Concepts that letters name and no vocabulary holds: described from the last part of their IRI alone."""

from __future__ import annotations

import re

from imrgraph.rdf import terms as t
from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.concepts import BASE, FILES, own_schemes

_CONCEPT = re.compile(re.escape(BASE) + r"(?P<scheme>[a-z]+)/(?P<name>[A-Za-z0-9._~%-]+)\Z")


@vocabulary_cache
def concept_lines(iri: str) -> tuple[str, ...]:
    """What the graph says of a minted concept, as N-Triples lines; nothing for one of the vocabularies' own.

    The label is the words of the slug, capitalised: two letters that spell a source in two ways and get the
    same slug describe it alike, whichever is read first.

    >>> concept_lines("https://w3id.org/imrgraph/specialty/space-medicine")[-1].split(" ", 2)[2]
    '"Space Medicine"@en .'
    """
    found = _CONCEPT.match(iri)
    if not found or found["scheme"] not in FILES or load_vocabulary(found["scheme"]).get(iri):
        return ()
    scheme, name = found["scheme"], found["name"]
    lines = [
        f"<{iri}> {t.TYPE} {t.CONCEPT} .",
        f"<{iri}> {t.IN_SCHEME} <{BASE}{scheme}/> .",
    ]
    if scheme == "guideline":
        lines.append(f'<{iri}> {t.NOTATION} "{name}" .')
        lines.append(f"<{iri}> {t.BROADER} <{BASE}guideline/other> .")
    lines.append(f'<{iri}> {t.PREF_LABEL} "{_minted_label(scheme, name)}"@en .')
    return tuple(lines)


def concept_label(iri: str) -> str:
    """What to call a concept: its prefLabel, in a vocabulary or as the graph has it."""
    found = _CONCEPT.match(iri)
    if not found or found["scheme"] not in FILES:
        own = load_vocabulary(own_schemes()[iri]).get(iri) if iri in own_schemes() else None
        return own.label if own else iri
    concept = load_vocabulary(found["scheme"]).get(iri)
    return concept.label if concept else _minted_label(found["scheme"], found["name"])


def _minted_label(scheme: str, name: str) -> str:
    words = name.removeprefix("other-") if scheme == "guideline" else name
    return " ".join(word[:1].upper() + word[1:] for word in re.split("[-_]+", words) if word) or name


def is_minted(iri: str) -> bool:
    """Whether the graph describes this concept itself, since no vocabulary holds it."""
    return bool(concept_lines(iri))
