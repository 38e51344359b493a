"""Python values as an answer, so that they print and save as any other does."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from imrgraph.query.library import Query
from imrgraph.query.run import Table
from imrgraph.rdf.terms import XSD
from imrgraph.store import Iri, Literal
from imrgraph.store.base import plain_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imrgraph.store import Term


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Python values as a table.

    Numbers are `xsd:integer` and `xsd:decimal`, days `xsd:date`, lists the words of their members joined by `; `, other
    containers JSON. None is an empty cell.
    """
    return Table(
        query=Query(name=None, text=""),
        columns=tuple(columns),
        rows=tuple(tuple(_term(value) for value in row) for row in rows),
        bound={},
    )


def _term(value: Any) -> Term | None:
    match value:
        case None | Iri():
            return value
        case bool():
            return Literal(str(value).lower(), XSD + "boolean")
        case int():
            return Literal(str(value), XSD + "integer")
        case float() | Decimal() if isfinite(value):
            return Literal(
                plain_decimal(Decimal(repr(value)) if isinstance(value, float) else value), XSD + "decimal"
            )
        case float():
            return Literal(str(value).replace("inf", "INF").replace("nan", "NaN"), XSD + "double")
        case date() if not isinstance(value, datetime):
            return Literal(value.isoformat(), XSD + "date")
        case list() | tuple():
            return Literal("; ".join("" if one is None else str(_term(one)) for one in value))
        case dict():
            return Literal(json.dumps(value, ensure_ascii=False, default=str))
    return Literal(str(value))
