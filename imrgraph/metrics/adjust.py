"""Many comparisons at once: p-values adjusted so that of those called significant few are so by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def benjamini_hochberg(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjusted p-values: calling those up to q significant keeps the expected share of false ones at q or below.

    Args:
        values: p-values, in any order; None for a comparison that was not made, which does not count as one.

    Returns:
        In the same order, each at least as large as its p-value and at most 1; None stays None.

    Source: Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995), 289-300; the adjusted form of D. Yekutieli and
    Y. Benjamini, J. Stat. Plan. Inference 82 (1999), 171-196. It holds for independent and for positively dependent tests.

    >>> benjamini_hochberg([0.01, 0.04, None, 0.03])
    (0.03, 0.04, None, 0.04)
    """
    ordered = sorted((value, at) for at, value in enumerate(values) if value is not None)
    adjusted: list[float | None] = [None] * len(values)
    least = 1.0
    for rank, (value, at) in reversed(list(enumerate(ordered, start=1))):
        least = min(least, value * (len(ordered) / rank))
        adjusted[at] = least
    return tuple(adjusted)
