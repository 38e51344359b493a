"""Whether reviewers follow the legal order of authorities: the MTUS, then ACOEM or the ODG, then others.

Labor Code 4610.5(c)(2) ranks what medical necessity is judged by, the guidelines of the MTUS first; 8 CCR 9792.21.1 (of
2015) says how to search: the MTUS; where it does not address the condition, or its presumption is challenged, the
current ACOEM or ODG; then other evidence-based guidelines; then studies. Only what the letter shows is judged, by this
order in every year: a reviewer may have looked into the MTUS without saying so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from imrgraph.metrics.families import ACOEM, ODG, families, is_mtus
from imrgraph.metrics.groups import letter_counts, letter_sizes
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster
from imrgraph.metrics.rates import SMALL
from imrgraph.records import Party, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from imrgraph.graph import CitationFacts, ItemFacts, Names


class Order(Enum):
    FOLLOWED = "followed"
    SKIPPED = "skipped"
    UNCLEAR = "cannot tell"


class SearchPath(Enum):
    """How the reviewer came to the authorities; the value is its name, `order` what it amounts to, `words` what it says."""

    MTUS = "mtus"
    SILENT_THEN_SECOND = "silent-then-acoem-odg"
    SILENT_THEN_OTHERS = "both-silent-then-others"
    MTUS_NOT_SHOWN = "mtus-not-shown"
    SECOND_NOT_SHOWN = "acoem-odg-not-shown"
    NOTHING_INSTEAD = "silent-then-nothing"
    ACOEM_OPEN = "acoem-open"
    UNRESOLVED = "unresolved"
    NOTHING = "nothing-cited"

    @property
    def order(self) -> Order:
        return _MEANING[self][0]

    @property
    def words(self) -> str:
        return _MEANING[self][1]


_MEANING = {
    SearchPath.MTUS: (Order.FOLLOWED, "the MTUS is cited"),
    SearchPath.SILENT_THEN_SECOND: (Order.FOLLOWED, "the MTUS is called silent, and ACOEM or the ODG cited"),
    SearchPath.SILENT_THEN_OTHERS: (
        Order.FOLLOWED,
        "the MTUS and ACOEM or the ODG are called silent, and others cited",
    ),
    SearchPath.MTUS_NOT_SHOWN: (
        Order.SKIPPED,
        "the MTUS is neither cited nor called silent, others are cited",
    ),
    SearchPath.SECOND_NOT_SHOWN: (
        Order.SKIPPED,
        "the MTUS is called silent, and neither ACOEM nor the ODG is named",
    ),
    SearchPath.NOTHING_INSTEAD: (Order.UNCLEAR, "the MTUS is called silent, and nothing cited instead"),
    SearchPath.ACOEM_OPEN: (
        Order.UNCLEAR,
        "ACOEM is cited or called silent, and whether as part of the MTUS is not said",
    ),
    SearchPath.UNRESOLVED: (
        Order.UNCLEAR,
        "an authority is cited that was not recognised, and the MTUS is not named",
    ),
    SearchPath.NOTHING: (Order.UNCLEAR, "the reviewer cites nothing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShare:
    """The items of one year, or of all.

    Attributes:
        name: the year, `no date`, or `all`.
        items, letters: how many there are.
        followed, skipped, unclear: how many items are which; together `items`.
        share: followed / (followed + skipped), from 0 to 1; None where nothing can be told.
        low, high: its 95 % interval (`clustered_wilson`), over the items of which it can be told.
        small: whether these say less than the limit of independent items.
        determinations: IRIs of all its items by path, in the order given.
    """

    name: str
    items: int
    letters: int
    followed: int
    skipped: int
    unclear: int
    share: float | None
    low: float
    high: float
    small: bool
    determinations: Mapping[SearchPath, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOrder:
    """Shares by year, in their order.

    Attributes:
        paths: of each item (IRI) the path, in the order given.
        correlation: how alike the items of one letter are (`intracluster`), of those of which it can be told.
    """

    rows: tuple[OrderShare, ...]
    overall: OrderShare
    paths: Mapping[str, SearchPath]
    correlation: float

    def __iter__(self) -> Iterator[OrderShare]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def search_order(
    citations: Iterable[CitationFacts], items: Iterable[ItemFacts], names: Names, *, small: float = SMALL
) -> SearchOrder:
    """Whether the letters follow the legal search order, by year.

    Args:
        citations, items, names: what `read_citations`, `read_items` and `read_names` give. Only the reviewer's citations
            count, those of guideline statements and of rationales alike.
        small: years that say less than so many independent items are flagged.
    """
    of: dict[str, list[CitationFacts]] = defaultdict(list)
    for citation in citations:
        if citation.party is Party.EXPERT_REVIEWER:
            of[citation.item].append(citation)
    given = tuple(items)
    paths = {item.iri: path_of(of.get(item.iri, ()), names) for item in given}
    told = [item for item in given if paths[item.iri].order is not Order.UNCLEAR]
    correlation = intracluster(letter_counts(told, lambda item: paths[item.iri].order is Order.FOLLOWED))
    by_year: dict[str, list[ItemFacts]] = defaultdict(list)
    for item in given:
        by_year["no date" if item.letter.year is None else str(item.letter.year)].append(item)
    return SearchOrder(
        rows=tuple(_share(name, by_year[name], paths, correlation, small) for name in sorted(by_year)),
        overall=_share("all", given, paths, correlation, small),
        paths=paths,
        correlation=correlation,
    )


def path_of(citations: Iterable[CitationFacts], names: Names) -> SearchPath:
    """What one reviewer's citations for one item show of the order of authorities.

    The MTUS counts as cited also where a guideline is cited as part of it, and where it is cited beside others. ACOEM
    after a silent MTUS is the second step, whether or not the letter says from where it is taken; without the MTUS it may
    be the chapter that the MTUS adopts, so that nothing can be told.
    """
    silent = {"mtus": False, "second": False, "acoem": False}
    cited = {"mtus": False, "acoem": False, "second": False, "other": False, "unresolved": False}
    for citation in citations:
        tops = families(citation, names)
        second = not tops.isdisjoint((ACOEM, ODG))
        if citation.stance is Stance.SILENT:
            silent["mtus"] |= is_mtus(citation, names)
            silent["second"] |= second and not is_mtus(citation, names)
            silent["acoem"] |= ACOEM in tops and citation.within_mtus is None
        elif is_mtus(citation, names):
            cited["mtus"] = True
        elif not tops:
            cited["unresolved"] = True
        elif ACOEM in tops and citation.within_mtus is None:
            cited["acoem"] = True
        else:
            cited["second" if second else "other"] = True
    if cited["mtus"]:
        return SearchPath.MTUS
    if silent["mtus"]:
        return _after_silence(silent["second"], cited)
    return SearchPath.ACOEM_OPEN if cited["acoem"] or silent["acoem"] else _without_mtus(cited)


def _after_silence(second_silent: bool, cited: Mapping[str, bool]) -> SearchPath:
    if cited["second"] or cited["acoem"]:
        return SearchPath.SILENT_THEN_SECOND
    if second_silent and cited["other"]:
        return SearchPath.SILENT_THEN_OTHERS
    if cited["unresolved"]:
        return SearchPath.UNRESOLVED
    return SearchPath.SECOND_NOT_SHOWN if cited["other"] else SearchPath.NOTHING_INSTEAD


def _without_mtus(cited: Mapping[str, bool]) -> SearchPath:
    if cited["unresolved"]:
        return SearchPath.UNRESOLVED
    return SearchPath.MTUS_NOT_SHOWN if cited["second"] or cited["other"] else SearchPath.NOTHING


def _share(
    name: str, items: Iterable[ItemFacts], paths: Mapping[str, SearchPath], correlation: float, small: float
) -> OrderShare:
    given = tuple(items)
    behind: dict[SearchPath, list[str]] = defaultdict(list)
    for item in given:
        behind[paths[item.iri]].append(item.iri)
    counts = Counter(paths[item.iri].order for item in given)
    told = [item for item in given if paths[item.iri].order is not Order.UNCLEAR]
    sizes = letter_sizes(told)
    low, high = clustered_wilson(counts[Order.FOLLOWED], sizes, correlation)
    return OrderShare(
        name=name,
        items=len(given),
        letters=len(letter_sizes(given)),
        followed=counts[Order.FOLLOWED],
        skipped=counts[Order.SKIPPED],
        unclear=counts[Order.UNCLEAR],
        share=counts[Order.FOLLOWED] / len(told) if told else None,
        low=low,
        high=high,
        small=effective_size(sizes, correlation) < small,
        determinations={path: tuple(behind[path]) for path in SearchPath if path in behind},
    )
