"""The ontology and vocabularies as they stand in the graph, and their renewal when they change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.data import ontology_dir
from imrgraph.errors import VocabularyError
from imrgraph.rdf.concepts import is_minted
from imrgraph.rdf.terms import RDF
from imrgraph.vocab.concepts import BASE, SKOS, load_vocabulary, own_schemes
from imrgraph.vocab.own import NONE, own_statements, using

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from imrgraph.store.catalogue import Catalogue
    from imrgraph.vocab.own import OwnVocabularies

_TYPE = ox.NamedNode(RDF + "type")
_CONCEPT = ox.NamedNode(SKOS + "Concept")
_IN_SCHEME = ox.NamedNode(SKOS + "inScheme")
_PREF_LABEL = ox.NamedNode(SKOS + "prefLabel")
_GENID = BASE + ".well-known/genid/"


def vocabulary_files() -> list[Path]:
    """The Turtle files that go into every graph: all of `ontology/` but the shapes."""
    return sorted(path for path in ontology_dir().glob("*.ttl") if path.name != "shapes.ttl")


def vocabulary_digest(files: Sequence[Path], own: OwnVocabularies = NONE) -> str:
    """SHA-256 (hex) over the files' bytes: tells whether a graph holds these vocabularies."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(own.digest.encode())
    return digest.hexdigest()


def vocabulary_triples(files: Sequence[Path]) -> list[ox.Triple]:
    """The statements of the files, sorted, each once, blank nodes named by their content.

    Raises:
        VocabularyError: a file does not parse.
    """
    dataset = ox.Dataset()
    for path in files:
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(quad)
        except (SyntaxError, OSError) as error:
            raise VocabularyError(path.name, str(error)) from error
    if any(isinstance(node, ox.BlankNode) for quad in dataset for node in (quad.subject, quad.object)):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found = {ox.Triple(_named(q.subject), q.predicate, _named(q.object)) for q in dataset}
    return sorted(found, key=str)


def _named(node: object) -> ox.NamedNode:
    return ox.NamedNode(_GENID + node.value) if isinstance(node, ox.BlankNode) else node  # type: ignore[return-value]


def own_triples(own: OwnVocabularies) -> set[ox.Triple]:
    """What the user's own files say, and of each of their concepts that it is one and of which scheme."""
    found = set()
    with using(own):
        schemes = own_schemes()
    for subject, predicate, value in (said for file in own.files for said in own_statements(file)):
        scheme = schemes[subject.value]
        with using(NONE):
            is_ours = load_vocabulary(scheme).get(subject.value) is not None
        if subject.value == f"{BASE}{scheme}/" or (is_ours and predicate != _PREF_LABEL):
            found.add(ox.Triple(subject, predicate, value))
        elif not is_ours:
            found.add(ox.Triple(subject, predicate, value))
            found.add(ox.Triple(subject, _TYPE, _CONCEPT))
            found.add(ox.Triple(subject, _IN_SCHEME, ox.NamedNode(f"{BASE}{scheme}/")))
    return found


def renew_vocabularies(graph: ox.Store, catalogue: Catalogue) -> bool:
    """Bring the graph's vocabularies up to date, those of the user's own included, and say whether anything changed."""
    files, own = vocabulary_files(), catalogue.own_vocabularies()
    digest = vocabulary_digest(files, own)
    held = catalogue.vocabulary()
    if held and held[0] == digest:
        return False
    triples = sorted({*vocabulary_triples(files), *own_triples(own)}, key=str)
    old = set(ox.parse(held[1], ox.RdfFormat.N_TRIPLES)) if held else set()
    new = {ox.Quad(t.subject, t.predicate, t.object) for t in triples}
    for quad in old - new:
        graph.remove(quad)
    for concept in {quad.subject for quad in new} - {quad.subject for quad in old}:
        _forget(graph, concept)  # a letter may have described it while no vocabulary did
    graph.bulk_extend(new)
    catalogue.put_vocabulary(digest, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    return True


def minted_concepts(graph: ox.Store) -> list[ox.NamedNode]:
    """The concepts in the graph that letters brought in and no vocabulary holds."""
    described = {quad.subject for quad in graph.quads_for_pattern(None, _IN_SCHEME, None, ox.DefaultGraph())}
    return [
        concept for concept in described if isinstance(concept, ox.NamedNode) and is_minted(concept.value)
    ]


def minted_triples(graph: ox.Store) -> Iterator[ox.Triple]:
    """What the graph says of the concepts that letters brought in."""
    for concept in minted_concepts(graph):
        for quad in graph.quads_for_pattern(concept, None, None, ox.DefaultGraph()):
            yield ox.Triple(quad.subject, quad.predicate, quad.object)


def drop_unused_concepts(graph: ox.Store) -> None:
    """Forget concepts that letters brought in and none names any more."""
    for concept in minted_concepts(graph):
        if next(graph.quads_for_pattern(None, None, concept, ox.DefaultGraph()), None) is None:
            _forget(graph, concept)


def _forget(graph: ox.Store, subject: object) -> None:
    for quad in list(graph.quads_for_pattern(subject, None, None, ox.DefaultGraph())):  # type: ignore[arg-type]
        graph.remove(quad)
