"""The labels that introduce statements, rationales and items: "MAXIMUS guideline:", "Decision rationale:"."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache

from imrgraph.segment.headings import spaced
from imrgraph.segment.markers import OUTCOME_WORDS, Mark, Marker
from imrgraph.segment.numbers import RANGE
from imrgraph.segment.opened import opened

_COLON = r"(?:[:;]|-{1,2}(?=\s|(?-i:[A-Z])))"
_EITHER = "(?:expert|physician|professional|medical|imr)"
_GUIDE = "(?:decision )?(?:guide ?lines?|citations?|criteria)(?:/evidence)?"
_OF_PAYER = "(?:the )?(?:claims? (?:administrator|examiner)|ur|utilization review(?:er)?)(?:'?s)?"
_OF_JUDGE = f"(?:the )?(?:maximus(?: federal services)?|imr|(?:{_EITHER} )?reviewer)(?:'?s)?"
_SAID = "(?:(?:has )?(?:cited|used|relied (?:up)?on|referenced))"
_TAIL = (
    r"\s{0,3}(?:\(s\)\s{0,2})?(?:(?:cited|used|relied\s+upon)\s{0,2})?"
    rf"(?:{_COLON}|(?=\s{{1,3}}(?:decision\s+based|the\s+(?:claims|expert|physician))\b))"
)

_END = rf"(?:{_COLON}|$)"

# what a label is, in lower case, and what closes it; these begin a line or a sentence
_IN_LINES = (
    (Mark.ADMINISTRATOR, f"{_OF_PAYER} {_GUIDE}", _TAIL),
    (Mark.REVIEWER, f"{_OF_JUDGE} {_GUIDE}", _TAIL),
    (Mark.RATIONALE, f"(?:(?:the )?(?:{_EITHER} )?reviewer(?:'?s) )?decision rationales?(?:\\(s\\))?", r"\s{0,3}" + _END),
)  # fmt: skip
# these begin a line
_OF_LINES = (
    (Mark.RATIONALE, "rationales?(?:\\(s\\))? for (?:the |his/her |its )?(?:decision|determination)", r"[ \t]*" + _END),
    (Mark.RATIONALE, "rationale for why the requested (?:treatments?|services?)(?:/services?)?(?:\\(s\\))? (?:is|was|are|were)(?:/(?:was|were))?(?: \\(?not\\)?)?(?: partially)? medically necessary(?: and appropriate)?", r"[ \t]*:?"),
    (Mark.RATIONALE, f"(?:(?:the )?(?:{_EITHER} )?reviewer(?:'?s)? |maximus(?:'?s)? )rationales?", r"[ \t]*" + _END),
    (Mark.RATIONALE, "rationales?", r"[ \t]*" + _COLON),
    (Mark.STATEMENT, "section(?:\\(s\\)|s)? of the medical treatment utilization schedule(?: \\(mtus\\))? relied upon by the (?:expert|physician) reviewer(?: to make (?:his/her|their|the|his|her) decision)?", r"[ \t]*:?"),
    (Mark.STATEMENT, "medical treatment guidelines?(?:\\(s\\))? relied upon by (?:the )?professional reviewer(?: and why)?", r"[ \t]*:?"),
)  # fmt: skip
# these are also the beginning of a sentence, "The Claims Administrator cited:", and so need an end before them
_TOLD = (
    (Mark.ADMINISTRATOR, f"(?:{_GUIDE} {_SAID} by {_OF_PAYER}|{_OF_PAYER} {_SAID}|(?:ca|c/a) {_GUIDE}|administrator(?:'s)? {_GUIDE})", r"\s{0,3}" + _COLON),
    (Mark.REVIEWER, f"(?:{_GUIDE} {_SAID} by {_OF_JUDGE}|{_OF_JUDGE} {_SAID})", r"\s{0,3}" + _COLON),
)  # fmt: skip
_REGARDING = spaced("regarding the (?:retrospective |prospective |concurrent )?requests? (?:for|of)") + r"\b"
_LONGEST_NUMBER = 400  # characters of a range of items' numbers
_FIRST_TOLD = len(_IN_LINES + _OF_LINES)
_ITEM = _FIRST_TOLD + len(_TOLD)


@cache
def patterns() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    """What each label is, wherever in a text; those of `_TOLD` hold only where `ends_before` does."""
    begins = r"(?:^|(?<=[.:]\s)|(?<=held\s)|(?<=rned\s)|(?<=fied\s))[ \t]*"
    raw = (
        *((mark, begins + spaced(words) + tail) for mark, words, tail in _IN_LINES),
        *((mark, r"^[ \t]*" + spaced(words) + tail) for mark, words, tail in (*_OF_LINES, *_TOLD)),
        (Mark.ITEM, rf"^[ \t]*(?:{RANGE})?{_REGARDING}(?:\s+(?:an?|the)\b)?"),
    )
    return tuple((mark, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for mark, pattern in raw)


@cache
def _beginnings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Where the words of labels stand in an `opened` text, behind few characters that a search can run ahead to.

    The groups are the place where the label's pattern begins, and the label by its number in `patterns`.
    """

    def any_of(labels: tuple[tuple[Mark, str, str], ...], first: int) -> str:
        return (
            "(?="
            + "|".join(f"(?P<label{i}>{spaced(words)})" for i, (_, words, _) in enumerate(labels, first))
            + ")"
        )

    sentence = r"[\n.:d](?:(?<=\n)|(?<=[.:])\s|(?<=held|rned|fied)\s)(?P<begin>)[ \t]*"
    line = r"\n(?P<begin>)[ \t]*"
    return (
        re.compile(sentence + any_of(_IN_LINES, 0)),
        re.compile(line + any_of(_OF_LINES + _TOLD, len(_IN_LINES))),
        re.compile(_REGARDING),
    )


def is_told(i: int) -> bool:
    """Whether a pattern's labels are also the beginning of a sentence."""
    return _FIRST_TOLD <= i < _ITEM


@lru_cache(maxsize=1)  # a letter is asked for its labels as a whole, then item by item
def _places(text: str) -> tuple[tuple[int, int], ...]:
    """Where in a text which pattern can match, ascending."""
    lower = opened(text)
    *beginnings, regarding = _beginnings()
    found = [
        (m.start("begin") - 1, int((m.lastgroup or "").removeprefix("label")))
        for beginning in beginnings
        for m in beginning.finditer(lower)
    ]
    for m in regarding.finditer(lower):
        line = lower.rfind("\n", max(0, m.start() - _LONGEST_NUMBER), m.start())
        if line >= 0:
            found.append((line, _ITEM))
    return tuple(sorted(found))


def labels(text: str, start: int, end: int) -> list[Marker]:
    """The labels between two positions, in text order."""
    places = _places(text)
    found = []
    for begin, i in places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]:
        mark, pattern = patterns()[i]
        m = pattern.match(text, begin, end)
        if m and (not is_told(i) or ends_before(text, begin)):
            found.append(Marker(begin + len(m[0]) - len(m[0].lstrip()), m.end(), mark))
    out: list[Marker] = []
    for marker in sorted(found):
        if not out or marker.start >= out[-1].end:  # no label within a label that a line end cuts
            out.append(marker)
    return out


def ends_before(text: str, line: int) -> bool:
    """Whether the line before one ends a sentence, a paragraph or an outcome, as far as a line can tell."""
    before = text[max(0, line - 40) : line]
    return (
        before.endswith("\n\n")
        or not before
        or bool(re.search(rf"(?:[.:)\]]|\b{OUTCOME_WORDS})\s*\Z", before, re.I))
    )
