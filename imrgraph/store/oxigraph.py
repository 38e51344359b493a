"""Asking Oxigraph: the store folder, read-only, with the letters' texts beside the graph."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from imrgraph.errors import QueryError, StoreError
from imrgraph.rdf.iris import letter_iri
from imrgraph.rdf.terms import PREFIXES
from imrgraph.records import Letter
from imrgraph.store.base import Blank, Iri, Rows, literal, sorted_triples
from imrgraph.store.vocabularies import minted_triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from imrgraph.store.base import Answer, Term, Triple
    from imrgraph.tables import Tables
    from imrgraph.vocab.own import OwnVocabularies


def from_ox(term: Any) -> Term:
    """The engine's term as one of ours."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return literal(term.value, term.datatype.value, term.language)
    return Blank(term.value)


def to_ox(term: Term) -> Any:
    """One of our terms as the engine's."""
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, Blank):
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def ask(store: ox.Store, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
    """Run a query on an Oxigraph store. Raises QueryError as `Store.query` says."""
    try:
        substitutions = {ox.Variable(name): to_ox(value) for name, value in (bindings or {}).items()}
        found: Any = store.query(sparql, prefixes=PREFIXES, substitutions=substitutions)
        if isinstance(found, ox.QuerySolutions):
            names = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(None if v is None else from_ox(v) for v in row) for row in found)
            return Rows(names, rows)
        if isinstance(found, ox.QueryTriples):
            return sorted_triples(from_ox_triple(t) for t in found)
        return bool(found)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(" ".join(str(error).split())) from error


def match(
    store: ox.Store, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
) -> Iterator[Triple]:
    """Triples of the default graph that match."""
    s, p, o = (None if term is None else to_ox(term) for term in (subject, predicate, value))
    for quad in store.quads_for_pattern(s, p, o, ox.DefaultGraph()):
        yield from_ox_triple(quad)


def from_ox_triple(statement: Any) -> Triple:
    return from_ox(statement.subject), Iri(statement.predicate.value), from_ox(statement.object)  # type: ignore[return-value]


def letter_quads(graph: ox.Store, key: str) -> list[ox.Quad]:
    """The letter's own triples: those about its IRI and about the IRIs that go on from it with `#` or `/`."""
    iri, everywhere = letter_iri(key), ox.DefaultGraph()
    quads, seen, todo = [], {iri}, [iri]
    while todo:
        for quad in graph.quads_for_pattern(ox.NamedNode(todo.pop()), None, None, everywhere):
            quads.append(quad)
            value = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if value.startswith((iri + "#", iri + "/")) and value not in seen:
                seen.add(value)
                todo.append(value)
    return quads


class OxigraphStore:
    """A store folder, open for questions: the generation that was current when it was opened.

    Args:
        folder: what `imrgraph build --store` made.

    Raises:
        StoreError: there is no store, it is damaged, or another version made it.
    """

    def __init__(self, folder: Path) -> None:
        from imrgraph.store.catalogue import Catalogue
        from imrgraph.store.folder import Reading
        from imrgraph.store.texts import Texts

        self._path = folder
        self._reading = Reading(folder)
        generation = self._reading.generation
        try:
            self._catalogue = Catalogue(generation.catalogue, writable=False)
            self._texts = Texts(generation.texts)
            self._open: ox.Store | None = ox.Store.read_only(str(generation.graph))
        except OSError as error:
            self._reading.close()
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"{folder}: the graph cannot be opened ({error})") from error

    @property
    def _graph(self) -> ox.Store:
        if self._open is None:
            raise StoreError(f"{self._path}: this store was closed")
        return self._open

    @property
    def manifest(self) -> Mapping[str, object]:
        """What `manifest.json` says: version, ontology digest, counts, sources."""
        return self._reading.generation.manifest()

    @property
    def duplicates(self) -> int:
        """How many sources were met whose text another source has too; each text is one letter."""
        return self._catalogue.duplicates()

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        return ask(self._graph, sparql, bindings)

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        return match(self._graph, subject, predicate, value)

    @cached_property
    def tables(self) -> Tables | None:
        """The same records as tables; None in a store of before they came.

        Raises:
            StoreError: they are damaged, or another version made them.
        """
        from imrgraph.tables import Tables

        folder = self._reading.generation.tables
        return Tables(folder) if folder.is_dir() else None

    def letter_keys(self) -> Iterator[str]:
        """The KEYs of all letters, sorted."""
        return self._catalogue.keys()

    def letter_quads(self, key: str) -> list[ox.Quad]:
        """All that the graph says of one letter and its parts, unordered; empty for an unknown KEY."""
        return letter_quads(self._graph, key)

    def shared_triples(self) -> list[ox.Triple]:
        """What belongs to no letter, sorted: ontology, vocabularies, the concepts that letters brought in."""
        held = self._catalogue.vocabulary()
        triples = set(ox.parse(held[1], ox.RdfFormat.N_TRIPLES)) if held else set()
        shared = {ox.Triple(t.subject, t.predicate, t.object) for t in triples}
        return sorted(shared | set(minted_triples(self._graph)), key=str)

    def letters(self) -> Iterator[Letter]:
        """The letters as they were read, by KEY."""
        catalogue = self._catalogue
        for key in catalogue.keys():  # noqa: SIM118
            entry = catalogue.entry_of_key(key)
            text = None if entry is None else self.letter_text(entry.text_digest)
            if entry is not None and text is not None:
                yield Letter(
                    source_name=entry.name or "",
                    text=text,
                    source_digest=entry.source_digest or "",
                    text_digest=entry.text_digest,
                )

    def own_vocabularies(self) -> OwnVocabularies:
        """The user's own vocabularies that the letters were read with."""
        return self._catalogue.own_vocabularies()

    def letter_text(self, text_digest: str) -> str | None:
        spot = self._catalogue.spot(text_digest)
        return None if spot is None else self._texts.read(spot)

    def close(self) -> None:
        if self._open is not None:
            self._open = None
            self._catalogue.close()
            self._texts.close()
            self._reading.close()

    def __enter__(self) -> OxigraphStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
