"""The bundled questions of `queries/`: finding one by name, and reading what its header says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.data import queries_dir
from imrgraph.errors import QueryError

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARAM = re.compile(r"param:\s*(?P<name>\w+)\s*,\s*(?:an?\s+)?(?P<kind>[A-Za-z]+)(?P<rest>.*)", re.DOTALL)
_DEFAULT = re.compile(r";\s*default\s+(?P<value>\S+)\s*$")
_OPTIONAL = re.compile(r"\(optional\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A variable that the caller binds, from a line `# param: NAME, a KIND, words; default VALUE`.

    Attributes:
        name: the variable's name without `?`; the query projects it, so that every store can bind it.
        kind: a scheme of the vocabularies (`treatment`), `letter`, `term` (a name of `imr:`), `IRI`, `text`,
            `number`, `year` or `date`; it decides how a value is read.
        words: what the header says of it after the kind.
        default: the value bound when the caller gives none; None when there is none.
        optional: whether the variable may stay unbound.
    """

    name: str
    kind: str
    words: str = ""
    default: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        return self.default is None and not self.optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question with its SPARQL. `name` is None for text that is not of the library."""

    name: str | None
    text: str
    question: str = ""
    note: str = ""
    params: tuple[Param, ...] = ()

    def param(self, name: str) -> Param:
        """The parameter of that name. Raises QueryError that lists those the query has."""
        for param in self.params:
            if param.name == name:
                return param
        has = ", ".join(param.name for param in self.params) or "none"
        raise QueryError(f"{self.name or 'the query'} has no parameter {name!r} (it has: {has})")


def parse_query(text: str, name: str | None = None) -> Query:
    """Read the header, the comment lines at the top; the SPARQL itself is left to the store.

    The words up to the first question mark are the question, those after it a note.

    >>> query = parse_query("# Which?\\n# param: letter, a letter\\nSELECT ?letter { ?letter a imr:Letter }")
    >>> query.question, query.params[0].kind
    ('Which?', 'letter')
    """
    words: list[str] = []
    params: list[Param] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        said = line.lstrip("#").strip()
        if said.startswith("param:"):
            params.append(_param(said, name))
        elif not params:
            words.append(said)
    question, note = _question(" ".join(words).strip())
    return Query(name=name, text=text, question=question, note=note, params=tuple(params))


def _question(words: str) -> tuple[str, str]:
    question, mark, note = words.partition("? ")
    return (question + "?", note) if mark else (words, "")


def _param(said: str, query: str | None) -> Param:
    found = _PARAM.match(said)
    if not found:
        raise QueryError(f"{query or 'the query'}: the header has {said!r}, not param: NAME, a KIND")
    rest = found["rest"].strip()
    default = _DEFAULT.search(rest)
    optional = _OPTIONAL.search(rest)
    for part in (default, optional):
        rest = rest[: part.start()] if part else rest
    return Param(
        name=found["name"],
        kind=found["kind"],
        words=rest.strip(" ,.;"),
        default=default["value"] if default else None,
        optional=optional is not None,
    )


def query_names() -> tuple[str, ...]:
    """The names of the bundled queries, sorted."""
    return tuple(sorted(path.stem for path in queries_dir().glob("*.rq")))


@cache
def find_query(name: str) -> Query | None:
    """The bundled query of that name (with or without `.rq`); None when there is none."""
    name = name.removesuffix(".rq")
    path: Path = queries_dir() / f"{name}.rq"
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    return parse_query(path.read_text(encoding="utf-8"), name)


def require_query(name: str) -> Query:
    """The bundled query of that name. Raises QueryError with the nearest names."""
    query = find_query(name)
    if query is None:
        from imrgraph.query.values import near

        raise QueryError(f"no query named {name!r}; {near(name, query_names())} (imrgraph query --list)")
    return query


def list_queries() -> tuple[Query, ...]:
    """All bundled queries, sorted by name."""
    return tuple(require_query(name) for name in query_names())
