"""Which concepts are above which, by `skos:broader` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def and_above(iri: str, broader: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """A concept and all above it, at any height; circles do no harm.

    >>> sorted(and_above("c", {"c": ["b"], "b": ["a", "c"]}))
    ['a', 'b', 'c']
    """
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += broader.get(one, ())
    return frozenset(found)


def tops(iri: str, broader: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The concepts above that have none above them, sorted; the concept itself where there is none above it.

    >>> tops("c", {"c": ["b", "a"], "b": ["a"]}), tops("a", {})
    (('a',), ('a',))
    """
    return tuple(sorted(one for one in and_above(iri, broader) if not broader.get(one))) or (iri,)
