"""Numbers as the report prints them, in words that need no statistics."""

from __future__ import annotations

from imrgraph.view.picture import count

_SPACE = "\N{NO-BREAK SPACE}"  # a number and its sign stay on one line


def percent(share: float) -> str:
    r"""A share as a percentage: whole numbers from 10 % on, one digit below, none of what rounds to 0 or 100 but is not.

    >>> percent(0.314), percent(0.031), percent(0.0004), percent(0.0), percent(0.999), percent(1.0)
    ('31\xa0%', '3.1\xa0%', '<\xa00.1\xa0%', '0\xa0%', '>\xa099\xa0%', '100\xa0%')
    """
    if 0 < share < 0.0005:
        return f"<{_SPACE}0.1{_SPACE}%"
    if 0.995 <= share < 1:
        return f">{_SPACE}99{_SPACE}%"
    return f"{_digits(share)}{_SPACE}%"


def between(low: float, high: float) -> str:
    r"""The ends of an interval.

    >>> between(0.263, 0.371), between(0.0, 0.082)
    ('26–37\xa0%', '0–8.2\xa0%')
    """
    return f"{_digits(low)}–{_digits(high)}{_SPACE}%"


def ratio(part: int, whole: int) -> str:
    r"""A part of a whole, as a percentage; a dash of nothing.

    >>> ratio(1, 3), ratio(0, 0)
    ('33\xa0%', '–')
    """
    return percent(part / whole) if whole else "–"


def _digits(share: float) -> str:
    if share in (0, 1):
        return f"{100 * share:.0f}"
    return f"{100 * share:.0f}" if share >= 0.0995 else f"{100 * share:.1f}"


def too_few(what: str, items: int, letters: int) -> str:
    """Why something is not drawn.

    >>> too_few("rates by year", 1, 1)
    'Too few letters for rates by year: 1 item of 1 letter. A share needs ten items of ten letters, or about that much.'
    """
    return (
        f"Too few letters for {what}: {count(items, 'item')} of {count(letters, 'letter')}."
        " A share needs ten items of ten letters, or about that much."
    )


def times(value: float) -> str:
    """An odds ratio, with two digits that count.

    >>> times(0.2953), times(1.907), times(12.34), times(120.4)
    ('0.30', '1.9', '12', '120')
    """
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"
