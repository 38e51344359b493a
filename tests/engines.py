"""The invented graph of `tests/data/graph.ttl` in both engines."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from imrgraph.store import open_store
from imrgraph.store.oxigraph import ask, match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from imrgraph.store import Answer, Iri, Store, Term, Triple

GRAPH = Path(__file__).parent / "data" / "graph.ttl"
ENGINES = ("oxigraph", "rdflib")


class OxigraphInMemory:
    """Oxigraph as the store folder asks it, without a folder."""

    def __init__(self, turtle: str) -> None:
        self._graph = pyoxigraph.Store()
        self._graph.load(turtle.encode("utf-8"), format=pyoxigraph.RdfFormat.TURTLE)

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        return ask(self._graph, sparql, bindings)

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        return match(self._graph, subject, predicate, value)

    def letter_text(self, text_digest: str) -> str | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        pass

    def __enter__(self) -> OxigraphInMemory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def engine(name: str) -> Store:
    """The graph in that engine, made once; only for reading."""
    return OxigraphInMemory(GRAPH.read_text(encoding="utf-8")) if name == "oxigraph" else open_store(GRAPH)
