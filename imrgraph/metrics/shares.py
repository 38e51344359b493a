"""How many disputed items have something: any question that is answered by yes or no, of all items and by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.graph import Names
from imrgraph.metrics.groups import Key, grouped, keys_of, label_of, letter_counts, letter_sizes, short_name
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster
from imrgraph.metrics.rates import SMALL
from imrgraph.records import Party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from imrgraph.graph import CitationFacts, ItemFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many items of one group have it. Shares are from 0 to 1.

    Attributes:
        key, name, label: the group, as in `Rate`; all three are `all` where there is none.
        items, letters: how many items are in it, and how many letters these are of.
        hits: how many items have it.
        share: hits / items; 0 of nothing.
        low, high: its 95 % interval (`clustered_wilson`).
        small: whether the items say less than the limit of independent ones.
        determinations: IRIs of the items that have it, in the order given.
    """

    key: Key
    name: str
    label: str
    items: int
    letters: int
    hits: int
    share: float
    low: float
    high: float
    small: bool
    determinations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The shares of all groups, those with the most items first, then by key.

    Attributes:
        overall: of all items, those in no group as well.
        correlation: how alike the items of one letter are in having it (`intracluster`).
    """

    overall: Share
    rows: tuple[Share, ...]
    correlation: float

    def __iter__(self) -> Iterator[Share]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def shares(
    items: Iterable[ItemFacts],
    hit: Callable[[ItemFacts], bool],
    by: str | None = None,
    *,
    names: Names | None = None,
    citations: Iterable[CitationFacts] = (),
    party: Party = Party.EXPERT_REVIEWER,
    small: float = SMALL,
) -> Shares:
    """How many of these items have something.

    Args:
        items: what `read_items` gives, or some of them; those without an outcome count as well.
        hit: whether an item has it.
        by: one of `DIMENSIONS`, to have the share of each group too. An item with several keys counts once in each.
        names, citations, party, small: as `overturn_rates` takes them.

    Raises:
        QueryError: `by` is none of `DIMENSIONS`.
    """
    names, given = names or Names(), tuple(items)
    having = {item.iri for item in given if hit(item)}
    correlation = intracluster(letter_counts(given, lambda item: item.iri in having))

    def share(key: Key, of: Iterable[ItemFacts]) -> Share:
        group = tuple(of)
        found = tuple(item.iri for item in group if item.iri in having)
        sizes = letter_sizes(group)
        low, high = clustered_wilson(len(found), sizes, correlation)
        return Share(
            key=key,
            name=short_name(key),
            label=label_of(key, names),
            items=len(group),
            letters=len(sizes),
            hits=len(found),
            share=len(found) / len(group) if group else 0.0,
            low=low,
            high=high,
            small=effective_size(sizes, correlation) < small,
            determinations=found,
        )

    groups = grouped(given, keys_of(by, party, names, citations)) if by is not None else {}
    rows = sorted((share(key, of) for key, of in groups.items()), key=lambda row: (-row.items, row.key))
    return Shares(overall=share(("all",), given), rows=tuple(rows), correlation=correlation)
