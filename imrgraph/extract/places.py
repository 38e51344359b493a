"""Body parts, sides and spinal levels as letters write them beside a complaint or in an item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.why import Told, value_of
from imrgraph.records import Laterality, Span
from imrgraph.vocab import load_vocabulary, matcher
from imrgraph.vocab.cued import Cued

if TYPE_CHECKING:
    from imrgraph.vocab import Match

SIDE = r"left|right|bilateral(?:ly)?|both|b/l|bilat\.?|lt\.?|rt\.?"
_MIDLINE = frozenset(
    [
        "neck",
        "cervical-spine",
        "thoracic-spine",
        "lumbar-spine",
        "cervicothoracic-spine",
        "thoracolumbar-spine",
        "spine",
        "back",
        "sacrum",
        "coccyx",
        "trunk",
        "chest",
        "abdomen",
        "pelvis",
        "head",
        "brain",
        "face",
        "nose",
        "mouth",
        "throat",
        "skin",
        "whole-body",
        "stomach",
        "bowel",
        "liver",
        "bladder",
        "heart",
        "genitals",
    ]
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A body part at `text[start:end]`, with the side written right before it, and where that is written."""

    start: int
    end: int
    iri: str
    side: Laterality | None = None
    label: str = ""  # the vocabulary's label, folded
    side_at: Span | None = None

    @property
    def midline(self) -> bool:
        return self.iri.rsplit("/", 1)[-1] in _MIDLINE


@cache
def _no_place() -> Cued:
    """Words around which a label of a body part is none: "went back to work", "on the other hand", "3 foot fall"."""
    return Cued(
        r"(?:went|go|goes|going|came|come|cut|held|called|get|gets|getting|dated?|dating|fell|pushed|pulled|stepped|moved|return(?:ed)?|weaned?|sent|way|at|look(?:ed|ing)?|gave|put)\s+(?P<a>back)\b"
        r"|\b(?P<b>back)\s+(?:to\s+(?!(?:the\s+)?(?:leg|foot|thigh|buttock))|at\s+work|in\s+(?:19|20)\d\d|on\s+\d|up\b(?!per)|and\s+forth|home\b)"
        r"|\bother\s+(?P<c>hand)\b|\b(?P<d>hand)(?=\s*(?:ed\b|written|out\b|s-on|held|dominan|controls?))|\b\w+\s+(?P<e>foot)\s+(?:fall|ladder|high|drop|tall|height)"
        r"|\b\d+\s*-?\s*(?P<f>feet|foot)\b|\b(?P<g>face)\s*-?\s*to\b|\bto\s*-?\s*(?P<h>face)\b|\b(?P<i>head|heads?)\s*-?\s*(?:to|of\s+the\s+dep|on\s+collision|injury\s+law)"
        r"|\b(?P<j>chest)\s+(?=x-?\s?rays?\s+was\s+normal)|\b(?P<k>radius)\s+of\s+\d",
        re.IGNORECASE,
    )  # fmt: skip


def places(text: str) -> list[Place]:
    """Every body part in a text, in text order.

    >>> [(p.iri.rsplit("/", 1)[-1], p.side) for p in places("went back to work; left knee")]
    [('knee', <Laterality.LEFT: 'Left'>)]
    """
    matches = matcher("bodypart").find(text)
    if not matches:
        return []
    none = {
        m.span(name) for m in _no_place().finditer(text) for name, words in m.groupdict().items() if words
    }
    found = []
    sided = may_name_side(text)
    for match in matches:
        if none and any(start <= match.start and match.end <= end for start, end in none):
            continue
        side = (side_before(text, match.start) if sided else None) or _own_side(match)
        found.append(
            Place(
                match.start,
                match.end,
                match.concepts[0],
                value_of(side),
                match.label,
                side.span if side else None,
            )
        )
    return found


def _own_side(match: Match) -> Told[Laterality] | None:
    """RUE, LLE, BUE: the side is the first letter."""
    if len(match.label) != 3 or match.label[1:] not in {"ue", "le"}:
        return None
    side = {"l": Laterality.LEFT, "r": Laterality.RIGHT, "b": Laterality.BILATERAL}.get(match.label[0])
    return _side_at(side, match.start, match.end) if side else None


def _side_at(side: Laterality, start: int, end: int) -> Told[Laterality]:
    return Told(side, "side-written", Span(start, end))


