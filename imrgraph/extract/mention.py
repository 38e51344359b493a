"""One label found in a sentence, put together with the body part, side and level beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.beside import chain_left, chain_right, level_at
from imrgraph.extract.compose import compose, compose_joined
from imrgraph.extract.places import SIDE, Place, level_part, read_side, side_after, side_before
from imrgraph.extract.spelling import by_misspelling
from imrgraph.extract.triggers import rules
from imrgraph.extract.why import Told, value_of
from imrgraph.records import Ambiguous, Assertion, Laterality, Resolution, Resolved, Span
from imrgraph.vocab import load_vocabulary, matcher
from imrgraph.vocab.cued import Cued

if TYPE_CHECKING:
    from imrgraph.extract.context import Context
    from imrgraph.vocab import Match


Because = dict[str, tuple[str, Span | None]]


@dataclass(slots=True)
class Mention:
    """One statement of a condition; positions count characters of the sentence.

    `why` has, by the property, the rule that read each fact beside the concept, and where its words stand if it has any.
    """

    resolution: Resolution
    assertion: Assertion
    start: int
    end: int
    rule: str
    part: str | None = None
    side: Laterality | None = None
    level: str | None = None
    codes: list[str] = field(default_factory=list)
    unknown_codes: list[str] = field(default_factory=list)
    contradicting_codes: list[str] = field(default_factory=list)
    fuzzy: bool = False
    why: Because = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with what was found in it."""

    text: str
    context: Context
    labels: list[Match]
    places: list[Place]
    outside: list[Place]  # those within no label
    levels: list[tuple[int, int, str]]
    sided: bool  # whether it may say "left" or "right" anywhere


def mentions(sentence: Sentence, match: Match, following: int) -> list[Mention]:
    """What one label states: a condition for each place it is put together with; none where it is not the worker's.

    `following` is where the next label begins.
    """
    text, places, outside = sentence.text, sentence.places, sentence.outside
    assertion = sentence.context.assertion(match.start, match.end)
    if assertion is None:
        return []
    inside = [p for p in places if match.start <= p.start and p.end <= match.end]
    side, end = _side(text, match, following) if sentence.sided else (None, match.end)
    levels = level_at(text, match, sentence.levels, following) if sentence.levels else []
    left = chain_left(text, match.start, bool(inside), outside) if outside else []
    right = chain_right(text, match.end, following, outside) if outside else []
    concept = _owner(match, [p.iri for p in (inside or left or right)])
    why: Because = {"assertion": (assertion.rule, assertion.span)}
    if side:
        why["laterality"] = side.rule, side.span
    base = Mention(
        Resolved(concepts=(concept,)) if concept else Ambiguous(candidates=match.concepts),
        assertion.value,
        match.start,
        end,
        "condition-label",
        side=value_of(side),
        fuzzy=by_misspelling(match, "condition"),
        why=why,
    )
    found = _with_place(sentence, match, concept, base, left, right, levels) if concept else [base]
    out = []
    for mention in found:
        if mention.side is not None:
            _lead_by_side(text, mention)
        out += _at_levels(mention, levels)
    return out


def _at_levels(mention: Mention, levels: list[Told[str]]) -> list[Mention]:
    """A mention for each of the levels written beside it; itself where there is none."""
    return [
        replace(mention, level=level.value, codes=[], unknown_codes=[], contradicting_codes=[], why=mention.why | {"spinalLevel": (level.rule, level.span)})
        for level in levels
    ] or [mention]  # fmt: skip


def _of_place(place: Place | None) -> Because:
    """Why a mention has a place written beside it, and that place's side."""
    if place is None:
        return {}
    part: Because = {"bodyPart": ("place-written", Span(place.start, place.end))}
    return part | ({"laterality": ("side-written", place.side_at)} if place.side else {})


def _with_place(
    sentence: Sentence,
    match: Match,
    concept: str,
    base: Mention,
    left: list[Place],
    right: list[Place],
    levels: list[Told[str]],
) -> list[Mention]:
    """The mentions of a concept with its own place, the places beside it, or that of its level.

    The first of them is the base itself, with what is added to it.
    """
    record, bodies = load_vocabulary("condition").get(concept), load_vocabulary("bodypart")
    own = record.values("bodyPart") if record else ()
    if not own and (left or right):
        return [_composed(concept, p, base, match, single=len(left or right) == 1) for p in left or right]
    if concept.rsplit("/", 1)[-1].startswith("other-"):
        return []
    at_level = level_part(levels[0].value) if levels else None
    by_level: Because = {"bodyPart": ("place-of-level", levels[0].span)} if levels else {}
    if not own:
        specific = compose(concept, at_level) if at_level else None
        if specific is None and _too_general(concept):
            return []
        if specific:
            base.resolution, base.part = Resolved(concepts=(specific,)), at_level
        base.why |= by_level
        return [base]
    part = own[0] if len(own) == 1 else None
    why = base.why  # of the mentions joined to this one as well
    base.part, base.why = part, why | _OF_CONCEPT
    beside = (left[-1:] or right[:1]) if not (left and _joined(sentence, match, left)) else []
    nearer = beside[0].iri if beside else at_level
    if part and nearer and nearer != part and bodies.is_a(nearer, part):
        specific = compose(concept, nearer, beside[0].label if beside else "")
        if specific:
            base.resolution, base.rule = Resolved(concepts=(specific,)), "condition-composed"
        base.part = nearer
        base.why |= {"bodyPart": _of_place(beside[0])["bodyPart"]} if beside else by_level
    if base.side is None and beside and part and bodies.is_a(beside[0].iri, part) and not beside[0].midline:
        _put_side_of(beside[0], base)
    joined = chain_left(sentence.text, match.start, True, sentence.outside) if sentence.outside else []
    if base.side is None and joined and joined[-1].side and _sided(part):
        _put_side_of(joined[-1], base)  # "left heel and knee pain"
    return [base, *_of_joined(concept, joined, base, why)]


