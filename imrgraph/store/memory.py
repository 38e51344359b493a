"""Asking rdflib: a graph file in memory, the second opinion on what Oxigraph answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrgraph.errors import QueryError, StoreError
from imrgraph.rdf.terms import PREFIXES
from imrgraph.store.base import FORMATS, STRING, Blank, Iri, Rows, literal, sorted_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    import pyoxigraph as ox

    from imrgraph.store.base import Answer, Term, Triple


class MemoryStore:
    """A graph in memory.

    Args:
        graph: an rdflib Graph; `from_file` and `rdflib_graph` make one.
    """

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    @classmethod
    def from_file(cls, path: Path) -> MemoryStore:
        """Read a graph file; named graphs are merged into one.

        Raises:
            StoreError: the file is missing, its suffix is unknown, or it does not parse.
        """
        return cls(rdflib_graph(parse_file(path)))

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        try:
            found = self._graph.query(sparql, initNs=PREFIXES, initBindings=self._bound(sparql, bindings))
            if found.type == "SELECT":
                names = tuple(str(variable) for variable in found.vars or ())
                return Rows(
                    names, tuple(tuple(None if v is None else from_rdflib(v) for v in row) for row in found)
                )
            if found.type == "ASK":
                return bool(found.askAnswer)
            return sorted_triples(_triple(t) for t in found)
        except QueryError:
            raise
        except Exception as error:  # rdflib and pyparsing raise whatever they like
            raise QueryError(" ".join(str(error).split())) from error

    @staticmethod
    def _bound(sparql: str, bindings: Mapping[str, Term] | None) -> dict[str, Any]:
        if not bindings:
            return {}
        from rdflib.plugins.sparql import prepareQuery

        algebra = prepareQuery(sparql, initNs=PREFIXES).algebra
        projected = {str(variable) for variable in algebra.get("PV") or ()}
        if algebra.name == "SelectQuery" and (unknown := sorted(set(bindings) - projected)):
            raise QueryError(f"the query does not project ?{', ?'.join(unknown)}")
        return {name: to_rdflib(value) for name, value in bindings.items()}

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        pattern = tuple(None if term is None else to_rdflib(term) for term in (subject, predicate, value))
        for statement in self._graph.triples(pattern):
            yield _triple(statement)

    def letter_text(self, text_digest: str) -> str | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        self._graph.close()

    def __enter__(self) -> MemoryStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def parse_file(path: Path) -> Iterator[ox.Quad]:
    """The statements of a graph file. Raises StoreError as `MemoryStore.from_file` says."""
    import pyoxigraph

    if path.suffix not in FORMATS:
        raise StoreError(f"{path}: a graph file ends in one of {', '.join(FORMATS)}")
    form = pyoxigraph.RdfFormat.from_extension(path.suffix[1:])
    try:
        yield from pyoxigraph.parse(path=str(path), format=form, base_iri=path.resolve().as_uri())
    except FileNotFoundError as error:
        raise StoreError(f"{path}: no such file") from error
    except (SyntaxError, ValueError, OSError) as error:
        raise StoreError(f"{path}: does not parse ({' '.join(str(error).split())})") from error


def rdflib_graph(statements: Iterable[ox.Quad | ox.Triple]) -> Any:
    """An rdflib Graph of these statements (ten times faster than rdflib's own parsers)."""
    import rdflib

    graph = rdflib.Graph()
    for statement in statements:
        graph.add(tuple(_ox_to_rdflib(t) for t in (statement.subject, statement.predicate, statement.object)))
    return graph


def _ox_to_rdflib(term: Any) -> Any:
    from imrgraph.store.oxigraph import from_ox

    return to_rdflib(from_ox(term))


def from_rdflib(term: Any) -> Term:
    """rdflib's term as one of ours."""
    import rdflib

    if isinstance(term, rdflib.Literal):
        return literal(str(term), None if term.datatype is None else str(term.datatype), term.language)
    return Blank(str(term)) if isinstance(term, rdflib.BNode) else Iri(str(term))


def to_rdflib(term: Term) -> Any:
    """One of our terms as rdflib's; strings are plain there."""
    import rdflib

    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype))


def _triple(statement: Any) -> Triple:
    return tuple(from_rdflib(term) for term in statement)  # type: ignore[return-value]
