"""What a disputed item asks for: the treatment concepts, body part, side, level, amounts, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.measures import (
    read_days,
    read_dosage_form,
    read_duration,
    read_frequency,
    read_quantity,
    read_service,
    read_strength,
    read_timing,
)
from imrgraph.extract.owners import categories, owners
from imrgraph.extract.places import level_part, level_pattern, places, read_level, side_after
from imrgraph.extract.spelling import by_misspelling, mended
from imrgraph.records import Ambiguous, Laterality, Resolution, Resolved, Span, Timing, Unresolved
from imrgraph.vocab import load_vocabulary, matcher

if TYPE_CHECKING:
    from imrgraph.segment import Outline
    from imrgraph.vocab import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What the words of one item say, in the terms of `Determination`.

    Attributes:
        rule: the name of the rule that found the treatment.
        fuzzy: whether a misspelling had to be put right to find it.
        is_associated: whether the item goes with a surgery ("Associated surgical service: ...").
    """

    resolution: Resolution
    rule: str
    fuzzy: bool = False
    is_associated: bool = False
    body_parts: tuple[str, ...] = ()
    laterality: Laterality | None = None
    spinal_level: str | None = None
    strength: str | None = None
    dosage_form: str | None = None
    frequency: str | None = None
    duration: str | None = None
    quantity: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None
    timing: Timing | None = None


_LONGEST = 1200  # characters; no item is longer, and what is taken for one may be
_ASSOCIATED = re.compile(
    r"\bassociated\s+(?:surgical\s+)?(?:services?|procedures?|requests?|items?)(?:\(s\))?\s*[:\-]?\s*",
    re.IGNORECASE,
)


def clean_item(text: str) -> str:
    """The item's words on one line, without its number, a closing colon or stray marks.

    >>> clean_item(" 1.  MRI of the lumbar\\n spine:")
    'MRI of the lumbar spine'
    """
    words = " ".join(text.split())
    words = re.sub(r"\A(?:#\s?\d{1,2}[.):]?\s+|\(?\d{1,2}[.)]\s+(?=\D))", "", words)
    return (
        words.strip(" :;,-\u2013\u2022*").rstrip(".")
        if not words.endswith(("etc.", "Inc."))
        else words.strip(" :;,-")
    )


def read_item(words: Span, outline: Outline) -> ItemFacts:
    """Read the item that stands at a span of the cleaned text."""
    return read_item_words(
        clean_item(outline.words(Span(words.start, min(words.end, words.start + _LONGEST))))
    )


def read_item_words(item: str) -> ItemFacts:
    """Read an item's words, already on one line.

    >>> read_item_words("Norco 10/325mg #120").quantity
    Decimal('120')
    """
    associated = _ASSOCIATED.search(item)
    text = item[associated.end() :] if associated and item[associated.end() :].strip() else item
    resolution, rule, read_as = _treatment(text)
    service = read_service(item)
    undated = _without_dates(text)
    levels = [level for m in level_pattern().finditer(text) if (level := read_level(m))]
    parts, side = _parts(read_as, resolution, levels)
    drug = isinstance(resolution, Resolved) and "pharmaceutical" in categories(resolution.concepts)
    return ItemFacts(
        resolution=resolution,
        rule=rule,
        fuzzy=rule == "item-misspelt",
        is_associated=associated is not None,
        body_parts=parts,
        laterality=side,
        spinal_level=", ".join(dict.fromkeys(levels)) or None,
        strength=read_strength(undated),
        dosage_form=read_dosage_form(undated) if drug or not isinstance(resolution, Resolved) else None,
        frequency=read_frequency(undated),
        duration=read_duration(undated),
        quantity=read_quantity(undated) or (read_days(undated) if _is_stay(resolution) else None),
        service_from=service[0] if service else None,
        service_to=service[1] if service else None,
        timing=read_timing(item),
    )


def _is_stay(resolution: Resolution) -> bool:
    return isinstance(resolution, Resolved) and any(
        c.rsplit("/", 1)[-1] == "inpatient-stay" for c in resolution.concepts
    )


def _without_dates(text: str) -> str:
    from imrgraph.extract.dates import find_dates

    out = text
    for d in find_dates(text):
        out = out[: d.start] + " " * (d.end - d.start) + out[d.end :]
    return out


# ---------------------------------------------------------------- the treatment asked for


def _treatment(text: str) -> tuple[Resolution, str, str]:
    """The concepts asked for, the rule, and the words as read (other than the text where spelling was put right)."""
    found = _asked_for(text)
    if found is not None:
        listed = any(
            by_misspelling(m, "treatment") and set(m.concepts) & set(_concepts(found))
            for m in matcher("treatment").find(text)
        )
        return found, "item-misspelt" if listed else "item-label", text
    better = mended(text)
    if better is not None:
        found = _asked_for(better)
        if found is not None:
            return found, "item-misspelt", better
    return Unresolved(), "item", text


def _concepts(resolution: Resolution) -> tuple[str, ...]:
    return resolution.concepts if isinstance(resolution, Resolved) else ()


@cache
def _tail() -> re.Pattern[str]:
    """Where the words turn from what is asked for to why, when or how it is done."""
    return re.compile(
        r"\b(?:for|following|after|under|prior\s+to|before|per|secondary\s+to|due\s+to|during|s/p|status\s+post|without|related\s+to|in\s+conjunction\s+with|to\s+be\s+(?:performed|done|used)|to\s+and\s+from|to/from|as\s+needed|in\s+order\s+to|to\s+treat|to\s+include\s+follow|while|until|between"
        r"|using|via|guided\s+by|with\s+(?:fluoroscop\w+|ultrasound|imaging|image|x-?ray|ct)\s+guidance|by\s+(?:dr|md|provider)|post(?!\s?-?\s?op|operative|\s?-?\s?surg))\b",
        re.IGNORECASE,
    )


