"""Measures as rows, so that they print and save as any other answer does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from imrgraph.query import Query, Table
from imrgraph.rdf.terms import XSD
from imrgraph.store import Iri, Literal
from imrgraph.store.base import plain_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.metrics.measures import Measure

_COLUMNS = ("node", "nodeLabel", "kind", "degree", "strength", "pagerank", "community")


def to_table(measures: Sequence[Measure]) -> Table:
    """One row for each node, in the order given."""
    rows = tuple(
        (
            Iri(one.iri),
            Literal(one.label),
            Literal(one.kind),
            _integer(one.degree),
            _integer(one.strength),
            Literal(plain_decimal(Decimal(repr(one.pagerank))), XSD + "decimal"),
            _integer(one.community),
        )
        for one in measures
    )
    return Table(query=Query(name=None, text=""), columns=_COLUMNS, rows=rows, bound={})


def _integer(number: int) -> Literal:
    return Literal(str(number), XSD + "integer")