def _of_joined(concept: str, joined: list[Place], base: Mention, why: Because) -> list[Mention]:
    """The fellows of a concept for the places that are joined to its own."""
    return [
        Mention(
            Resolved(concepts=(specific,)), base.assertion, p.start, base.end, "condition-composed",
            p.iri, p.side, fuzzy=base.fuzzy, why=why | _of_place(p),
        )
        for p in joined
        if (specific := compose_joined(concept, p.iri, p.label)) is not None
    ]  # fmt: skip


_OF_CONCEPT: Because = {"bodyPart": ("place-of-concept", None)}


def _put_side_of(place: Place, mention: Mention) -> None:
    mention.side = place.side
    mention.why = mention.why | {"laterality": ("side-written", place.side_at)}


def _sided(part: str | None) -> bool:
    return part is not None and not Place(0, 0, part).midline


_JOINS = re.compile(r",|/|&|\band\b|\bor\b")


def _joined(sentence: Sentence, match: Match, left: list[Place]) -> bool:
    """Whether the nearest place on the left is joined to the mention's own and not its adjective."""
    return bool(_JOINS.search(sentence.text[left[-1].end : match.start]))


def _composed(head: str, place: Place, base: Mention, match: Match, *, single: bool) -> Mention:
    side = place.side if place.side is not None or not single or place.midline else base.side
    specific = compose(head, place.iri, place.label)
    return Mention(
        Resolved(concepts=(specific,)) if specific else base.resolution,
        base.assertion,
        min(place.start, match.start),
        max(place.end, match.end),
        "condition-composed",
        place.iri,
        side,
        fuzzy=base.fuzzy,
        why=base.why | _of_place(place),
    )


def _too_general(concept: str) -> bool:
    return concept.rsplit("/", 1)[-1] in rules()["mention"]["too_general"]


def _owner(match: Match, parts: list[str]) -> str | None:
    """The one concept that a label means here; None when the place does not decide."""
    if len(match.concepts) == 1:
        return match.concepts[0]
    vocabulary, bodies = load_vocabulary("condition"), load_vocabulary("bodypart")
    fitting = [
        c for c in match.concepts
        if (record := vocabulary.get(c)) and any(bodies.is_a(p, own) or bodies.is_a(own, p) for p in parts for own in record.values("bodyPart"))
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else None


# ---------------------------------------------------------------- sides


@cache
def _side_word() -> Cued:
    return Cued(rf"\b(?:{SIDE})(?=\W|\Z)", re.IGNORECASE)


def _side(text: str, match: Match, following: int) -> tuple[Told[Laterality] | None, int]:
    """The side of a mention, and where the mention ends with it: before it, within it, or right behind."""
    side = side_before(text, match.start)
    if side is not None:
        return side, match.end
    within = (
        _side_word().compiled.search(text, match.start, match.end) if _side_word().may_match(text) else None
    )
    if within:
        return Told(read_side(within[0]), "side-written", Span(*within.span())), match.end
    behind = side_after(text, match.end)
    if behind and behind.span and behind.span.end <= following:
        return behind, behind.span.end
    return None, match.end


_SIDE_BEFORE = re.compile(rf"(?:\b(?:{SIDE})[\s/-]+)\Z", re.IGNORECASE)


def _lead_by_side(text: str, mention: Mention) -> None:
    """Have a mention begin with the word of its side where that stands right before it."""
    before = _SIDE_BEFORE.search(text[max(0, mention.start - 14) : mention.start])
    if before:
        mention.start -= len(before[0])


# ---------------------------------------------------------------- what a label itself denies


_WITHOUT = re.compile(r"\bw(?:ithout|/o)\s+(?:mention of\s+)?", re.IGNORECASE)


def denied_in_label(sentence: Sentence, match: Match) -> list[Mention]:
    """What a label excludes: myelopathy, in "disc displacement without myelopathy"."""
    text = sentence.text
    cut = _WITHOUT.search(text[match.start : match.end])
    if not cut or value_of(sentence.context.assertion(match.start, match.end)) in (None, Assertion.ABSENT):
        return []
    at = match.start + cut.end()
    why: Because = {"assertion": ("excluded-in-label", Span(match.start + cut.start(), at))} | _OF_CONCEPT
    return [
        Mention(
            Resolved(concepts=m.concepts) if len(m.concepts) == 1 else Ambiguous(candidates=m.concepts),
            Assertion.ABSENT, at + m.start, at + m.end, "excluded-in-label", _own_part(m), why=why,
        )
        for m in matcher("condition").find(text[at : match.end])
    ]  # fmt: skip


def _own_part(match: Match) -> str | None:
    record = load_vocabulary("condition").get(match.concepts[0])
    own = record.values("bodyPart") if record else ()
    return own[0] if len(own) == 1 else None
