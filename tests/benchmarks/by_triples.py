"""What is done with triples: written, loaded, asked."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

import imrgraph
from imrgraph.query import select
from imrgraph.query.sql import find_sql, run_sql
from imrgraph.rdf.triples import iri, literal
from imrgraph.store.export import export
from imrgraph.store.memory import MemoryStore
from imrgraph.store.oxigraph import OxigraphStore, ask
from tests.benchmarks.contest import Contender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from imrgraph.records import Letter
    from imrgraph.store.base import Answer, Term

QUESTIONS = ("outcomes-by-agreement", "outcomes-by-treatment")


def store_of(letters: Sequence[Letter], folder: Path) -> Path:
    """A store of these letters, made in the folder."""
    (folder / "letters").mkdir()
    for letter in letters:
        (folder / "letters" / letter.source_name).write_text(letter.text, "utf-8")
    imrgraph.build(folder / "letters", folder / "store", jobs=1)
    return folder / "store"


def works(store: Path, folder: Path) -> dict[str, Callable[[], Iterable[Contender]]]:
    """The works by name; contenders are made when they are asked for, of what the store holds. Files go into the folder."""
    graph = folder / "graph.nt"
    with OxigraphStore(store) as opened:
        export(opened, graph)
    return {
        "triples made and written as N-Triples": lambda: _written(graph),
        "a graph made of N-Triples, vocabularies included": lambda: _loaded(graph, folder),
        **{f"the question {name}": partial(_asked, name, graph, store) for name in QUESTIONS},
    }


def _written(file: Path) -> Iterable[Contender]:
    """Of triples as plain strings: the terms, and the text."""
    import rdflib

    parts: list[tuple[str, str, str, str | None, str | None]] = []
    for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_TRIPLES):
        said: Any = quad.object
        data = (said.datatype.value, said.language) if isinstance(said, ox.Literal) else (None, None)
        parts.append((str(quad.subject.value), quad.predicate.value, said.value, *data))

    def strings() -> str:
        lines = []
        for subject, predicate, value, datatype, language in parts:
            if datatype is None:
                said = iri(value)
            elif language is not None:
                said = f"{literal(value)}@{language}"
            else:
                said = f"{literal(value)}^^<{datatype}>"
            lines.append(f"{iri(subject)} {iri(predicate)} {said} .\n")
        return f"{len(lines):,} lines, {len(''.join(lines).encode()) / 1e6:.1f} MB"

    def terms() -> str:
        made = []
        for subject, predicate, value, datatype, language in parts:
            said: Any
            if datatype is None:
                said = ox.NamedNode(value)
            elif language is not None:
                said = ox.Literal(value, language=language)
            else:
                said = ox.Literal(value, datatype=ox.NamedNode(datatype))
            made.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), said))
        return f"{len(made):,} lines, {len(ox.serialize(made, format=ox.RdfFormat.N_TRIPLES) or b'') / 1e6:.1f} MB"

    def added() -> str:
        graph = rdflib.Graph()
        for subject, predicate, value, datatype, language in parts:
            said: Any
            if datatype is None:
                said = rdflib.URIRef(value)
            elif language is not None:
                said = rdflib.Literal(value, lang=language)
            else:
                said = rdflib.Literal(value, datatype=datatype)
            graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), said))
        return f"{len(graph):,} triples, not yet written"

    yield Contender("strings, as imrgraph does", strings)
    yield Contender("pyoxigraph terms, serialized", terms)
    yield Contender("rdflib Graph.add", added)


def _loaded(file: Path, folder: Path) -> Iterable[Contender]:
    import rdflib

    numbers = count()

    def disk() -> str:
        store = ox.Store(str(folder / f"loaded-{next(numbers)}"))
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES)
        store.flush()
        return f"{len(store):,} triples"

    def memory() -> str:
        store = ox.Store()
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES)
        return f"{len(store):,} triples"

    def parsed() -> str:
        return f"{len(rdflib.Graph().parse(str(file), format='nt')):,} triples"

    yield Contender("Oxigraph on disk, as imrgraph does", disk)
    yield Contender("pyoxigraph in memory", memory)
    yield Contender("rdflib in memory", parsed)


class _InMemory:
    """A pyoxigraph store in memory, asked as a store folder is."""

    def __init__(self, file: Path) -> None:
        self._graph = ox.Store()
        self._graph.bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES)

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        return ask(self._graph, sparql, bindings)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _asked(name: str, graph: Path, folder: Path) -> Iterable[Contender]:
    stores: dict[str, Any] = {
        "Oxigraph on disk, as imrgraph does": imrgraph.open(folder),
        "pyoxigraph in memory": _InMemory(graph),
        "rdflib in memory": MemoryStore.from_file(graph),
    }

    def by_sparql(store: Any) -> Callable[[], str]:
        return lambda: f"{len(select(store, name)):,} rows"

    for engine, store in stores.items():
        yield Contender(engine, by_sparql(store))
    tables = imrgraph.tables(stores["Oxigraph on disk, as imrgraph does"])
    yield Contender(
        "DuckDB over imrgraph's tables", lambda: f"{len(run_sql(tables, str(find_sql(name)))):,} rows"
    )
