"""How citations drift: which guidelines are cited how often, year by year, and before and since December 2017.

On 1 December 2017 the MTUS replaced most of its guidelines by current ones of ACOEM (8 CCR 9792.22 to 9792.24.4), so that
what a citation of the MTUS means changed on that day. A letter is dated as `LetterFacts.date` says; the guidelines that
bound it are those of its utilization review, some weeks or months earlier.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.errors import QueryError
from imrgraph.metrics.families import ACOEM, families, is_mtus
from imrgraph.metrics.groups import Key, label_of, letter_sizes, short_name
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster
from imrgraph.metrics.rates import SMALL
from imrgraph.records import CitationPlace, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from imrgraph.graph import CitationFacts, ItemFacts, Names

NEW_MTUS = "2017-12-01"
LEVELS = {
    "family": "MTUS, ACOEM, ODG, ...: the top above what is cited",
    "guideline": "each guideline, chapter or source",
    "edition": "each guideline in each edition that letters print",
    "mtus": "as part of the MTUS, outside of it, or not said",
}
PERIODS = {"year": "each year", "regime": "before and since December 2017"}
_NO_EDITION = "no edition"
_PARTS = {
    "within-mtus": "within the MTUS",
    "outside-mtus": "outside the MTUS",
    "acoem-open": "ACOEM, whether within the MTUS is not said",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How often one guideline is cited in one period.

    Attributes:
        period: the year, or `before December 2017` and `since December 2017`.
        key, name, label: what is cited: IRI (and edition), as a person types it, as a person reads it.
        items: how many disputed items cite it, of
        of: those of the period that cite anything.
        share: items / of, from 0 to 1. An item may cite several, so shares of a period add up to more than 1.
        low, high: its 95 % interval (`clustered_wilson`).
        part: items / the sum of all items of the period; the parts of a period add up to 1.
        small: whether the period says less than the limit of independent items.
        determinations: IRIs of the items that cite it, in the order given.
    """

    period: str
    key: Key
    name: str
    label: str
    items: int
    of: int
    share: float
    low: float
    high: float
    part: float
    small: bool
    determinations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Uses by period; within a period what most items cite first, then by key.

    Attributes:
        undated: how many items cite something in letters without any date. They count nowhere.
    """

    rows: tuple[Use, ...]
    undated: int

    def __iter__(self) -> Iterator[Use]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def citation_drift(
    citations: Iterable[CitationFacts],
    items: Iterable[ItemFacts],
    names: Names,
    by: str = "family",
    *,
    period: str = "year",
    party: Party = Party.EXPERT_REVIEWER,
    place: CitationPlace | None = CitationPlace.GUIDELINE_STATEMENT,
    small: float = SMALL,
) -> Drift:
    """Which guidelines are cited how often, over time.

    Args:
        citations, items, names: what `read_citations`, `read_items` and `read_names` give. Citations that did not resolve
            are left out.
        by: one of `LEVELS`.
        period: one of `PERIODS`.
        party, place: whose citations, and where; None is statements and rationales.
        small: periods that say less than so many independent items are flagged.

    Raises:
        QueryError: no such level or period.
    """
    for given, known in ((by, LEVELS), (period, PERIODS)):
        if given not in known:
            raise QueryError(f"citations cannot be counted by {given!r}; there are {', '.join(known)}")
    keys: dict[str, set[Key]] = defaultdict(set)
    for citation in citations:
        if citation.party is party and place in (None, citation.place) and citation.guidelines:
            keys[citation.item].update(_keys(citation, by, names))
    citing = [item for item in items if item.iri in keys]
    periods: dict[str, list[ItemFacts]] = defaultdict(list)
    for item in citing:
        if item.letter.date is not None:
            periods[_period(item.letter.date, period)].append(item)
    dated = [item for item in citing if item.letter.date is not None]
    alike = _alike(dated, keys)
    rows = [use for name in sorted(periods) for use in _uses(name, periods[name], keys, alike, names, small)]
    return Drift(rows=tuple(rows), undated=len(citing) - len(dated))


def _alike(items: list[ItemFacts], keys: Mapping[str, set[Key]]) -> dict[Key, float]:
    """Of each key, how alike the items of one letter are in citing it or not."""
    sizes = Counter(item.letter.iri for item in items)
    hits: dict[Key, Counter[str]] = defaultdict(Counter)
    for item in items:
        for key in keys[item.iri]:
            hits[key][item.letter.iri] += 1
    return {
        key: intracluster((of[letter], size) for letter, size in sizes.items()) for key, of in hits.items()
    }


def _keys(citation: CitationFacts, by: str, names: Names) -> Iterator[Key]:
    if by == "family":
        yield from ((top,) for top in families(citation, names))
    elif by == "guideline":
        yield from ((guideline,) for guideline in citation.guidelines)
    elif by == "edition":
        editions = citation.editions or (_NO_EDITION,)
        yield from ((guideline, edition) for guideline in citation.guidelines for edition in editions)
    elif is_mtus(citation, names):
        yield ("within-mtus",)
    else:
        is_open = citation.within_mtus is None and ACOEM in families(citation, names)
        yield ("acoem-open" if is_open else "outside-mtus",)


def _period(date: str, period: str) -> str:
    if period == "year":
        return date[:4]
    return "since December 2017" if date >= NEW_MTUS else "before December 2017"


def _uses(
    period: str,
    items: list[ItemFacts],
    keys: Mapping[str, set[Key]],
    alike: Mapping[Key, float],
    names: Names,
    small: float,
) -> list[Use]:
    behind: dict[Key, list[str]] = defaultdict(list)
    for item in items:
        for key in keys[item.iri]:
            behind[key].append(item.iri)
    sizes, mentions = letter_sizes(items), sum(map(len, behind.values()))
    uses = []
    for key, iris in sorted(behind.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        low, high = clustered_wilson(len(iris), sizes, alike[key])
        uses.append(
            Use(
                period=period,
                key=key,
                name=_name(key),
                label=_label(key, names),
                items=len(iris),
                of=len(items),
                share=len(iris) / len(items),
                low=low,
                high=high,
                part=len(iris) / mentions,
                small=effective_size(sizes, alike[key]) < small,
                determinations=tuple(iris),
            )
        )
    return uses


def _name(key: Key) -> str:
    return short_name(key[:1]) + (f" {key[1]}" if key[1:] else "")


def _label(key: Key, names: Names) -> str:
    if key[0] in _PARTS:
        return _PARTS[key[0]]
    return label_of(key[:1], names) + (f", {key[1]}" if key[1:] else "")