def read_side(word: str) -> Laterality:
    """The side that a word of `SIDE` names."""
    first = word.lower()[:2]
    return {"le": Laterality.LEFT, "lt": Laterality.LEFT, "ri": Laterality.RIGHT, "rt": Laterality.RIGHT}.get(
        first, Laterality.BILATERAL
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<two>\b(?:left\s*(?:and|&|/|or)\s*(?:the\s+)?right|right\s*(?:and|&|/|or)\s*(?:the\s+)?left))(?P<gap1>(?:[\s/-]+[\w'/-]+){{0,3}}[\s/-]*)\Z"
        rf"|\b(?P<one>{SIDE}|\(l\)|\(r\))(?:\s*-?\s*sided)?(?!\s*-?\s*(?:hand\s+dominant|handed))(?P<gap2>(?:[\s/-]+[\w'/-]+){{0,3}}[\s/-]*)\Z",
        re.IGNORECASE,
    )


_LETTER = re.compile(r"(?:\A|[\s(/,;])([LR])[\s/-]+\Z")


@cache
def _words_of_side() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{SIDE})|\([lr]\)", re.IGNORECASE)


# what holds none of these holds no word of a side; quickly seen, as each begins with one of four characters
_LIKE_SIDE = re.compile(r"left|right|bi|both|b/l|[lr]t|\([lr]\)", re.IGNORECASE)
_CROSSES = re.compile(
    r"\b(?:of|in|with|to|for|on|by|and|or|at|from|the|is|was|has|had|than|over)\b", re.IGNORECASE
)


_LIKE_ANY_SIDE = re.compile(_LIKE_SIDE.pattern + r"|\(b\)|(?-i:[LR][\s/-])", re.IGNORECASE)


def may_name_side(text: str) -> bool:
    """Whether a side may be written anywhere in a text: asked once, where each of its places would look for one."""
    return _LIKE_ANY_SIDE.search(text) is not None


def side_before(text: str, start: int) -> Told[Laterality] | None:
    """The side written right before a place, at most three words away in the same noun phrase."""
    begins = max(0, start - 45)
    zone = text[begins:start]
    letter = _LETTER.search(zone) if "L" in zone or "R" in zone else None
    if letter:
        side = Laterality.LEFT if letter[1] == "L" else Laterality.RIGHT
        return _side_at(side, begins + letter.start(1), begins + letter.end(1))
    if not _LIKE_SIDE.search(zone):
        return None
    tried = [x for at in _words_of_side().finditer(zone) if (x := _before().match(zone, at.start()))]
    if not tried:
        return None
    m = next((x for x in tried if x["two"] and not _CROSSES.search(x["gap1"])), tried[-1])
    if _CROSSES.search(m["gap1"] or m["gap2"] or ""):
        return None
    words = "two" if m["two"] else "one"
    if m["two"]:
        side = Laterality.BILATERAL
    else:
        letters = {"(l)": Laterality.LEFT, "(r)": Laterality.RIGHT}
        side = letters.get(m["one"].lower()) or read_side(m["one"])
    return _side_at(side, begins + m.start(words), begins + m.end(words))


@cache
def _after() -> Cued:
    return Cued(
        rf"\s*(?:\(\w{{3,7}}\.?\w{{0,4}}\)\s*)?(?:,|-|:)?\s*\(?(?:(?:on|of|to|in)\s+(?:the\s+|his\s+|her\s+)?)?\b(?P<side>{SIDE})\b"
        r"(?=\s*(?:side|sided|\Z|[.,;:()\d>]|and\b|greater|more|worse|than))"
        r"|\s*,?\s*\((?P<letter>L|R|B)\)",
        re.IGNORECASE,
    )


def side_after(text: str, end: int) -> Told[Laterality] | None:
    """The side written right behind a mention ("Plantar Fasciitis, Left")."""
    m = _after().match(text, end)
    if not m:
        return None
    if m["letter"]:
        letters = {"l": Laterality.LEFT, "r": Laterality.RIGHT, "b": Laterality.BILATERAL}
        return _side_at(letters[m["letter"].lower()], *m.span("letter"))
    return _side_at(read_side(m["side"]), *m.span("side"))


@cache
def level_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.])([CTLS])\s?(\d{1,2})(?:\s?(?:-|/|to|through)\s?([CTLS])?\s?(\d{1,2}))?(?:\s?-\s?([CTLS])?(\d{1,2}))?(?![\w.]\d|\d|%|\s?mg)"
    )


_DIGIT = re.compile(r"\d")


def find_levels(text: str) -> list[tuple[int, int, str]]:
    """Every spinal level in a text with where it starts and ends, in text order.

    >>> find_levels("disc bulges at L4-5 and C9")
    [(15, 19, 'L4-L5')]
    """
    if not _DIGIT.search(text):
        return []
    return [(m.start(), m.end(), level) for m in level_pattern().finditer(text) if (level := read_level(m))]


def read_level(m: re.Match[str]) -> str | None:
    """`"L4-L5"` of "L4-5", "L4/L5" or "L4 to L5"; None where the numbers are no vertebrae.

    >>> read_level(level_pattern().search("at L5-S1"))
    'L5-S1'
    """
    most = {"C": 8, "T": 12, "L": 6, "S": 5}
    first = (m[1].upper(), int(m[2]))
    points = [first]
    for letter, number in ((m[3], m[4]), (m[5], m[6])):
        if number:
            points.append(((letter or points[-1][0]).upper(), int(number)))
    if len(points) > 1 and points[1][1] == 1 and m[3] is None and points[0][0] == "L":
        points[1] = ("S", 1)
    if any(not 1 <= n <= most[c] for c, n in points):
        return None
    return "-".join(f"{c}{n}" for c, n in points)


def level_part(level: str) -> str:
    """The part of the spine that a level belongs to."""
    name = {"C": "cervical-spine", "T": "thoracic-spine", "L": "lumbar-spine"}.get(level[0], "lumbar-spine")
    return load_vocabulary("bodypart").iri(name)
