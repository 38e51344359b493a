"""What a disputed item asks for that no concept was found for, or was found for in a misspelling only."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.history_cues import is_generic
from imrgraph.extract.spelling import mended
from imrgraph.gaps.lists import entries, is_drug_like, is_place
from imrgraph.gaps.words import alternatives, is_name, name_in, rules
from imrgraph.records import Span
from imrgraph.vocab import matcher

if TYPE_CHECKING:
    from imrgraph.vocab import Match

_JOINED = re.compile(r"(?:\b(?:and|plus|as\s+well\s+as)|[;&+])\Z", re.IGNORECASE)
_JOINED_BEHIND = re.compile(r"\s*(?:and|plus|as\s+well\s+as|[;&+])(?!\w)", re.IGNORECASE)
_DOSE = re.compile(r"\s*,?\s*\d+(?:[.,/-]\d+)*\s?(?:mg|mcg|ug|meq|%)", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[a-z-]+(?:al|ic|ar|ous|ior|ary|ive|oid)")
_WORD = re.compile(r"[A-Za-z]+")


@cache
def _reason() -> re.Pattern[str]:
    """Where an item turns from what is asked for to why, when, how and by whom."""
    return re.compile(rf"(?<![\w-])(?:{alternatives(rules()['item']['ends'])})(?!\w)", re.IGNORECASE)


def names_asked_for(item: str) -> list[Span]:
    """The names in an item that no label of a treatment stands in, in text order.

    Beside labels only what is asked for too counts, not how: a name joined by "and" or a semicolon, a drug in brackets
    or with a dose, a name with a capital in a list.

    >>> items = ["Zorbatril 10 mg #30 and MRI of the knee", "MRI, open, with contrast", "Zorba pads, large"]
    >>> [item[s.start : s.end] for item in items for s in names_asked_for(item)]
    ['Zorbatril', 'Zorba pads']
    """
    labels = [m for m in matcher("treatment").find(item) if not _is_general(m)]
    turn = _reason().search(item, labels[0].end if labels else 0)
    limit = turn.start() if turn else len(item)
    found: list[Span] = []
    for entry in entries(item, 0, limit):
        name = _name(item, entry)
        if name is not None and (_is_asked_for(item, entry, name, limit) or not (labels or found)):
            found.append(name)
    return found


def _name(item: str, entry: Span) -> Span | None:
    name = name_in(item, entry.start, entry.end)
    if name is None or is_place(item, name):
        return None
    words = item[entry.start : entry.end]
    if any(not _is_general(m) for m in matcher("treatment").find(words)):
        return None
    is_reason = any(
        m.end == name.end - name.start for m in matcher("condition").find(item[name.start : name.end])
    )
    return None if is_reason else name


def _is_general(match: Match) -> bool:
    """Whether a label stands for a whole category, or names nothing by itself ("refills")."""
    return is_generic(match.concepts) or (" " not in match.label and not is_name(match.label))


def _is_asked_for(item: str, entry: Span, name: Span, limit: int) -> bool:
    """Whether a name beside others is something to be asked for, and not only how it is done or given."""
    words, before = item[name.start : name.end], item[: entry.start].rstrip()
    if _ADJECTIVE.fullmatch(words):
        return False
    if before.endswith("("):
        return is_drug_like(words)
    if _DOSE.match(item, name.end, limit):
        return is_drug_like(words)
    joined = _JOINED.search(before) or (_JOINED_BEHIND.match(item, entry.end, limit) and not before)
    return bool(joined) or (before.endswith(",") and words[0].isupper() and is_drug_like(words))


def misspelt_words(item: str) -> list[Span]:
    """The words of an item that had to be put right before a treatment was found in it.

    >>> [item[s.start : s.end] for item in ["Acupunncture x 6"] for s in misspelt_words(item)]
    ['Acupunncture']
    """
    better = mended(item)
    if better is None:
        return []
    before, after = list(_WORD.finditer(item)), _WORD.findall(better)
    return [Span(*m.span()) for m, word in zip(before, after, strict=False) if m[0].lower() != word.lower()]
