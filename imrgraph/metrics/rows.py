"""Measures as rows, so that they print and save as any other answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.metrics.measures import NUMBERS, numbers_of
from imrgraph.query.rows import table
from imrgraph.store import Iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.metrics.measures import Measure
    from imrgraph.query import Table


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
