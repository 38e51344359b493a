"""Asking a SPARQL 1.1 server: read-only, by the SPARQL protocol, with the same answers as the store folder."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from imrgraph.errors import QueryError, StoreError
from imrgraph.rdf.terms import PREFIXES, XSD
from imrgraph.store.base import Blank, Literal, Rows, sorted_triples
from imrgraph.store.construct import construct_of
from imrgraph.store.guard import blanked, require_local
from imrgraph.store.oxigraph import from_ox, from_ox_triple, to_ox
from imrgraph.store.server import Server, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    import httpx

    from imrgraph.store.base import Answer, Iri, Term, Triple

_ROWS = "application/sparql-results+json"
_GRAPHS = "application/n-triples, text/turtle;q=0.8"
_OK, _BAD_REQUEST = 200, 400


class RemoteStore:
    """A graph on a server, open for questions. It has no letters' texts.

    Args:
        address: the query endpoint, such as `http://localhost:7878/query`;
            `?default-graph-uri=IRI` names the graph to ask where the server's own choice is another.
            Credentials are those of `server.Server`.

    Raises:
        StoreError: the address is none. Whether a server is there shows when it is asked.
    """

    def __init__(self, address: str) -> None:
        self._server = Server(address)

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """As `Store.query`; the text is parsed here first, so that nothing but a query is sent.

        Raises:
            QueryError: as there, or it reaches outside the server (SERVICE, FROM), or the server refuses it.
            StoreError: the server does not answer, or with what is no answer.
        """
        require_local(sparql)
        form = self._form(sparql, bindings or {})
        text = _prologue(sparql) + _bound(sparql, bindings or {})
        if construct := construct_of(text):
            rows = self._rows(construct.select)
            return sorted_triples(construct.triples(rows.variables, rows))
        if form is ox.QuerySolutions:
            return self._rows(text)
        if form is ox.QueryBoolean:
            with self._asked(text, _ROWS) as found:
                if isinstance(found, ox.QueryBoolean) and form is ox.QueryBoolean:
                    return bool(found)
                if form is ox.QueryBoolean and [v.value for v in found.variables] == ["__ASK_RETVAL"]:
                    return any(_row(row) == (Literal("1", XSD + "integer"),) for row in found)  # Virtuoso 7
            raise StoreError(f"{self._server.name}: answers another question than the one asked")
        with self._asked(text, _GRAPHS) as found:
            return sorted_triples(from_ox_triple(statement) for statement in found)

    def _rows(self, text: str) -> Rows:
        with self._asked(text, _ROWS) as found:
            if not isinstance(found, ox.QuerySolutions):
                raise StoreError(f"{self._server.name}: answers another question than the one asked")
            names = tuple(variable.value for variable in found.variables)
            return Rows(names, tuple(_row(row) for row in found))

    @staticmethod
    def _form(sparql: str, bindings: Mapping[str, Term]) -> type:
        """What kind of answer the query has. Raises QueryError where it is no query, or lacks a variable."""
        try:
            empty: Any = ox.Store().query(sparql, prefixes=PREFIXES)
        except (SyntaxError, ValueError) as error:
            raise QueryError(" ".join(str(error).split())) from error
        if isinstance(empty, ox.QuerySolutions):
            projected = {variable.value for variable in empty.variables}
            if unknown := sorted(set(bindings) - projected):
                raise QueryError(f"the query does not project ?{', ?'.join(unknown)}")
        return type(empty)

    def triples(
        self, subject: Term | None = None, predicate: Iri | None = None, value: Term | None = None
    ) -> Iterator[Triple]:
        """As `Store.triples`, given while the server still answers."""
        given = {"s": subject, "p": predicate, "o": value}
        if any(isinstance(term, Blank) for term in given.values()):
            return  # a blank node's name means nothing in another request
        terms = {name: None if term is None else to_ox(term) for name, term in given.items()}
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in terms.items())
        with self._asked(f"SELECT * {{ {pattern} }}", _ROWS) as found:
            if not isinstance(found, ox.QuerySolutions):
                raise StoreError(f"{self._server.name}: answers another question than the one asked")
            names = {variable.value for variable in found.variables}
            for row in found:
                s, p, o = (row[n] if n in names else term for n, term in terms.items())
                if s is not None and p is not None and o is not None:
                    yield from_ox(s), from_ox(p), from_ox(o)  # type: ignore[misc]

    @contextmanager
    def _asked(self, text: str, accept: str) -> Iterator[Any]:
        """The server's answer to be read: solutions, a truth value, or statements."""
        # As a form, since Virtuoso 7.2.5 never answers a body of application/sparql-query.
        try:
            with self._server.answer(form={"query": text}, accept=accept) as response:
                yield self._parsed(response, accept)
        except (QueryError, StoreError):
            raise
        except (SyntaxError, ValueError, OSError) as error:
            raise StoreError(
                f"{self._server.name}: its answer is broken or cut off; try again, or look into its log"
            ) from error

    def _parsed(self, response: httpx.Response, accept: str) -> Any:
        if response.status_code == _BAD_REQUEST:
            response.read()
            raise QueryError(f"{self._server.name} refuses the query: {printable(response.text)}")
        if response.status_code != _OK:
            raise self._server.refusal(response)
        self._require_whole(response)
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        body: Any = _Bytes(response)
        if accept == _ROWS and (rows := ox.QueryResultsFormat.from_media_type(kind)) is not None:
            return ox.parse_query_results(body, rows)
        if accept == _GRAPHS and (graph := ox.RdfFormat.from_media_type(kind)) is not None:
            return ox.parse(body, graph)
        said = printable(kind) or "nothing that says its kind"
        raise StoreError(
            f"{self._server.name}: answers with {said}, not with SPARQL results; is this the query endpoint?"
        )

    def _require_whole(self, response: httpx.Response) -> None:
        """Virtuoso cuts answers short, and says so in headers alone."""
        if response.headers.get("x-sql-state") or response.headers.get("x-sparql-maxrows"):
            raise StoreError(
                f"{self._server.name}: gives only a part of the answer; raise its limits (Virtuoso: ResultSetMaxRows,"
                " MaxQueryExecutionTime), or ask for less"
            )

    def letter_text(self, text_digest: str) -> str | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        self._server.close()

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Bytes(io.RawIOBase):
    """A response's body as the file that pyoxigraph reads, a piece at a time."""

    def __init__(self, response: httpx.Response) -> None:
        self._pieces = response.iter_bytes()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return self._rest + b"".join(self._pieces)
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def _row(row: Any) -> tuple[Term | None, ...]:
    return tuple(None if value is None else from_ox(value) for value in row)


