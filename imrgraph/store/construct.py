"""A CONSTRUCT asked as a SELECT, and its triples made here.

Virtuoso cuts the triples of a CONSTRUCT at a limit of its own and says nothing, while it says so of rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from imrgraph.rdf.terms import PREFIXES
from imrgraph.store.base import Blank, Iri
from imrgraph.store.guard import blanked
from imrgraph.store.oxigraph import from_ox_triple, to_ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.store.base import Term, Triple

_AT_ONCE = 5_000  # rows made into triples by one query
_STANDS_FOR = "urn:imrgraph:blank:"  # a blank node of the server, which no query can name


@dataclass(frozen=True, slots=True)
class Construct:
    """A CONSTRUCT in parts; `select` gives a row for each of its solutions, with the values that `template` names.

    Attributes:
        prologue: BASE and PREFIX, as they stand in the query.
        template: with its braces.
        select: the question to ask instead.
    """

    prologue: str
    template: str
    select: str

    def triples(self, names: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]]) -> Iterator[Triple]:
        """The triples of the template, each once for each row that gives it; without what a row leaves unbound."""
        variables, left, empty = " ".join(f"?{name}" for name in names), iter(rows), ox.Store()
        while some := list(islice(left, _AT_ONCE)):
            values = "\n".join(f"({' '.join(map(_written, row))})" for row in some)
            text = (
                f"{self.prologue} CONSTRUCT {self.template} WHERE {{ VALUES ({variables}) {{ {values} }} }}"
            )
            made: Any = empty.query(text, prefixes=PREFIXES)
            for triple in made:
                subject, predicate, value = from_ox_triple(triple)
                yield _as_it_was(subject), predicate, _as_it_was(value)  # type: ignore[misc]


def construct_of(sparql: str) -> Construct | None:
    """The parts of a query that parses; None where it is no CONSTRUCT."""
    said = blanked(sparql)
    word = re.search(r"(?<![\w@])CONSTRUCT(?!\w)", said, re.IGNORECASE)
    if word is None:
        return None
    opening = said.index("{", word.end())
    closing = _closed(said, opening)
    template = sparql[opening : closing + 1]
    is_short = re.fullmatch(r"\s*WHERE\s*", said[word.end() : opening], re.IGNORECASE) is not None
    rest = sparql[opening:] if is_short else sparql[closing + 1 :]
    counts = re.search(r"(?<!\w)(LIMIT|OFFSET|ORDER)(?!\w)", said[closing:], re.IGNORECASE)
    named = " ".join(dict.fromkeys(f"?{name}" for name in _variable().findall(template)))
    select = f"SELECT {'' if counts else 'DISTINCT '}{named or '*'} {'WHERE ' if is_short else ''}{rest}"
    prologue = sparql[: word.start()]
    return Construct(prologue, template, prologue + select)


def _written(term: Term | None) -> str:
    """A value as it stands in VALUES."""
    if term is None:
        return "UNDEF"
    return f"<{_STANDS_FOR}{term.value}>" if isinstance(term, Blank) else str(to_ox(term))


def _as_it_was(term: Term) -> Term:
    is_blank = isinstance(term, Iri) and term.value.startswith(_STANDS_FOR)
    return Blank(term.value.removeprefix(_STANDS_FOR)) if is_blank else term


def _closed(said: str, opening: int) -> int:
    """The place of the brace that closes the one at `opening`."""
    depth = 0
    for place in range(opening, len(said)):
        depth += (said[place] == "{") - (said[place] == "}")
        if not depth:
            return place
    raise ValueError("a brace is not closed")


@cache
def _variable() -> re.Pattern[str]:
    return re.compile(r"[?$](\w+)")
