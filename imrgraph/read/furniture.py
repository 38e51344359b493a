"""The page around the words: lines of a letter, and which of them are running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

CASE_NUMBER = r"CM\s?\d{2}\s?[-\u2010-\u2014\u2212\x96\x97]\s?\d{5,7}"


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int  # without surrounding white space; start == end for a blank line
    new_page: bool


def lines_of(text: str) -> list[Line]:
    lines, new_page = [], False
    for match in re.finditer(r"([^\n\r\f]*)(\r\n|\n|\r|\f|\Z)", text):
        raw = match[1]
        body = raw.strip()
        start = match.start() + (len(raw) - len(raw.lstrip()) if body else 0)
        lines.append(Line(start, start + len(body), new_page))
        new_page = match[2] == "\f" or (new_page and not body)
        if match.end() == len(text):
            break
    return lines


@cache
def inline_furniture() -> re.Pattern[str]:
    return re.compile(
        r"(?:Page\s{1,3}\d{1,2}(?:\s{1,3}of\s{1,3}\d{1,2})?\s{1,3})?"
        r"(?:Notice\s{1,3}of\s{1,3}Independent\s{1,3}Medical\s{1,3}Review|Final)\s{1,3}Determination\s{1,3}Letter"
        r"\s{1,3}for\s{1,3}IMR\s{1,3}Case\s{1,3}Number:?\s{0,3}" + CASE_NUMBER
        + r"(?:[ \t]{1,80}(?:Page[ \t]{1,3})?\d{1,2}(?:[ \t]{1,3}of[ \t]{1,3}\d{1,2})?(?=\s|\Z))?",
        re.IGNORECASE,
    )  # fmt: skip


@cache
def emphasis() -> re.Pattern[str]:
    """The marks around bold words of a text that was taken from a web page."""
    return re.compile(r"\*\*(?=[^\s*])|(?<=[^\s*])\*\*")


@cache
def furniture_line() -> re.Pattern[str]:
    return re.compile(
        r"(?:Page\s*\|?:?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|-\s*\d{1,3}\s*-|\d{1,3}\s*\|\s*P\s*a\s*g\s*e"
        r"|IMR\s+Case\s+Number:?\s+" + CASE_NUMBER + r"\s+(?:Page\s+)?\d{1,3}(?:\s+of\s+\d{1,3})?"
        r"|(?:[A-Z][A-Za-z ,.]{0,80}\s)?" + CASE_NUMBER + r"\s*[-|,]?\s*Page\s*\d{1,3}(?:\s*of\s*\d{1,3})?"
        r"|Page\s*\d{1,3}(?:\s*of\s*\d{1,3})?\s*[-|,]?\s*(?:[A-Z][A-Za-z ,.:]{0,80}\s)?"
        + CASE_NUMBER
        + r"|(?-i:CONFIDENTIAL)\b[^\n]{0,120}"
        r"|\(\d{3}\)\s?\d{3}-\d{4}\s+Fax:?\s*\(\d{3}\)\s?\d{3}-\d{4})\Z",
        re.IGNORECASE,
    )


@cache
def _of_the_letter() -> re.Pattern[str]:
    """What a letter says again and again, at a page's edge too: outcomes and labels."""
    return re.compile(
        r"\b(?:upheld|overturned|modified|partially|(?:non-?)?certified|necessary|appropriate|guidelines?|rationale)\b",
        re.IGNORECASE,
    )


def furniture_of(text: str, lines: list[Line]) -> set[Line]:
    """Lines that belong to the page: running heads and feet, page numbers beside a page's edge."""
    written = [line for line in lines if line.end > line.start]
    edge: set[int] = set()
    for i, line in enumerate(written):
        if line.new_page:
            edge.update(j for j in (i - 2, i - 1, i, i + 1) if 0 <= j < len(written))
    shape = [re.sub(r"\d+", "0", text[line.start : min(line.end, line.start + 160)]) for line in written]
    repeated = Counter(shape[i] for i in edge)
    found: set[Line] = set()
    for i, line in enumerate(written):
        words = text[line.start : line.end] if line.end - line.start <= 200 else ""
        if not words:
            continue
        if (
            furniture_line().match(words)
            or (inline_furniture().match(words) and len(inline_furniture().sub("", words).strip()) <= 3)
            or (
                i in edge
                and repeated[shape[i]] >= 2
                and len(words) > 3
                and not words.endswith((".", ":", ",", ";"))
                and not _of_the_letter().search(words)
            )
        ):
            found.add(line)
    for i, line in enumerate(written):  # a lone number at a page's edge or beside its furniture
        words = text[line.start : min(line.end, line.start + 4)]
        if re.fullmatch(r"\d{1,2}", words) and line.end - line.start <= 2:
            near = written[max(0, i - 1) : i] + written[i + 1 : i + 2]
            if i in edge or any(other in found for other in near):
                found.add(line)
    return found
