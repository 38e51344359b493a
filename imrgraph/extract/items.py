"""What a disputed item asks for: the treatment concepts, body part, side, level, amounts, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.item_places import item_places
from imrgraph.extract.measures import (
    find_days,
    find_dosage_form,
    find_duration,
    find_frequency,
    find_quantity,
    find_service,
    find_strength,
    find_timing,
)
from imrgraph.extract.owners import categories, owners
from imrgraph.extract.places import find_levels
from imrgraph.extract.spelling import by_misspelling, mended
from imrgraph.extract.why import Told, folded, value_of
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
        told: the same facts by their properties, each with the rule that read it and where its words stand.
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
    told: tuple[tuple[str, Told[object]], ...] = ()


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
    words = re.sub(r"\A\d{1,2}[.)]\s+(?=\D)", "", words)  # "(1) prescription", "#30" are amounts
    return (
        words.strip(" :;,-\u2013\u2022*").rstrip(".")
        if not words.endswith(("etc.", "Inc."))
        else words.strip(" :;,-")
    )


def read_item(words: Span, outline: Outline) -> ItemFacts:
    """Read the item that stands at a span of the cleaned text, whose characters `told` counts."""
    passage = folded(outline.text, Span(words.start, min(words.end, words.start + _LONGEST)))
    item = clean_item(passage.text)
    found, at = read_item_words(item), passage.text.rfind(item)
    return replace(found, told=tuple((fact, passage.back(told.moved(at))) for fact, told in found.told))


def read_item_words(item: str) -> ItemFacts:
    """Read an item's words, already on one line, whose characters `told` counts.

    >>> read_item_words("Norco 10/325mg #120").quantity
    Decimal('120')
    """
    associated = _ASSOCIATED.search(item)
    begins = associated.end() if associated and item[associated.end() :].strip() else 0
    text = item[begins:]
    asked, rule, read_as = _treatment(text)
    undated = _without_dates(text)
    levels = _levels(text)
    parts, side = item_places(read_as, asked.resolution, levels)
    is_drug = isinstance(asked.resolution, Ambiguous | Unresolved) or "pharmaceutical" in categories(
        asked.resolution.concepts
    )
    strength = find_strength(undated)
    form = find_dosage_form(undated) if is_drug else None
    frequency, duration = find_frequency(undated), find_duration(undated)
    quantity = find_quantity(undated) or (find_days(undated) if _is_stay(asked.resolution) else None)
    service, timing = find_service(item), find_timing(item)
    if read_as != text:  # positions in mended words are none in the letter
        asked, parts, side = (
            asked.unplaced(),
            [p.unplaced() for p in parts],
            side.unplaced() if side else None,
        )
    named = "treatment" if isinstance(asked.resolution, Resolved) else "candidate"
    of_text: list[tuple[str, Told[object] | None]] = [
        *((named, Told(concept, rule, at)) for concept, at in asked.places),
        ("resolution", None if asked.places else Told(asked.resolution, rule)),
        *(("bodyPart", part) for part in parts),
        ("laterality", side),
        ("spinalLevel", levels[0] if levels else None),
        ("strength", strength),
        ("dosageForm", form),
        ("frequency", frequency),
        ("duration", duration),
        ("quantity", quantity),
    ]
    of_item: list[tuple[str, Told[object] | None]] = [
        ("serviceFrom", service),
        ("serviceTo", service),
        ("timing", timing),
        (
            "associatedWith",
            Told(True, "associated-service", Span(*associated.span())) if associated else None,
        ),
    ]
    return ItemFacts(
        resolution=asked.resolution,
        rule=rule,
        fuzzy=rule == "item-misspelt",
        is_associated=associated is not None,
        body_parts=tuple(part.value for part in parts),
        laterality=value_of(side),
        spinal_level=", ".join(dict.fromkeys(level.value for level in levels)) or None,
        strength=value_of(strength),
        dosage_form=value_of(form),
        frequency=value_of(frequency),
        duration=value_of(duration),
        quantity=value_of(quantity),
        service_from=service.value[0] if service else None,
        service_to=service.value[1] if service else None,
        timing=value_of(timing),
        told=tuple(
            (fact, told.moved(by))
            for facts, by in ((of_text, begins), (of_item, 0))
            for fact, told in facts
            if told
        ),
    )


def _levels(text: str) -> list[Told[str]]:
    return [Told(level, "level-written", Span(start, end)) for start, end, level in find_levels(text)]


def _is_stay(resolution: Resolution) -> bool:
    return isinstance(resolution, Resolved) and any(
        c.rsplit("/", 1)[-1] == "inpatient-stay" for c in resolution.concepts
    )


_DIGIT = re.compile(r"\d")


def _without_dates(text: str) -> str:
    from imrgraph.extract.dates import find_dates

    out = text
    for d in find_dates(text) if _DIGIT.search(text) else ():
        out = out[: d.start] + " " * (d.end - d.start) + out[d.end :]
    return out


# ---------------------------------------------------------------- the treatment asked for


@dataclass(frozen=True, slots=True)
class _Asked:
    """The treatment asked for, and where each of its concepts is named."""

    resolution: Resolution
    places: tuple[tuple[str, Span | None], ...] = ()

    def unplaced(self) -> _Asked:
        return replace(self, places=tuple((concept, None) for concept, _ in self.places))


def _treatment(text: str) -> tuple[_Asked, str, str]:
    """The concepts asked for, the rule, and the words as read (other than the text where spelling was put right)."""
    found = _asked_for(text)
    if found is not None:
        listed = any(
            by_misspelling(m, "treatment") and set(m.concepts) & set(_concepts(found.resolution))
            for m in matcher("treatment").find(text)
        )
        return found, "item-misspelt" if listed else "item-label", text
    better = mended(text)
    if better is not None:
        found = _asked_for(better)
        if found is not None:
            return found, "item-misspelt", better
    return _Asked(Unresolved()), "item-unlisted", text


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


def _asked_for(text: str) -> _Asked | None:
    """The head of an item: what stands before its reasons, with what is joined to it."""
    matches = list(matcher("treatment").find(text))
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
    kept: list[_Kept] = []
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
            if "consultation" in own & category and _says_which(gap, kept[-1][0], concepts):
                kept.pop()
        else:
            category = categories(concepts)
        kept.append((concepts, Span(match.start, match.end)))
    resolution = _resolved([concepts for concepts, _ in kept])
    meant = resolution.concepts if isinstance(resolution, Resolved) else kept[0][0]
    return _Asked(resolution, tuple((c, at) for c in meant for at in _first_at(c, kept)))


_Kept = tuple[tuple[str, ...], Span]


def _first_at(concept: str, kept: list[_Kept]) -> list[Span]:
    return [at for concepts, at in kept if concept in concepts][:1]


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
