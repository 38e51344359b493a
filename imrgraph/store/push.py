"""Loading a store's graph into a SPARQL 1.1 server: whole letters in batches, and going on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from imrgraph.errors import StoreError
from imrgraph.rdf.terms import LETTERS
from imrgraph.store.memory import parse_file
from imrgraph.store.oxigraph import OxigraphStore, from_ox
from imrgraph.store.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

By = Literal["graph-store", "update"]
_SHARED_AT_ONCE = 10_000  # triples of ontology and vocabularies in one request
_INSERTED_AT_ONCE = 1_000  # triples in one INSERT DATA: Virtuoso 7 refuses a text of 10,000 lines
_NO_GRAPH_STORE = frozenset(
    {400, 404, 405, 415, 501}
)  # what servers say to POST of triples where they take none
_PROGRESS = ".push.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push sent: letters and triples, not counting those of the run that it resumed."""

    letters: int
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Triples that go together; `last` is the KEY of the last letter, None for what belongs to no letter."""

    triples: list[ox.Triple]
    letters: int = 0
    last: str | None = None


def push(
    source: Path,
    address: str,
    *,
    graph: str | None = None,
    batch: int = 100,
    resume: bool = False,
    replace: bool = False,
    by: By | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Pushed:
    """Load a store's graph into a server. Loading twice adds nothing, since a graph holds each triple once.

    What was sent is noted in `SOURCE.push.json` after each batch, and forgotten when all is there.

    Args:
        source: a store folder or a graph file.
        address: the server's Graph Store, or its endpoint for updates.
        graph: the IRI of the named graph to load; the default graph unless given.
        batch: how many letters go in one request.
        resume: go on behind the last batch that arrived, if a push of the same to the same was broken off.
        replace: empty that graph of the server first.
        by: the protocol; unless given, the Graph Store Protocol, and SPARQL Update where that is refused.
        progress: told the number of letters on the server after each batch of letters.

    Raises:
        StoreError: the source cannot be opened, has blank nodes, or has changed since what is resumed; the
            server cannot be reached or refuses.
    """
    where = _named(graph)
    with closing(Server(address)) as server, closing(_opened(source)) as held:
        target = _Target(server, where, by)
        notes = _Notes(source, f"{server.name} {where or 'default'}", held.digest)
        if not resume:
            notes.forget()
        shared, after, there = notes.read()
        if replace and not shared:
            target.clear()
        letters = triples = 0
        for one in _batches(held, batch, shared=shared, after=after):
            target.add(one.triples)
            letters, triples = letters + one.letters, triples + len(one.triples)
            if one.last is not None:
                notes.write(one.last, there + letters)
                progress(there + letters)
        notes.forget()
        return Pushed(letters=letters, triples=triples)


def _opened(source: Path) -> _Folder | _File:
    return _File(source) if source.is_file() else _Folder(source)


class _Folder:
    """The letters of a store folder."""

    def __init__(self, path: Path) -> None:
        self._store = OxigraphStore(path)
        manifest = json.dumps(dict(self._store.manifest), sort_keys=True, default=str)
        keys = "\n".join(self._store.letter_keys())
        self.digest = hashlib.sha256(f"{manifest}\n{keys}".encode()).hexdigest()

    def shared(self) -> Iterable[ox.Triple]:
        return self._store.shared_triples()

    def keys(self) -> Iterator[str]:
        return self._store.letter_keys()

    def letter(self, key: str) -> list[ox.Triple]:
        return [ox.Triple(q.subject, q.predicate, q.object) for q in self._store.letter_quads(key)]

    def close(self) -> None:
        self._store.close()


class _File:
    """The letters of a graph file: what is about an IRI of a letter or that goes on from one."""

    def __init__(self, path: Path) -> None:
        self._shared: list[ox.Triple] = []
        self._letters: dict[str, list[ox.Triple]] = defaultdict(list)
        for quad in parse_file(path):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                raise StoreError(f"{path}: has blank nodes, which each push would add anew; name them first")
            triple, about = ox.Triple(quad.subject, quad.predicate, quad.object), from_ox(quad.subject).value
            if about.startswith(LETTERS):
                self._letters[about.removeprefix(LETTERS).split("#")[0].split("/")[0]].append(triple)
            else:
                self._shared.append(triple)
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def shared(self) -> Iterable[ox.Triple]:
        return self._shared

    def keys(self) -> Iterator[str]:
        return iter(sorted(self._letters))

    def letter(self, key: str) -> list[ox.Triple]:
        return self._letters[key]

    def close(self) -> None:
        pass


def _batches(source: _Folder | _File, size: int, *, shared: bool, after: str | None) -> Iterator[_Batch]:
    """What is shared first, so that a letter's concepts have their labels, then the letters by KEY."""
    if not shared:
        triples = iter(source.shared())
        while some := list(islice(triples, _SHARED_AT_ONCE)):
            yield _Batch(triples=some)
    keys = (key for key in source.keys() if after is None or key > after)  # noqa: SIM118
    while together := list(islice(keys, size)):
        found = [triple for key in together for triple in source.letter(key)]
        yield _Batch(triples=found, letters=len(together), last=together[-1])


