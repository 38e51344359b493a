"""How much was found in letters: what a build, a removal and a store tell of themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much was found; `unresolved` counts items, citations, conditions, treatments without a concept."""

    letters: int = 0
    determinations: int = 0
    citations: int = 0
    conditions: int = 0
    prior_treatments: int = 0
    unresolved: int = 0
    partial: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in Counts.__slots__})
