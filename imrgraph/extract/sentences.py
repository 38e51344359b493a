"""Sentences of the cleaned text, with the abbreviations that clinical notes end in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, wraps

from imrgraph.records import Span

_SHORT = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "vs",
        "no",
        "nos",
        "pg",
        "pgs",
        "pp",
        "p",
        "ch",
        "fig",
        "al",
        "inc",
        "approx",
        "e.g",
        "i.e",
        "etc",
        "st",
        "ave",
        "sec",
        "wk",
        "wks",
        "yr",
        "yrs",
        "hr",
        "hrs",
        "mo",
        "min",
        "max",
        "st",
        "jr",
        "sr",
        "dept",
        "ft",
        "lb",
        "lbs",
        "tab",
        "tabs",
        "cap",
        "caps",
        "vol",
        "ed",
        "eds",
        "rev",
        "resp",
        "dx",
        "hx",
        "rx",
        "sx",
        "tx",
        "fx",
        "ca",
        "u.s",
        "b.i.d",
        "t.i.d",
        "q.d",
        "q.h.s",
        "p.r.n",
        "md",
        "m.d",
        "d.c",
        "d.o",
        "r/o",
    ]
)


# units, which close a sentence where the next one begins with a word: "lifting over 10 lbs. Plain films were normal."
_UNITS = frozenset(["wk", "wks", "yr", "yrs", "hr", "hrs", "mo", "min", "ft", "lb", "lbs", "tabs", "caps"])
_KEPT = 16  # passages whose sentences are kept, since all extractors want those of the same few
_LONGEST = 200_000  # characters of a passage that is kept
LONGEST = 1500  # characters; what runs on further is cut, so that work stays in step with the text


@cache
def _end() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"')\]]*(?=\s|\Z)|\n\n")


Cut = Callable[[str, Span], tuple[Span, ...]]


def kept(cut: Cut) -> Cut:
    """The same function, which cuts the passages of a letter once for all who ask."""
    known = lru_cache(_KEPT)(cut)

    @wraps(cut)
    def found(text: str, span: Span) -> tuple[Span, ...]:
        return (known if span.end - span.start <= _LONGEST else cut)(text, span)

    return found


@kept
def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """Cut a span into sentences, without surrounding white space."""
    out: list[Span] = []
    start = span.start
    for m in _end().finditer(text, span.start, span.end):
        if m[0] != "\n\n" and not _closes(text, m, span.end):
            continue
        _add(out, text, start, m.end())
        start = m.end()
    _add(out, text, start, span.end)
    return tuple(out)


@kept
def short_sentences(text: str, body: Span) -> tuple[Span, ...]:
    """Sentences, those that never end cut at white space."""
    out = []
    for sentence in sentences(text, body):
        start = sentence.start
        while sentence.end - start > LONGEST:
            cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in ("; ", "\n", ", "))
            cut = (
                cut
                if cut > 0
                else max(text.rfind(" ", start + LONGEST // 2, start + LONGEST), start + LONGEST - 1)
            )
            out.append(Span(start, cut + 1))
            start = cut + 1
        while start < sentence.end and text[start].isspace():
            start += 1
        if start < sentence.end:
            out.append(sentence if start == sentence.start else Span(start, sentence.end))
    return tuple(out)


def _closes(text: str, m: re.Match[str], end: int) -> bool:
    if m[0][0] in "!?":
        return True
    last = _last_word(text[max(0, m.start() - 20) : m.start()]).lower()
    following = text[m.end() : min(end, m.end() + 40)].lstrip()
    if last in _UNITS and re.match(r"[A-Z][a-z]{2,}\s", following):
        return True
    if last in _SHORT or (len(last) == 1 and last.isalpha()):
        return bool(following) and following[0].isupper() and last not in _SHORT and len(m[0]) > 1
    if (
        last[-1:].isdigit()
        and re.fullmatch(r"#?\d{1,2}", last)
        and re.match(r"[A-Za-z]", following)
        and re.search(r"(?:^|[\s:.;])#?\d{1,2}\Z", text[max(0, m.start() - 6) : m.start()])
    ):
        before = text[max(0, m.start() - len(last) - 3) : m.start() - len(last)].rstrip()
        return bool(before) and before[-1] not in ".:;,)" and not following[0].isupper()
    return not following or not following[0].islower()


def _last_word(text: str) -> str:
    """What stands behind the last white space or bracket; empty where one of these ends the text."""
    behind = text.rpartition("(")[2]
    return "" if not behind or behind[-1].isspace() else behind.rsplit(None, 1)[-1]


def _add(out: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        out.append(Span(start, end))
