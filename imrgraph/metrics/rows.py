"""Measures as rows, so that they print and save as any other answer does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from imrgraph.metrics.measures import NUMBERS, numbers_of
from imrgraph.query import Query, Table
from imrgraph.rdf.terms import XSD
from imrgraph.store import Iri, Literal
from imrgraph.store.base import plain_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imrgraph.metrics.measures import Measure
    from imrgraph.store import Term


def to_table(measures: Sequence[Measure]) -> Table:
    """One row for each node, in the order given; a column for each number that some node has."""
    numbers = [numbers_of(one) for one in measures]
    columns = [name for name in NUMBERS if any(name in found for found in numbers)] or list(NUMBERS[:4])
    return table(
        ("node", "nodeLabel", "kind", *columns),
        (
            (Iri(one.iri), one.label, one.kind, *(found.get(name) for name in columns))
            for one, found in zip(measures, numbers, strict=True)
        ),
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[Iri | str | float | bool | None]]) -> Table:
    """Python values as a table: numbers as `xsd:integer` and `xsd:decimal`, None as an empty cell."""
    return Table(
        query=Query(name=None, text=""),
        columns=tuple(columns),
        rows=tuple(tuple(_term(value) for value in row) for row in rows),
        bound={},
    )


def _term(value: Iri | str | float | bool | None) -> Term | None:
    if value is None or isinstance(value, Iri):
        return value
    if isinstance(value, bool):
        return Literal(str(value).lower(), XSD + "boolean")
    if isinstance(value, int):
        return Literal(str(value), XSD + "integer")
    if isinstance(value, float):
        return Literal(plain_decimal(Decimal(repr(value))), XSD + "decimal")
    return Literal(value)