class _Target:
    """The graph of a server that is loaded."""

    def __init__(self, server: Server, graph: ox.NamedNode | None, by: By | None) -> None:
        self._server, self._graph, self._by = server, graph, by

    def clear(self) -> None:
        if self._by is None:  # asked with no triples first: Virtuoso's update endpoint never answers a PUT
            self._sent("POST", [])
        if self._by == "graph-store":
            self._sent("PUT", [])
        else:
            self._update(f"CLEAR SILENT {f'GRAPH {self._graph}' if self._graph else 'DEFAULT'}")

    def add(self, triples: list[ox.Triple]) -> None:
        if self._by != "update" and self._sent("POST", triples):
            return
        for start in range(0, len(triples), _INSERTED_AT_ONCE):
            data = _lines(triples[start : start + _INSERTED_AT_ONCE]).decode()
            self._update(f"INSERT DATA {{ {f'GRAPH {self._graph} {{ {data} }}' if self._graph else data} }}")

    def _sent(self, method: str, triples: list[ox.Triple]) -> bool:
        """By the Graph Store Protocol; False where the server shows that it has none."""
        params = {"graph": self._graph.value} if self._graph else {"default": ""}
        kind = "application/n-triples"
        with self._server.answer(method, params=params, kind=kind, body=_lines(triples)) as response:
            if response.is_success:
                self._by = "graph-store"
                return True
            if self._by is None and response.status_code in _NO_GRAPH_STORE:
                self._by = "update"
                return False
            raise self._server.refusal(response)

    def _update(self, text: str) -> None:
        with self._server.answer(form={"update": text}) as response:
            if not response.is_success:
                raise self._server.refusal(response)


class _Notes:
    """How far a push to a server came: the file beside the source, one entry for each server and graph."""

    def __init__(self, source: Path, target: str, digest: str) -> None:
        self._source, self._target, self._digest = source, target, digest
        self._path = source.with_name(source.name + _PROGRESS)

    def read(self) -> tuple[bool, str | None, int]:
        """Whether what is shared arrived, the last letter that did, and how many did.

        Raises:
            StoreError: the source has changed since, or the file is damaged.
        """
        entry = self._all().get(self._target)
        if entry is None:
            return False, None, 0
        if entry["digest"] != self._digest:
            raise StoreError(f"{self._source}: has changed since that push; push it anew, without --resume")
        return True, entry["after"], entry["letters"]

    def write(self, after: str, letters: int) -> None:
        entry = {"digest": self._digest, "after": after, "letters": letters}
        self._save(self._all() | {self._target: entry})

    def forget(self) -> None:
        rest = self._all()
        if rest.pop(self._target, None) is not None:
            self._save(rest)

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(name): {k: entry[k] for k in ("digest", "after", "letters")}
                for name, entry in found.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{self._path}: cannot be read; remove it and push anew") from error

    def _save(self, entries: dict[str, Any]) -> None:
        fresh = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            if not entries:
                self._path.unlink(missing_ok=True)
                return
            fresh.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be written ({error.strerror})") from error


def _named(graph: str | None) -> ox.NamedNode | None:
    try:
        node = None if graph is None else ox.NamedNode(graph)
    except ValueError as error:
        raise StoreError(f"--named-graph: {graph!r} is no IRI; write https://...") from error
    return node


def _lines(triples: list[ox.Triple]) -> bytes:
    found = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return found or b""
