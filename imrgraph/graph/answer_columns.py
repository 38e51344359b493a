"""Which columns of an answer are the nodes of a network, which one says how they are related, and which one weighs."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from imrgraph.errors import QueryError
from imrgraph.graph.columns import column
from imrgraph.query.format import LINKS
from imrgraph.rdf import terms as t
from imrgraph.rdf.hierarchy import and_above
from imrgraph.rdf.names import in_words
from imrgraph.store import Blank, Iri, Literal
from imrgraph.store.base import STRING
from imrgraph.vocab.concepts import IMR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.query import Table
    from imrgraph.store import Store, Term

_FEW = 12  # different words of a column that says how two others are related
_SAID = re.compile(r"\bAS\s+\?(\w+)", re.IGNORECASE)
_ADDS_UP = re.compile(r"\b(COUNT|SUM)\s*\(", re.IGNORECASE)
_WEIGHT = "weight"
_ENDS = (("source", "target"), ("subject", "object"), ("s", "o"), ("from", "to"))
_HOW = {"relation", "predicate", "p", "property"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Columns of a table, by name.

    Attributes:
        nodes: two, or three for a path of two edges.
        relation: the column between the two that says how they are related, if any.
        counts: the columns that count; the first weighs the edges. Without any, an edge weighs as many rows as it has.
        once: whether rows that are alike in all these columns count once, since they differ only in what is above a node.
    """

    nodes: tuple[str, ...]
    relation: str | None = None
    counts: tuple[str, ...] = ()
    once: bool = False

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The columns that an edge leads from and to."""
        return tuple(pairwise(self.nodes))

    def __str__(self) -> str:
        way = " to ".join(in_words(name) for name in self.nodes)
        how = f", related by {in_words(self.relation)}" if self.relation else ""
        weight = in_words(self.counts[0]) if self.counts else "rows"
        return f"{way}{how}; weight: {weight}"


def choose_columns(store: Store, table: Table, given: Sequence[str] = ()) -> Chosen:
    """The columns that make a network of an answer.

    Parameters that have a value, `...Label` columns beside the column they name, numbers and dates are no nodes. What
    are, in the order of the columns:

    1. Columns whose names say so, in any order, as that of `SELECT *` is chance: source and target, subject and object, s and
       o, from and to; the relation is called relation, predicate, p or property.
    2. `?one ?property ?other`, where the middle one holds properties: it is the relation.
    3. Two columns of concepts, letters or their parts; where a column of fixed terms (outcomes, parties) or of a few words
       that repeat stands between the two, it is the relation.
    4. Three of them: a path. Of more, links to letters and their parts are left out where a number or words for them stand
       beside (as in a printed table), then those that are, in all rows, above another or the same.
    5. Where there are fewer than two, fixed terms join them, and then words: two or three columns in all, of three the
       middle one the relation if it is as in 3.

    Args:
        given: the names to take instead: source, target, and perhaps the relation.

    Raises:
        QueryError: a given name that is no column, or no two or three columns that can be nodes; it lists the columns. Or
            no rows.
    """
    counts = _counts(table)
    if given:
        return _given(table, given, counts)
    if not table.rows:
        raise QueryError(f"{_name(table)}: no rows; nothing to draw")
    columns = _Columns(store, table)
    found = columns.by_name() or columns.by_property() or columns.of_things() or columns.of_words()
    if found is None:
        raise QueryError(
            f"{_name(table)}: a picture needs two columns of things that are connected, or three; these are"
            f" {', '.join(table.columns)} (--columns chooses)"
        )
    nodes, relation, once = found
    return Chosen(nodes=nodes, relation=relation, counts=counts, once=once)


def _given(table: Table, given: Sequence[str], counts: tuple[str, ...]) -> Chosen:
    names = [name.strip().removeprefix("?") for name in given]
    for name in names:
        if name not in table.columns:
            raise QueryError(f"{_name(table)}: no column {name!r}; there are {', '.join(table.columns)}")
    if len(names) not in (2, 3):
        raise QueryError("--columns takes two names, source and target, or three, with the relation")
    rest = tuple(name for name in counts if name not in names)
    return Chosen(nodes=tuple(names[:2]), relation=names[2] if len(names) == 3 else None, counts=rest)


Found = tuple[tuple[str, ...], str | None, bool]


class _Columns:
    """The columns of a table by what they hold, in their order."""

    def __init__(self, store: Store, table: Table) -> None:
        self._store, self._table = store, table
        self._cells = {
            name: [cell for row in table.rows if (cell := row[at]) is not None]
            for at, name in enumerate(table.columns)
            if not _beside(table, name)
        }
        links = [
            name for name, cells in self._cells.items() if any(isinstance(c, Iri | Blank) for c in cells)
        ]
        self._terms = [name for name in links if all(str(cell).startswith(IMR) for cell in self._cells[name])]
        self._things = [name for name in links if name not in self._terms]
        self._words = [name for name, cells in self._cells.items() if cells and all(map(_is_words, cells))]

    def by_name(self) -> Found | None:
        for one, other in _ENDS:
            if {one, other} <= {*self._things, *self._terms, *self._words}:
                return (one, other), next((name for name in self._cells if name in _HOW), None), False
        return None

    def by_property(self) -> Found | None:
        links = [name for name in self._cells if name in {*self._things, *self._terms}]
        for one, middle, other in zip(links, links[1:], links[2:], strict=False):
            if all(self._is_property(cell) for cell in set(self._cells[middle])):
                return (one, other), middle, False
        return None

    def of_things(self) -> Found | None:
        kept, once = self._things, False
        if len(kept) > 3:
            kept = [name for name in kept if LINKS.get(name) not in self._table.columns]
        if len(kept) > 3:
            above = self._above(kept)
            kept, once = [name for name in kept if name not in above], True
        if len(kept) == 2:
            return (kept[0], kept[1]), self._between(*kept), once
        return (tuple(kept), None, once) if len(kept) == 3 else None

    def of_words(self) -> Found | None:
        if len(self._things) > 1:
            return None
        for allowed in ({*self._things, *self._terms}, {*self._things, *self._terms, *self._words}):
            found = [name for name in self._cells if name in allowed]
            if len(found) == 3 and self._is_relation(found[1]):
                return (found[0], found[2]), found[1], False
            if len(found) in (2, 3):
                return tuple(found), None, False
        return None

    def _between(self, one: str, other: str) -> str | None:
        names = list(self._cells)
        found = [name for name in names[names.index(one) + 1 : names.index(other)] if self._is_relation(name)]
        return found[0] if len(found) == 1 else None

    def _is_relation(self, name: str) -> bool:
        cells = self._cells[name]
        different = len(set(cells))
        return name in self._terms or (
            name in self._words and different <= _FEW and different * 2 <= len(cells)
        )

    def _is_property(self, cell: Term) -> bool:
        return isinstance(cell, Iri) and next(iter(self._store.triples(None, cell)), None) is not None

    def _above(self, names: Sequence[str]) -> set[str]:
        """The columns that hold, in every row, what is above another of the columns, or the same."""
        broader = column(self._store, t.BROADER)
        upwards: dict[Term | None, frozenset[str]] = {
            cell: and_above(str(cell), broader) for name in names for cell in self._cells[name]
        }
        at = {name: self._table.columns.index(name) for name in names}
        found: set[str] = set()
        for name in names:
            for lower in names:
                if (
                    lower != name
                    and lower not in found
                    and all(str(row[at[name]]) in upwards.get(row[at[lower]], ()) for row in self._table.rows)
                ):
                    found.add(name)
        return found


def _beside(table: Table, name: str) -> bool:
    """Whether a column only says something of another one, or the same in all rows."""
    names = table.columns
    return (
        name in table.bound
        or (name.endswith("Label") and name.removesuffix("Label") in names)
        or any(link in names and said == name for link, said in LINKS.items())
    )


def _is_words(cell: Term) -> bool:
    return isinstance(cell, Literal) and (cell.datatype == STRING or cell.language is not None)


def _counts(table: Table) -> tuple[str, ...]:
    """The columns of numbers that the query counts or adds up, and one called `weight`."""
    found, last = [_WEIGHT], 0
    for said in _SAID.finditer(table.query.text):
        if _ADDS_UP.search(table.query.text, last, said.start()):
            found.append(said[1])
        last = said.end()
    return tuple(name for name in table.columns if name in found and _are_numbers(table, name))


def _are_numbers(table: Table, name: str) -> bool:
    at = table.columns.index(name)
    cells = [row[at] for row in table.rows if row[at] is not None]
    return bool(cells) and all(number(cell) is not None for cell in cells)


def number(cell: Term | None) -> int | float | None:
    """The cell as a finite number of Python; None where it is none."""
    value = cell.to_python() if isinstance(cell, Literal) else None
    if isinstance(value, str | bool) or value is None:
        return None
    found = value if isinstance(value, int) else float(value)
    return found if math.isfinite(found) else None


def _name(table: Table) -> str:
    return table.query.name or "the query"
