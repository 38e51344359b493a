"""Validation against the ontology's SHACL shapes, letter by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.errors import StoreError
from imrgraph.rdf.iris import key_of
from imrgraph.rdf.terms import RDF
from imrgraph.store.base import Iri
from imrgraph.store.letters import letter_iris, letter_triples
from imrgraph.store.memory import to_rdflib
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.store.base import Store, Triple

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Violation:
    """One thing that is wrong.

    Attributes:
        part: the node, as it goes on from the letter's IRI (`determination-1`), or `letter`.
        message: what is wrong with it, beginning with the property.
    """

    part: str
    message: str


def check(store: Store) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """Validate each letter, with the concepts it names, against `ontology/shapes.ttl`.

    Yields:
        Each letter's KEY and what is wrong with it, by KEY; empty where all is well.

    Raises:
        StoreError: the store holds no letter.
    """
    shapes = _shapes()
    met = False
    for letter in letter_iris(store):
        met = True
        triples = letter_triples(store, letter)
        yield key_of(letter.value), _violations([*triples, *_neighbours(store, triples)], letter, shapes)
    if not met:
        raise StoreError("the graph holds no letter")


def _shapes() -> Any:
    import rdflib

    return rdflib.Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")


def _neighbours(store: Store, triples: Iterable[Triple]) -> Iterator[Triple]:
    """What the graph says of the concepts and individuals that a letter names."""
    subjects = {subject for subject, _, _ in triples}
    named = {value for _, _, value in triples if isinstance(value, Iri)} - subjects
    for node in sorted(node for node in named if "/text#char=" not in node.value):
        yield from store.triples(node)


def _violations(triples: Iterable[Triple], letter: Iri, shapes: Any) -> tuple[Violation, ...]:
    import pyshacl
    import rdflib

    graph = rdflib.Graph()
    for triple in triples:
        graph.add(tuple(to_rdflib(term) for term in triple))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    if not isinstance(report, rdflib.Graph):
        raise StoreError(f"{letter}: could not be validated")
    sh = rdflib.Namespace(_SH)
    found = {
        Violation(
            part=_part(str(report.value(result, sh.focusNode)), letter), message=_message(report, result, sh)
        )
        for result in report.subjects(rdflib.URIRef(RDF + "type"), sh.ValidationResult)
    }
    return tuple(sorted(found))


def _part(node: str, letter: Iri) -> str:
    rest = node.removeprefix(letter.value).lstrip("#")
    return rest or "letter"


def _message(report: Any, result: Any, sh: Any) -> str:
    path = str(report.value(result, sh.resultPath) or "").removeprefix(IMR)
    message = " ".join(str(report.value(result, sh.resultMessage) or "does not fit its shape").split())
    return f"{path}: {message}" if path and path not in message else message
