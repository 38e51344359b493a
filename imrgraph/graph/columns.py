"""One property of the whole store at a time: the quickest way to read many records."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from imrgraph.store import Iri

if TYPE_CHECKING:
    from imrgraph.store import Store


def column(store: Store, predicate: str) -> dict[str, list[str]]:
    """The values of one property (as `rdf.terms` writes it), by subject; in no certain order."""
    values: dict[str, list[str]] = defaultdict(list)
    for subject, _, value in store.triples(None, Iri(predicate.strip("<>")), None):
        values[str(subject)].append(str(value))
    return values


def joined(values: list[Any]) -> Any:
    """The value, numbers as Python has them; several as words, joined by `;`."""
    if len(values) > 1:
        return ";".join(sorted(str(value) for value in values))
    return float(values[0]) if isinstance(values[0], Decimal) else values[0]
