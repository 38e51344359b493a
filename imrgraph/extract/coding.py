"""Which condition a printed code belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.extract.code_check import Named, Verdict, belongs, check_code, owners
from imrgraph.extract.mention import Mention
from imrgraph.records import Ambiguous, Resolution, Resolved, Unresolved
from imrgraph.vocab import icd_codes, load_vocabulary

if TYPE_CHECKING:
    from imrgraph.extract.codes import Code
    from imrgraph.extract.context import Context

Entry = tuple[int, int, list[Mention]]  # where a label stands, and what it states


def coded(text: str, codes: list[Code], main: list[Entry], context: Context) -> list[Mention]:
    """Give each code to the condition it is printed with; without one its words are an unresolved condition.

    A code that no system has, or that contradicts what it is printed with, is kept and marked.
    """
    extra: list[Mention] = []
    _codes_without_point(text, main)
    floor = 0
    for code in codes:
        before = [m for m in main if floor <= m[0] and m[1] <= code.open + 1]
        entries = _of_condition(text, code, before) or _of_next(text, code, floor, main)
        if entries:
            _give(code, [mention for entry in entries for mention in entry[2]], _named(text, code, entries))
        elif code.named or not before or not text[floor : code.open].strip(" ,;/&"):
            extra += _alone(text, code, floor, context)
        if not entries or not text[code.end : code.end + 3].lstrip().startswith((",", ";", "/")):
            floor = code.end
    return extra


def _of_condition(text: str, code: Code, before: list[Entry]) -> list[Entry]:
    """The condition right before a code, with those that its entry joins, or an earlier one whose code it clearly is."""
    found = [m for m in reversed(before) if m[2] and _same_entry(text[m[1] : code.open])]
    if not found:
        return []
    entries = _of_one_entry(text, before, found[0])
    if check_code(code.value, _named(text, code, entries)) is Verdict.CONTRADICTS:
        return next(([m] for m in found[1:] if belongs(code.value, _named(text, code, [m]))), entries)
    return entries


def _of_next(text: str, code: Code, floor: int, main: list[Entry]) -> list[Entry]:
    """The condition that a code stands in front of, where an entry begins with the code."""
    entry = next((m for m in main if m[0] >= code.end), None)
    begins = not text[floor : code.open].strip(" \t\n.,;:()-#0123456789") or re.search(
        r"[.;:]\s*\Z|\d[.)]\s*\Z", text[: code.open]
    )
    if entry is None or not begins:
        return []
    between = text[code.end : entry[0]]
    if not re.fullmatch(r"[\s)\]:,-]*(?:\w+\s+){0,3}", between):
        return []
    contradicts = check_code(code.value, _named(text, code, [entry])) is Verdict.CONTRADICTS
    return [] if contradicts and "," in between else [entry]


def _named(text: str, code: Code, entries: list[Entry]) -> Named:
    """What a code is held against: the words from its conditions to the code, and what was read in them."""
    found = [mention for entry in entries for mention in entry[2]]
    start = min([code.open, *(entry[0] for entry in entries), *(mention.start for mention in found)])
    end = max([code.end, *(entry[1] for entry in entries)])
    return Named(
        words=text[start : code.open] + " " + text[code.end : end],
        concepts=tuple(dict.fromkeys(c for m in found for c in _possible(m.resolution))),
        parts=tuple(dict.fromkeys(m.part for m in found if m.part)),
        side=found[0].side if len({m.side for m in found}) == 1 else None,
    )


def _possible(resolution: Resolution) -> tuple[str, ...]:
    match resolution:
        case Resolved(concepts=concepts):
            return concepts
        case Ambiguous(candidates=candidates):
            return candidates
        case Unresolved():
            return ()


def _give(code: Code, mentions: list[Mention], named: Named) -> None:
    verdict = check_code(code.value, named)
    for mention in mentions:
        mention.codes.append(code.value)
        if verdict is Verdict.UNKNOWN:
            mention.unknown_codes.append(code.value)
        elif verdict is Verdict.CONTRADICTS:
            mention.contradicting_codes.append(code.value)


def _alone(text: str, code: Code, floor: int, context: Context) -> list[Mention]:
    """A code whose words are no known condition: that which alone has the code, where the words do not contradict.

    A bare number that no system has is a measurement here, and no code.
    """
    if not icd_codes(code.value) and not code.named and code.open == code.start:
        return []
    words = _entry_words(text, floor, code.open)
    by_code = _by_code(code.value)
    if words is None and (code.named or not isinstance(by_code, Unresolved)):
        words = code.start, code.end
    assertion = context.assertion(*words) if words else None
    if words is None or assertion is None:
        return []
    named = Named(words=text[words[0] : code.open])
    if check_code(code.value, named) is Verdict.CONTRADICTS:
        by_code = Unresolved()
    mention = Mention(
        by_code,
        assertion.value,
        words[0],
        code.end,
        "stated-code",
        why={"assertion": (assertion.rule, assertion.span)},
    )
    _give(code, [mention], named)
    return [mention]


_IN_FRONT = re.compile(r"\s*(?:\(?#?\d{1,2}[.)]\s+)?(\d{3})\s+(?:-\s+)?")
_BEHIND = re.compile(r"\s+(?:-\s+)?(\d{3})(?=\s*(?:[;,)]|\.(?!\d)|\Z))")


def _codes_without_point(text: str, main: list[Entry]) -> None:
    """Give a code without a point to the condition right beside it whose own it is ("311 Depressive disorder")."""
    if main and (m := _IN_FRONT.fullmatch(text, 0, main[0][0])):
        _if_its_own(m[1], main[0][2])
    for _, end, stated in main:
        if stated and (m := _BEHIND.match(text, end)):
            _if_its_own(m[1], stated)


def _if_its_own(code: str, stated: list[Mention]) -> None:
    vocabulary, having = load_vocabulary("condition"), owners(code)
    for mention in stated:
        own = mention.resolution.concepts if isinstance(mention.resolution, Resolved) else ()
        if any(vocabulary.is_a(c, o) or vocabulary.is_a(o, c) for c in own for o in having):
            mention.codes.append(code)


def _of_one_entry(text: str, before: list[Entry], owner: Entry) -> list[Entry]:
    """The conditions that one entry of a list joins: disc displacement with radiculopathy (M51.17)."""
    out = [owner]
    for entry in reversed(before[: before.index(owner)]):
        if not re.fullmatch(
            r"\s*(?:with|w/|without|due to|secondary to|and associated|associated with)\s+(?:\w+\s+){0,2}",
            text[entry[1] : out[-1][0]],
            re.IGNORECASE,
        ):
            break
        out.append(entry)
    return out


def _same_entry(gap: str) -> bool:
    """Whether a code belongs to what is named before it: no other entry begins between them."""
    return len(gap) <= 110 and not re.search(
        r"[;]|\.\s|\d[.)]\s|\b(?:and|with)\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+", gap
    )


def _entry_words(text: str, floor: int, end: int) -> tuple[int, int] | None:
    """The words of a list's entry that a code closes."""
    start = (
        max(
            (
                m.end()
                for m in re.finditer(
                    r"[:;]\s|\d[.)]\s|,\s+(?:and\s+)?|\)\s*,?\s*(?:and\s+)?|\b(?:diagnos(?:is|es|ed)\s+(?:is|are|as|of|include[sd]?|with|listed as))\s+",
                    text[floor:end],
                    re.IGNORECASE,
                )
            ),
            default=0,
        )
        + floor
    )
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if not 4 <= end - start <= 110 or not re.search(r"[A-Za-z]{4}", text[start:end]):
        return None
    return start, end


def _by_code(code: str) -> Resolution:
    found = owners(code)
    if not found:
        return Unresolved()
    return Resolved(concepts=found) if len(found) == 1 else Ambiguous(candidates=found)
