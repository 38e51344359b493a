"""Which condition a printed code belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.extract.mention import Mention
from imrgraph.records import Ambiguous, Resolution, Resolved, Unresolved
from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from imrgraph.extract.codes import Code
    from imrgraph.extract.context import Context


def coded(
    text: str, codes: list[Code], main: list[tuple[int, int, list[Mention]]], context: Context
) -> list[Mention]:
    """Give each code to the condition it is printed with; without one its words are an unresolved condition."""
    extra: list[Mention] = []
    _code_in_front(text, main)
    floor = 0
    for code in codes:
        before = [m for m in main if floor <= m[0] and m[1] <= code.open + 1]
        owner = next((m for m in reversed(before) if m[2] and _same_entry(text[m[1] : code.open])), None)
        if owner is None:
            behind = next((m for m in main if m[0] >= code.end), None)
            starts_entry = not text[floor : code.open].strip(" \t\n.,;:()-#0123456789") or re.search(
                r"[.;:]\s*\Z|\d[.)]\s*\Z", text[: code.open]
            )
            if (
                behind
                and starts_entry
                and re.fullmatch(r"[\s)\]:,-]*(?:\w+\s+){0,3}", text[code.end : behind[0]])
            ):
                owner = behind
        if owner is not None:
            for entry in _of_one_entry(text, before, owner) if owner in before else [owner]:
                for mention in entry[2]:
                    mention.codes.append(code.value)
        elif not before or not text[floor : code.open].strip(" ,;/&"):
            words = _entry_words(text, floor, code.open)
            if words is None and not isinstance(_by_code(code.value), Unresolved):
                words = code.start, code.end
            if words is not None:
                assertion = context.assertion(words[0], words[1])
                if assertion is not None:
                    extra.append(
                        Mention(
                            _by_code(code.value),
                            assertion.value,
                            words[0],
                            code.end,
                            "stated-code",
                            codes=[code.value],
                            why={"assertion": (assertion.rule, assertion.span)},
                        )
                    )
        floor = (
            code.end
            if not text[code.end : code.end + 3].lstrip().startswith((",", ";", "/")) or owner is None
            else floor
        )
    return extra


_IN_FRONT = re.compile(r"\s*(?:\(?#?\d{1,2}[.)]\s+)?(\d{3})\s+(?:-\s+)?")


def _code_in_front(text: str, main: list[tuple[int, int, list[Mention]]]) -> None:
    """Give a code without a point to the condition that it stands before in a list ("311 Depressive disorder")."""
    if not main or not main[0][2]:
        return
    m = _IN_FRONT.fullmatch(text, 0, main[0][0])
    if m is None:
        return
    vocabulary, owners = load_vocabulary("condition"), _codes_of_concepts().get(m[1], ())
    for mention in main[0][2]:
        own = mention.resolution.concepts if isinstance(mention.resolution, Resolved) else ()
        if any(vocabulary.is_a(c, o) or vocabulary.is_a(o, c) for c in own for o in owners):
            mention.codes.append(m[1])


_Entry = tuple[int, int, list[Mention]]


def _of_one_entry(text: str, before: list[_Entry], owner: _Entry) -> list[_Entry]:
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


@vocabulary_cache
def _codes_of_concepts() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for iri, concept in load_vocabulary("condition").concepts.items():
        for code in (*concept.values("icd9cm"), *concept.values("icd10cm")):
            table.setdefault(code.upper(), []).append(iri)
    return {code: tuple(iris) for code, iris in table.items()}


def _by_code(code: str) -> Resolution:
    owners = _codes_of_concepts().get(code.upper(), ())
    if not owners:
        return Unresolved()
    return Resolved(concepts=owners) if len(owners) == 1 else Ambiguous(candidates=owners)
