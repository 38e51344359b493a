"""How often the denial of a treatment is overturned, by whatever the items can be grouped by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from imrgraph.graph import Names
from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.groups import Key, grouped, keys_of, label_of, letter_counts, letter_sizes, short_name
from imrgraph.metrics.intervals import clustered_wilson, effective_of, effective_size, intracluster
from imrgraph.records import Outcome, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.graph import CitationFacts, ItemFacts

SMALL = 10  # independent items; below it a share says little


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How the items of one group ended. Shares are from 0 to 1.

    Attributes:
        key: what the items have in common: one IRI, two for a pair, or a plain name (`SameGuideline`, `2014`).
        name: the key as a person types it (`mri`, `acoem-ch12>odg-low-back`).
        label: the key as a person reads it.
        items: how many disputed items have it, of those whose outcome the letter prints.
        letters: how many letters these items are of.
        overturned: how many were certified, wholly or in part, or only wholly where so asked.
        partly: how many were certified in part.
        rate: overturned / items.
        low, high: the 95 % interval of the rate (`clustered_wilson`).
        effective: how many independent items these say as much as (`effective_size`), one digit.
        small: whether that is below the limit; such a group is not compared.
        p_value: of Fisher's exact test against all other items, both counted as effective ones; None where not compared.
        p_adjusted: that value after Benjamini and Hochberg, over all groups that were compared.
        determinations: IRIs of the items, in the order given.
    """

    key: Key
    name: str
    label: str
    items: int
    letters: int
    overturned: int
    partly: int
    rate: float
    low: float
    high: float
    effective: float
    small: bool
    p_value: float | None
    p_adjusted: float | None
    determinations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of all groups, those with the most items first, then by key.

    Attributes:
        by: what the items were grouped by, one of `DIMENSIONS`.
        overall: of all items with an outcome; its key and name are `all`, and nothing is compared.
        without_outcome: how many items print no outcome. They count nowhere.
        without_key: how many items with an outcome are in no group. They count in `overall` alone.
        correlation: how alike the items of one letter are decided (`intracluster`).
    """

    by: str
    rows: tuple[Rate, ...]
    overall: Rate
    without_outcome: int
    without_key: int
    correlation: float

    def __iter__(self) -> Iterator[Rate]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def overturn_rates(
    items: Iterable[ItemFacts],
    by: str = "treatment",
    *,
    names: Names | None = None,
    party: Party = Party.EXPERT_REVIEWER,
    citations: Iterable[CitationFacts] = (),
    wholly: bool = False,
    small: float = SMALL,
) -> Rates:
    """How often the denial is overturned in each group of items.

    Args:
        items: what `read_items` gives, or some of them.
        by: one of `DIMENSIONS`. An item that has several keys (two guidelines, five conditions) counts once in each.
        names: what `read_names` gives: labels, and the hierarchy that `category` and `family` need.
        party: whose guidelines, for `guideline` and `family`.
        citations: what `read_citations` gives, for `family-pair`; without it nothing is told to be not recognised.
        wholly: count only what was certified wholly; else also what was certified in part.
        small: groups that say less than so many independent items are flagged and not compared.

    Each group is compared with all other items that are in some group: Fisher's exact test on counts divided by their
    design effects and rounded. That the two share letters is left out of account, which errs on the side of no
    difference. A rate says how items ended, not why; groups differ in more than their key.

    Raises:
        QueryError: `by` is none of `DIMENSIONS`.
    """
    names = names or Names()
    keys = keys_of(by, party, names, citations)
    given = tuple(items)
    told = [item for item in given if item.outcome is not None]
    correlation = intracluster(letter_counts(told, lambda item: _counts(item, wholly)))
    keyed = [item for item in told if keys(item)]
    groups = grouped(keyed, keys)
    rows = [_rate(key, of, names, wholly, small, correlation) for key, of in groups.items()]
    rest = _Rest(keyed, wholly, correlation)
    values = [None if row.small else rest.p_value(row, groups[row.key]) for row in rows]
    rows = [
        replace(row, p_value=value, p_adjusted=adjusted)
        for row, value, adjusted in zip(rows, values, benjamini_hochberg(values), strict=True)
    ]
    return Rates(
        by=by,
        rows=tuple(sorted(rows, key=lambda row: (-row.items, row.key))),
        overall=_rate(("all",), told, names, wholly, small, correlation),
        without_outcome=len(given) - len(told),
        without_key=len(told) - len(keyed),
        correlation=correlation,
    )


def _counts(item: ItemFacts, wholly: bool) -> bool:
    return item.outcome is Outcome.OVERTURNED or (not wholly and item.outcome is Outcome.PARTIALLY_OVERTURNED)


def _rate(
    key: Key, items: list[ItemFacts], names: Names, wholly: bool, small: float, correlation: float
) -> Rate:
    overturned, sizes = sum(_counts(item, wholly) for item in items), letter_sizes(items)
    effective = effective_size(sizes, correlation)
    low, high = clustered_wilson(overturned, sizes, correlation)
    return Rate(
        key=key,
        name=short_name(key),
        label=label_of(key, names),
        items=len(items),
        letters=len(sizes),
        overturned=overturned,
        partly=sum(item.outcome is Outcome.PARTIALLY_OVERTURNED for item in items),
        rate=overturned / len(items) if items else 0.0,
        low=low,
        high=high,
        effective=round(effective, 1),
        small=effective < small,
        p_value=None,
        p_adjusted=None,
        determinations=tuple(item.iri for item in items),
    )


class _Rest:
    """All items that are in some group, to compare one group with the others of them."""

    def __init__(self, keyed: list[ItemFacts], wholly: bool, correlation: float) -> None:
        self._sizes = Counter(item.letter.iri for item in keyed)
        self._squares = sum(size * size for size in self._sizes.values())
        self._hits = sum(_counts(item, wholly) for item in keyed)
        self._items, self._correlation = len(keyed), correlation

    def p_value(self, row: Rate, group: list[ItemFacts]) -> float | None:
        """None where no other item is left to compare with."""
        from scipy.stats import fisher_exact  # type: ignore[import-untyped]

        if row.items == self._items:
            return None
        inside = Counter(item.letter.iri for item in group)
        own = sum(size * size for size in inside.values())
        others = self._squares + sum(size * (size - 2 * self._sizes[one]) for one, size in inside.items())
        table = [
            self._effective(row.overturned, row.items, own),
            self._effective(self._hits - row.overturned, self._items - row.items, others),
        ]
        return float(fisher_exact(table)[1])

    def _effective(self, hits: int, items: int, squares: int) -> tuple[int, int]:
        """Hits and misses as whole numbers of independent items."""
        weight = effective_of(items, squares, self._correlation) / items
        return round(hits * weight), round((items - hits) * weight)
