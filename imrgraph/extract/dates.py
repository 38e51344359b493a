"""Dates as letters print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
DATE = (
    rf"(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?(?:\d{{4}}|\d{{2}})(?!\d)|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `text[start:end]`."""

    start: int
    end: int
    value: date


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d/])(?<!\d-){DATE}(?![/\d])", re.IGNORECASE)


def find_dates(text: str) -> list[FoundDate]:
    """All dates with day, month and year, in text order; impossible ones ("2/31/2014", "10/204") are left out."""
    found = []
    for m in _pattern().finditer(text):
        value = parse_date(m[0])
        if value is not None:
            found.append(FoundDate(m.start(), m.end(), value))
    return found


def parse_date(text: str) -> date | None:
    """Read one date, month first; two-digit years are 1931 to 2030.

    >>> parse_date("Dec. 5, 2013"), parse_date("6-22-00"), parse_date("2/31/2014")
    (datetime.date(2013, 12, 5), datetime.date(2000, 6, 22), None)
    """
    words = re.findall(r"\d+|[A-Za-z]+", text)
    words = [w for w in words if w.lower() not in {"st", "nd", "rd", "th"}]
    if len(words) != 3:
        return None
    named = [w for w in words if w.isalpha()]
    if named:
        month = _MONTHS.get(named[0].lower(), 0)
        numbers = [int(w) for w in words if w.isdigit()]
        if len(numbers) != 2:
            return None
        day, year = numbers
    elif len(words[0]) == 4:
        year, month, day = map(int, words)
    else:
        month, day, year = map(int, words)
        if len(words[2]) == 2:
            year += 2000 if year <= 30 else 1900
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1931 <= found.year <= 2035 else None
