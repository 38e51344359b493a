"""How sure a share is: Wilson intervals, and how much the items of one letter count for.

The items of one letter have one worker, one reviewer and one file, and tend to be decided alike. Twelve items of one
letter therefore say less than twelve letters. How alike they are is estimated once for all items (`intracluster`); each
group of items then counts as the smaller number of independent items that says as much (`effective_size`), and the
interval is Wilson's for that number.

Sources: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212; J. N. K. Rao and A. J. Scott, Biometrics 48 (1992), 577-585
(counts of clustered binary data divided by their design effect); A. Donner and N. Klar, Design and Analysis of Cluster
Randomization Trials (2000), for the design effect with unequal letters and the analysis-of-variance estimator.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Z = 1.959963984540054  # the normal distribution's 97.5 % quantile: two-sided 95 %


def wilson(hits: float, total: float) -> tuple[float, float]:
    """The Wilson 95 % score interval of a proportion, which holds for small totals and ratios near 0 and 1.

    Args:
        hits, total: counts, whole or effective (`effective_size`); without continuity correction.

    Returns:
        Both ends, within 0 and 1; (0, 1) of nothing.

    >>> [round(end, 3) for end in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not total:
        return 0.0, 1.0
    ratio, share = hits / total, Z * Z / total
    middle = (ratio + share / 2) / (1 + share)
    reach = Z / (1 + share) * sqrt(ratio * (1 - ratio) / total + share / (4 * total))
    return (0.0 if hits == 0 else middle - reach), (1.0 if hits == total else middle + reach)


def intracluster(letters: Iterable[tuple[int, int]]) -> float:
    """How alike the items of one letter are decided: the intracluster correlation, from 0 to 1.

    Args:
        letters: of each letter the hits and the items, of which there is at least one.

    Returns:
        The analysis-of-variance estimate, cut off at 0 and 1. 0 where no letter has two items: nothing is clustered then.
        1 where letters have several items and nothing else can be estimated (one letter alone, or all items alike).

    >>> intracluster([(2, 2), (0, 2), (3, 3)]), intracluster([(1, 1), (0, 1)])
    (1.0, 0.0)
    """
    counts = list(letters)
    clusters, items = len(counts), sum(size for _, size in counts)
    if items == clusters:
        return 0.0
    mean = sum(hits for hits, _ in counts) / items
    if clusters < 2 or mean in (0, 1):
        return 1.0
    between = sum(size * (hits / size - mean) ** 2 for hits, size in counts) / (clusters - 1)
    within = sum(hits * (size - hits) / size for hits, size in counts) / (items - clusters)
    size = (items - sum(size * size for _, size in counts) / items) / (clusters - 1)
    return min(1.0, max(0.0, (between - within) / (between + (size - 1) * within)))


def effective_size(sizes: Iterable[int], correlation: float) -> float:
    """How many independent items say as much as these.

    Args:
        sizes: how many items each letter has in the group.
        correlation: what `intracluster` gave for all items.

    Returns:
        The items divided by the design effect `1 + (m - 1) * correlation`, where `m` is the size of the letter that an
        item is in, on average over items. All items at correlation 0; at 1 no more than the letters.

    >>> effective_size([1, 1, 1], 0.7), effective_size([4, 4], 1.0), effective_size([4, 4], 0.0)
    (3.0, 2.0, 8.0)
    """
    counts = list(sizes)
    return effective_of(sum(counts), sum(size * size for size in counts), correlation)


def effective_of(items: int, squares: int, correlation: float) -> float:
    """`effective_size` from the number of items and the sum of the letters' squared sizes."""
    return items / (1 + (squares / items - 1) * correlation) if items else 0.0


def clustered_wilson(hits: float, sizes: Iterable[int], correlation: float) -> tuple[float, float]:
    """The Wilson 95 % interval of a share of items that come in letters; `wilson` itself where each has one.

    Args:
        hits: how many of the items.
        sizes, correlation: as for `effective_size`.
    """
    counts = list(sizes)
    items = sum(counts)
    weight = effective_size(counts, correlation) / items if items else 0.0
    return wilson(hits * weight, items * weight)