_JOINED = re.compile(r"(?:\band\b|&|\+|/|\bas\s+well\s+as\b|\bplus\b|;)", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|w/|including|includes?|to\s+include)(?:\s|\b)", re.IGNORECASE)


def _asked_for(text: str) -> Resolution | None:
    """The head of an item: what stands before its reasons, with what is joined to it."""
    matches = matcher("treatment").find(text)
    if not matches:
        return None
    if "consultation" not in categories(matches[0].concepts):  # "surgery: lumbar fusion" asks for the fusion
        matches = [m for m in matches if not _only_a_category(m)] or matches
    start = 0
    if len(matches) > 1 and re.fullmatch(
        r"referrals?", text[matches[0].start : matches[0].end], re.IGNORECASE
    ):
        start = 1
    tail = _tail().search(text, matches[start].end)
    limit = tail.start() if tail else len(text)
    head = [m for m in matches[start:] if m.start < limit]
    head = [m for m in head if not _only_a_category(m)] or head
    kept: list[tuple[str, ...]] = []
    category: frozenset[str] = frozenset()
    for i, match in enumerate(head):
        concepts = owners(match, text, head)
        if i:
            gap = text[head[i - 1].end : match.start]
            own = categories(concepts)
            joined = bool(_JOINED.search(gap)) or (
                bool(re.search(r",", gap)) and "consultation" not in category
            )
            if not own & category and (not joined or _WITH.search(text[head[0].end : match.start])):
                continue
            if "consultation" in own & category and _says_which(gap, kept[-1], concepts):
                kept.pop()
        else:
            category = categories(concepts)
        kept.append(concepts)
    return _resolved(kept)


def _says_which(gap: str, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether a treatment says which one the general word before it means: "Second opinion: orthopedic consult"."""
    if before == after:
        return False
    if re.fullmatch(r"\s*:\s*(?:\w+\s+){0,2}", gap):
        return True
    general = before[0].rsplit("/", 1)[-1] == "second-opinion"
    return general and bool(re.fullmatch(r"\s*(?:[(,-]|\bwith\b|\bby\b|\bfrom\b)\s*(?:(?:an?|the)\s+)?", gap))


def _resolved(kept: list[tuple[str, ...]]) -> Resolution:
    vocabulary = load_vocabulary("treatment")
    sure = list(dict.fromkeys(c[0] for c in kept if len(c) == 1))
    if not sure:
        return Ambiguous(candidates=kept[0])
    named = [c for c in sure if not c.rsplit("/", 1)[-1].startswith("other-")] or sure
    surgical = "surgery" in categories(named[:1])  # an arthroscopy with a decompression asks for both
    return Resolved(
        concepts=tuple(
            c
            for c in named
            if (surgical and c == named[0]) or not any(o != c and vocabulary.is_a(o, c) for o in named)
        )
    )


def _only_a_category(match: Match) -> bool:
    """A label of a top category ("surgery", "injection") names nothing beside a closer name."""
    vocabulary = load_vocabulary("treatment")
    return all((c := vocabulary.get(iri)) is not None and not c.broader for iri in match.concepts)


# ---------------------------------------------------------------- where


_WIDE = frozenset({"spine", "back", "upper-extremity", "lower-extremity", "trunk", "head", "neck"})


def _parts(text: str, resolution: Resolution, levels: list[str]) -> tuple[tuple[str, ...], Laterality | None]:
    """The body parts that the words state, else those that the level or the treatment implies; and the side."""
    bodies, treatments = load_vocabulary("bodypart"), load_vocabulary("treatment")
    found = places(text)
    stated = list(dict.fromkeys(p.iri for p in found))
    stated = [
        p
        for p in stated
        if p.rsplit("/", 1)[-1] not in _WIDE or not any(q != p and bodies.is_a(q, p) for q in stated)
    ]
    side = next((p.side for p in found if p.side), None)
    if side is not None and any(p.side not in (None, side) for p in found):
        side = Laterality.BILATERAL if len(stated) == 1 else side
    if side is None:
        side = _side_anywhere(text)
    if not stated and levels:
        stated = [level_part(levels[0])]
    if not stated and isinstance(resolution, Resolved):
        for concept in resolution.concepts:
            for above in treatments.ancestors(concept):
                record = treatments.get(above)
                if record is not None and record.values("bodyPart"):
                    stated += [p for p in record.values("bodyPart") if p not in stated]
                    break
    return tuple(stated), side


def _side_anywhere(text: str) -> Laterality | None:
    """The side an item prints apart from a body part ("CAM boot, right"; "Bilateral L4-5 facet blocks")."""
    words = {
        m[1].lower()[:2]
        for m in re.finditer(
            r"\b(left|right|bilateral(?:ly)?|both\s+sides|lt\b|rt\b)(?!\s*-?\s*(?:hand(?:ed)?\s+dominant|handed))",
            text,
            re.IGNORECASE,
        )
    }
    sides = {"le": "l", "lt": "l", "ri": "r", "rt": "r", "bi": "b", "bo": "b"}
    named = {sides[w] for w in words}
    if not named:
        behind = side_after(text, len(text))
        return behind[0] if behind else None
    if "b" in named or named == {"l", "r"}:
        return Laterality.BILATERAL
    return Laterality.LEFT if named == {"l"} else Laterality.RIGHT
