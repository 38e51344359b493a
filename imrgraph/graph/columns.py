"""One property of the whole store at a time: the quickest way to read many records."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from imrgraph.store import Iri

if TYPE_CHECKING:
    from imrgraph.store import Store


def column(store: Store, predicate: str) -> dict[str, list[str]]:
    """The values of one property (as `rdf.terms` writes it), by subject; in no certain order."""
    values: dict[str, list[str]] = defaultdict(list)
    for subject, _, value in store.triples(None, Iri(predicate.strip("<>")), None):
        values[str(subject)].append(str(value))
    return values
