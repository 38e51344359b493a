"""Rates, shares, odds, order and drift as tables, so that they print and save as any other answer does.

Shares and ratios have three digits, p-values four: 0 is below 0.00005. `note` is `small` where a number rests on too few
independent items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.metrics.order import SearchPath
from imrgraph.query.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.metrics.drift import Use
    from imrgraph.metrics.odds import Odds, Ratio
    from imrgraph.metrics.order import OrderShare
    from imrgraph.metrics.rates import Rate
    from imrgraph.metrics.shares import Share
    from imrgraph.query import Table

_SHARE, _P = 3, 4  # digits


def rates_table(rows: Iterable[Rate]) -> Table:
    """One row for each group."""
    return table(
        (
            "key", "label", "items", "letters", "overturned", "partly", "rate", "low", "high", "pAdjusted", "note",
        ),
        (
            (
                row.name, row.label, row.items, row.letters, row.overturned, row.partly,
                *_shares(row.rate, row.low, row.high), _p(row.p_adjusted), _note(row.small),
            )
            for row in rows
        ),
    )  # fmt: skip


def shares_table(rows: Iterable[Share]) -> Table:
    """One row for each group; `hits` of its items have what was asked for."""
    return table(
        ("key", "label", "items", "letters", "hits", "share", "low", "high", "note"),
        (
            (
                row.name, row.label, row.items, row.letters, row.hits,
                *_shares(row.share, row.low, row.high), _note(row.small),
            )
            for row in rows
        ),
    )  # fmt: skip


def odds_table(rows: Iterable[Odds]) -> Table:
    """One row for each guideline; `within` is the ratio within kinds of treatment."""
    return table(
        (
            "key", "label", "cited", "overturned", "others", "othersOverturned", "letters",
            "odds", "low", "high", "pAdjusted", "within", "withinLow", "withinHigh", "note",
        ),
        (
            (
                row.name, row.label, row.cited, row.cited_overturned, row.others, row.others_overturned, row.letters,
                *_ratio(row.odds), _p(row.p_adjusted), *_ratio(row.within), _note(row.small),
            )
            for row in rows
        ),
    )  # fmt: skip


def order_table(rows: Iterable[OrderShare]) -> Table:
    """One row for each year; `share` is that of the items of which it can be told."""
    return table(
        (
            "year", "items", "letters", "followed", "skipped", "cannotTell", "share", "low", "high", "note",
        ),
        (
            (
                row.name, row.items, row.letters, row.followed, row.skipped, row.unclear,
                *(_shares(row.share, row.low, row.high) if row.share is not None else (None,) * 3), _note(row.small),
            )
            for row in rows
        ),
    )  # fmt: skip


def paths_table(overall: OrderShare) -> Table:
    """One row for each way that reviewers come to their authorities, also those that none takes."""
    counts = {path: len(overall.determinations.get(path, ())) for path in SearchPath}
    return table(
        ("key", "order", "meaning", "items", "share"),
        (
            (path.value, path.order.value, path.words, count, round(count / max(overall.items, 1), _SHARE))
            for path, count in counts.items()
        ),
    )


def drift_table(rows: Iterable[Use]) -> Table:
    """One row for each period and what is cited in it."""
    return table(
        ("period", "key", "label", "items", "of", "share", "low", "high", "part", "note"),
        (
            (
                row.period, row.name, row.label, row.items, row.of,
                *_shares(row.share, row.low, row.high, row.part), _note(row.small),
            )
            for row in rows
        ),
    )  # fmt: skip


def _shares(*values: float) -> tuple[float, ...]:
    return tuple(round(value, _SHARE) for value in values)


def _ratio(ratio: Ratio | None) -> tuple[float | None, ...]:
    return (None,) * 3 if ratio is None else _shares(ratio.value, ratio.low, ratio.high)


def _p(value: float | None) -> float | None:
    return None if value is None else round(value, _P)


def _note(small: bool) -> str | None:
    return "small" if small else None
