"""Which guideline's presence goes with overturning: odds ratios, plain and within kinds of treatment."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from typing import TYPE_CHECKING

from imrgraph.graph import Names
from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.groups import keys_of, label_of, letter_counts, short_name
from imrgraph.metrics.intervals import Z, effective_of, intracluster
from imrgraph.metrics.rates import SMALL
from imrgraph.records import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imrgraph.graph import ItemFacts
    from imrgraph.metrics.groups import Key

Table = tuple[
    float, float, float, float
]  # cited and overturned, cited and upheld, not cited and overturned, ... and upheld
_HALF = 0.5  # added to each cell of a table that has an empty one


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """An odds ratio with its 95 % interval; above 1 overturning is more usual where the guideline is cited."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """Overturning with and without one guideline.

    Attributes:
        key, name, label: the guideline: its IRI, as a person types it, as a person reads it.
        cited: how many items cite it, of those with an outcome; `cited_overturned` of them were overturned.
        others: how many do not, of those that cite something; `others_overturned` of them were overturned.
        letters: how many letters the items that cite it are of.
        odds: the odds ratio, and
        within: that within kinds of treatment (Mantel-Haenszel); None where no kind has items on both sides.
        small: whether the items on one side say less than the limit of independent items; such a one is not compared.
        p_value: of the plain ratio (Wald's test on its logarithm); None where not compared.
        p_adjusted: that value after Benjamini and Hochberg, over all guidelines that were compared.
        determinations: IRIs of the items that cite it, in the order given.
    """

    key: Key
    name: str
    label: str
    cited: int
    cited_overturned: int
    others: int
    others_overturned: int
    letters: int
    odds: Ratio
    within: Ratio | None
    small: bool
    p_value: float | None
    p_adjusted: float | None
    determinations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsTable:
    """The odds of each guideline, those cited for the most items first, then by IRI.

    Attributes:
        without_key: how many items with an outcome cite nothing, and are on neither side.
        without_outcome: how many items print no outcome.
        correlation: how alike the items of one letter are decided (`intracluster`).
    """

    rows: tuple[Odds, ...]
    without_key: int
    without_outcome: int
    correlation: float

    def __iter__(self) -> Iterator[Odds]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def overturn_odds(
    items: Iterable[ItemFacts],
    by: str = "guideline",
    *,
    names: Names | None = None,
    party: Party = Party.EXPERT_REVIEWER,
    small: float = SMALL,
) -> OddsTable:
    """The odds of overturning, wholly or in part, where a party cites a guideline against those where it cites others.

    Args:
        items: what `read_items` gives, or some of them.
        by: `guideline`, `family`, or another of `imrgraph.metrics.DIMENSIONS`.
        names: what `read_names` gives; without it each treatment is a kind of its own.
        party: whose guidelines.
        small: where one side says less than so many independent items, it is flagged and not compared.

    The counts of both sides are divided by their design effects first (Rao and Scott 1992, see `metrics.intervals`), so
    that twelve items of one letter do not pass for twelve letters; that both sides share letters is left out of account,
    which errs on the side of no difference. The interval is Woolf's, on the logarithm; in a table with an empty cell
    each gets half an item more (Haldane and Anscombe). A kind of treatment is the top of the treatments' hierarchy;
    the interval within kinds is that of J. Robins, N. Breslow and S. Greenland, Biometrics 42 (1986), 311-323. Odds
    ratios say what goes together, not what causes what: who chooses a guideline knows the case.

    Raises:
        QueryError: no such dimension.
    """
    names = names or Names()
    keys, kinds = keys_of(by, party, names), keys_of("category", party, names)
    given = tuple(items)
    told = [item for item in given if item.outcome is not None]
    keyed = [(item, keys(item), kinds(item)) for item in told]
    keyed = [(item, found, kind) for item, found, kind in keyed if found]
    correlation = intracluster(letter_counts(told, lambda item: bool(item.overturned)))
    all_of: dict[tuple[Key, ...], _Side] = defaultdict(_Side)
    with_key: dict[Key, dict[tuple[Key, ...], _Side]] = defaultdict(lambda: defaultdict(_Side))
    for item, found, kind in keyed:
        all_of[kind].add(item)
        for key in found:
            with_key[key][kind].add(item)
    whole = _together(all_of.values())
    order = {item.iri: at for at, item in enumerate(given)}
    rows = [
        _odds(key, of, whole, all_of, order, names, correlation, small)
        for key, of in sorted(with_key.items())
    ]
    adjusted = benjamini_hochberg([row.p_value for row in rows])
    rows = [replace(row, p_adjusted=value) for row, value in zip(rows, adjusted, strict=True)]
    return OddsTable(
        rows=tuple(sorted(rows, key=lambda row: (-row.cited, row.key))),
        without_key=len(told) - len(keyed),
        without_outcome=len(given) - len(told),
        correlation=correlation,
    )


class _Side:
    """Items counted: hits, misses, and how many each letter has."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.hits = 0
        self.letters: Counter[str] = Counter()

    def add(self, item: ItemFacts) -> None:
        self.items.append(item.iri)
        self.hits += bool(item.overturned)
        self.letters[item.letter.iri] += 1

    def without(self, other: _Side) -> tuple[int, int, int]:
        """Items, hits and the sum of the letters' squared sizes of what is here and not there."""
        squares = sum(size * size for size in self.letters.values())
        squares += sum(size * (size - 2 * self.letters[one]) for one, size in other.letters.items())
        return len(self.items) - len(other.items), self.hits - other.hits, squares


def _together(sides: Iterable[_Side]) -> _Side:
    whole = _Side()
    for side in sides:
        whole.items += side.items
        whole.hits += side.hits
        whole.letters += side.letters
    return whole


def _table(cited: _Side, whole: _Side, correlation: float) -> Table:
    """The counts of both sides as independent items."""
    cells: list[float] = []
    for items, hits, squares in (cited.without(_Side()), whole.without(cited)):
        weight = effective_of(items, squares, correlation) / items if items else 0.0
        cells += [hits * weight, (items - hits) * weight]
    return cells[0], cells[1], cells[2], cells[3]


def _odds(
    key: Key,
    by_kind: dict[tuple[Key, ...], _Side],
    whole: _Side,
    all_of: dict[tuple[Key, ...], _Side],
    order: dict[str, int],
    names: Names,
    correlation: float,
    small: float,
) -> Odds:
    cited = _together(by_kind.values())
    others, others_hits, _ = whole.without(cited)
    table = _table(cited, whole, correlation)
    odds = odds_ratio(table)
    is_small = min(sum(table[:2]), sum(table[2:])) < small
    tables = [_table(of, all_of[kind], correlation) for kind, of in sorted(by_kind.items())]
    return Odds(
        key=key,
        name=short_name(key),
        label=label_of(key, names),
        cited=len(cited.items),
        cited_overturned=cited.hits,
        others=others,
        others_overturned=others_hits,
        letters=len(cited.letters),
        odds=odds,
        within=mantel_haenszel(tables),
        small=is_small,
        p_value=None if is_small else _p_value(odds),
        p_adjusted=None,
        determinations=tuple(sorted(cited.items, key=order.__getitem__)),
    )


def odds_ratio(table: Table) -> Ratio:
    """The odds ratio of a table of counts, row by row, with Woolf's 95 % interval.

    Half an item is added to each cell where one is empty (Haldane and Anscombe).

    >>> round(odds_ratio((10, 20, 5, 40)).value, 3), round(odds_ratio((1, 0, 1, 1)).value, 3)
    (4.0, 3.0)
    """
    a, b, c, d = (cell + _HALF for cell in table) if min(table) <= 0 else table
    return _ratio(log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def mantel_haenszel(tables: Sequence[Table]) -> Ratio | None:
    """The odds ratio within strata, with the 95 % interval of Robins, Breslow and Greenland.

    Returns:
        None where the strata say nothing: none has an item on both sides, or one of the outcomes is missing.
    """
    r = s = pr = mixed = qs = 0.0
    for a, b, c, d in tables:
        total = a + b + c + d
        if not (a + b and c + d):
            continue  # nothing to compare within this stratum
        one, other, p, q = a * d / total, b * c / total, (a + d) / total, (b + c) / total
        r, s = r + one, s + other
        pr, mixed, qs = pr + p * one, mixed + p * other + q * one, qs + q * other
    if not (r and s):
        return None
    return _ratio(log(r / s), pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))


def _ratio(middle: float, variance: float) -> Ratio:
    reach = Z * sqrt(variance)
    return Ratio(value=exp(middle), low=exp(middle - reach), high=exp(middle + reach))


def _p_value(ratio: Ratio) -> float:
    from scipy.stats import norm  # type: ignore[import-untyped]

    error = (log(ratio.high) - log(ratio.low)) / (2 * Z)
    return float(2 * norm.sf(abs(log(ratio.value)) / error))
