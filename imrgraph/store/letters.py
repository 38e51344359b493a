"""The letters of any store: which there are, and all that the graph says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf.concepts import concept_label
from imrgraph.rdf.iris import encode, letter_iri
from imrgraph.rdf.terms import DCTERMS, RDF
from imrgraph.store.base import Iri, Literal
from imrgraph.vocab.concepts import IMR, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable

    from imrgraph.store.base import Store, Triple


def letter_iris(store: Store) -> list[Iri]:
    """The IRIs of all letters, sorted."""
    found = store.triples(None, Iri(RDF + "type"), Iri(IMR + "Letter"))
    return sorted(letter for letter, _, _ in found if isinstance(letter, Iri))


def letter_triples(store: Store, letter: Iri) -> list[Triple]:
    """All about a letter's IRI and those that go on from it with `#` or `/`; empty for an unknown letter."""
    found: list[Triple] = []
    seen, todo = {letter}, [letter]
    while todo:
        for triple in store.triples(todo.pop()):
            found.append(triple)
            value = triple[2]
            if isinstance(value, Iri) and value not in seen and is_part(value, letter):
                seen.add(value)
                if "/text#char=" not in value.value:
                    todo.append(value)
    return found


def is_part(iri: Iri, letter: Iri) -> bool:
    """Whether an IRI goes on from a letter's with `#` or `/`."""
    return iri.value.startswith((letter.value + "#", letter.value + "/"))


def find_letters(store: Store, name: str) -> list[Iri]:
    """The letters of that case number, KEY or IRI: usually one, several where texts share a case number."""
    by_number = store.triples(None, Iri(DCTERMS + "identifier"), Literal(name))
    found = {letter for letter, _, _ in by_number if isinstance(letter, Iri)}
    for iri in (Iri(name), Iri(letter_iri(name)), Iri(letter_iri(encode(name)))):
        if iri in found or not _may_be_iri(iri.value):
            continue
        if next(iter(store.triples(iri, Iri(RDF + "type"), Iri(IMR + "Letter"))), None):
            found.add(iri)
    return sorted(found)


def concept_labels(store: Store) -> Callable[[str], str]:
    """What the store's graph calls a concept, by its IRI, vocabularies of the user's own included."""

    def label(iri: str) -> str:
        preferred = store.triples(Iri(iri), Iri(SKOS + "prefLabel")) if _may_be_iri(iri) else ()
        return min((str(value) for _, _, value in preferred), default=None) or concept_label(iri)

    return label


def _may_be_iri(value: str) -> bool:
    return ":" in value and not any(c in '<>"{}|^`\\' or c <= " " for c in value)
