"""Diagnosis codes as letters print them: ICD-9-CM, ICD-10-CM, DSM."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_NINE = r"(?:[VE]\d{2,3}(?:\.\d{1,2})?|(?=[\dO]*\d)[\dO]{3}\.[\dO]{1,2})"  # with a letter O as some are typed: kept as printed
_TEN = r"(?:[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4})"
_BARE = (
    r"(?:\d{3}|[A-TV-Z]\d{2})"  # without a point only where brackets or a system's name say that it is a code
)
_PACKED = r"(?:[A-Z]\s\d[0-9A-Z]\.[0-9A-Z]{1,4}|(?!(?:19|20)\d\d\b)\d{4,5}|[VE]\d{3,4}|[A-Z]\d[0-9A-Z]{2,5})(?!\w)"  # only where a name says so
_SYSTEM = r"(?:ICD\s?-?\s?(?:9|10)?(?:\s?-?\s?CM)?|DSM\s?-?\s?(?:IV|5|V)?(?:\s?-?\s?TR)?)(?:\s+(?:diagnos[it]+[cs]\s+)?(?:codes?|dx))?\s?[:#]?"


@dataclass(frozen=True, slots=True)
class Code:
    """A code printed at `text[start:end]`; `open` is where its bracket or its system's name begins.

    `named` says that the system's name stands before it, so that it cannot be a mere number.
    """

    start: int
    end: int
    value: str
    open: int
    named: bool = False


_DIGIT = re.compile(r"\d")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<named>\b{_SYSTEM})\s*\(?(?P<a>{_PACKED}|{_NINE}|{_TEN}|{_BARE})(?![\d/-])(?!\.\d)"
        rf"|[(\[]\s*(?:{_SYSTEM}\s*)?(?P<list>(?:{_NINE}|{_TEN}|{_BARE})(?:\s?[,;/&]\s?(?:and\s)?(?:{_NINE}|{_TEN}|{_BARE}))*)\s*[)\]]"
        rf"|(?<![\w.$#/-])(?P<b>{_TEN}|(?=[\dO]*\d)[\dO]{{3}}\.[\dO]{{1,2}}|[VE]\d{{2,3}}\.\d{{1,2}})(?![\w%/]|\.\d|\s?(?:mg|mcg|ml|mm|cm|lbs?|pounds|degrees|kg|g|units?|miles|dollars|hours|percent)\b)",
        re.IGNORECASE,
    )


def find_codes(text: str) -> list[Code]:
    """Every stated code, in text order; spinal levels ("T12"), measures and dates are none.

    >>> [c.value for c in find_codes("lumbago (724.2), disc displacement (722.10, 722.52) at (T12), ICD-10: M54.5")]
    ['724.2', '722.10', '722.52', 'M54.5']
    """
    if not _DIGIT.search(text):
        return []
    found = []
    for m in _pattern().finditer(text):
        if m["list"]:
            named = re.search(_SYSTEM, text[m.start() : m.start("list")], re.IGNORECASE)
            for piece in re.finditer(rf"{_NINE}|{_TEN}|{_BARE}", m["list"], re.IGNORECASE):
                if named or not re.fullmatch(r"[CTLS]\d{1,2}", piece[0], re.IGNORECASE):
                    at = m.start("list")
                    found.append(Code(at + piece.start(), at + piece.end(), piece[0], m.start(), bool(named)))
            continue
        name = "a" if m["a"] else "b"
        if name == "a" and re.fullmatch(r"\d{1,2}|9|10", m[name]):
            continue
        opening = m.start()
        if opening and text[opening - 1] in "([":
            opening -= 1
        found.append(Code(m.start(name), m.end(name), m[name], opening, name == "a"))
    return found