def _prologue(sparql: str) -> str:
    """The prefixes that the query uses of ours and does not declare, on the line that it begins on."""
    declared = {name.lower() for name in _declaration().findall(sparql)}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if name not in declared)


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)


def _bound(sparql: str, bindings: Mapping[str, Term]) -> str:
    """The query with the values as a VALUES at the beginning of its pattern, written as terms.

    Raises:
        QueryError: a CONSTRUCT without a pattern of its own, which has no place for them.
    """
    if not bindings:
        return sparql
    names = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(to_ox(term)) for term in bindings.values())
    place = _pattern_start(blanked(sparql))
    if place is None:
        raise QueryError("a value can only be given to a query with WHERE { ... }")
    return f"{sparql[:place]} VALUES ({names}) {{ ({values}) }} {sparql[place:]}"


def _pattern_start(said: str) -> int | None:
    """Behind the brace that opens the pattern: the first outside parentheses, a CONSTRUCT's second."""
    construct = re.search(r"(?<![\w@])CONSTRUCT\s*(\{)?", said, re.IGNORECASE)
    if construct and not construct[1]:
        return None
    skipped = 1 if construct else 0
    depth = 0
    for place, character in enumerate(said):
        if character == "{" and depth == 0:
            if not skipped:
                return place + 1
            skipped -= 1
        depth += (character in "({") - (character in ")}")
    return None
