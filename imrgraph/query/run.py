"""Ask a store a bundled question, or one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.errors import QueryError
from imrgraph.query.library import Query, find_query, parse_query, require_query
from imrgraph.query.values import bind
from imrgraph.store import Rows, Triples
from imrgraph.store.guard import require_local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imrgraph.store import Store, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A SELECT's answer. `bound` are the parameters' values, which are columns too."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    bound: Mapping[str, Term]

    def __len__(self) -> int:
        return len(self.rows)

    def as_dicts(self) -> list[dict[str, Term]]:
        """One dict for each row, without the unbound columns."""
        return Rows(self.columns, self.rows).as_dicts()


Result = Table | Triples | bool


def run(store: Store, query: str | Query, params: Mapping[str, str] | None = None) -> Result:
    """Answer a question.

    Args:
        store: what `open_store` gives.
        query: the name of a bundled query, SPARQL text (with a header when it has parameters), or a Query.
        params: values by parameter: an IRI, a CURIE (`guideline:acoem-ch12`), a concept's name or label
            (`"physical therapy"`), a case number, a term (`Overturned`); as the header's kind wants it.

    Returns:
        A Table for SELECT, triples for CONSTRUCT and DESCRIBE, a bool for ASK.

    Raises:
        QueryError: no such query or parameter, a value that names nothing, a missing one, a query that does
            not parse, would write, or reaches outside the store (SERVICE, FROM).
    """
    asked = as_query(query)
    require_local(asked.text)
    bound = _bindings(store, asked, params or {})
    try:
        answer = store.query(asked.text, bound)
    except QueryError as error:
        raise QueryError(f"{asked.name or 'the query'}: {error}") from error
    if isinstance(answer, Rows):
        return Table(query=asked, columns=answer.variables, rows=answer.rows, bound=bound)
    return answer


def select(store: Store, query: str | Query, params: Mapping[str, str] | None = None) -> Table:
    """As `run`, for a SELECT. Raises QueryError when the query is of another form."""
    result = run(store, query, params)
    if not isinstance(result, Table):
        raise QueryError(f"{as_query(query).name or 'the query'}: not a SELECT")
    return result


def as_query(query: str | Query) -> Query:
    """The bundled query of that name, else the text itself. Raises QueryError for one unknown word."""
    if isinstance(query, Query):
        return query
    found = find_query(query)
    if found is None and len(query.split()) == 1 and "{" not in query:
        return require_query(query)
    return found or parse_query(query)


def _bindings(store: Store, query: Query, params: Mapping[str, str]) -> dict[str, Term]:
    given = {query.param(name): value for name, value in params.items()}
    bound = {}
    for param in query.params:
        value = given.get(param, param.default)
        if value is not None:
            bound[param.name] = bind(store, param, value)
        elif param.required:
            name, words = query.name or "the query", _and(param.words)
            raise QueryError(f"{name} needs -p {param.name}=... (a {param.kind}{words})")
    return bound


def _and(words: str) -> str:
    return f", {words}" if words else ""
