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


def mentions(sentence: Sentence, match: Match, following: int) -> list[Mention]:
    """What one label states: a condition for each place it is put together with; none where it is not the worker's.

    `following` is where the next label begins.
    """
    text = sentence.text
    assertion = sentence.context.assertion(match.start, match.end)
    if assertion is None:
        return []
    inside = [p for p in sentence.places if match.start <= p.start and p.end <= match.end]
    outside = sentence.outside
    side, end = _side(text, match, following)
    levels = level_at(text, match, sentence.levels, following)
    base = Mention(
        Ambiguous(candidates=match.concepts),
        assertion.value,
        match.start,
        end,
        "condition-label",
        side=value_of(side),
        fuzzy=by_misspelling(match, "condition"),
        why={"assertion": (assertion.rule, assertion.span)} | _because("laterality", side),
    )
    left = chain_left(text, match.start, bool(inside), outside)
    right = chain_right(text, match.end, following, outside)
    concept = _owner(match, [p.iri for p in (inside or left or right)])
    if concept is None:
        found = [base]
    else:
        found = _with_place(sentence, match, concept, base, left, right, levels, outside)
    return [
        replace(_led_by_side(text, m), level=value_of(level), codes=[], unknown_codes=[], contradicting_codes=[], why=m.why | _because("spinalLevel", level))
        for m in found for level in _each_or_none(levels)
    ]  # fmt: skip


def _each_or_none(levels: list[Told[str]]) -> list[Told[str] | None]:
    return [*levels] if levels else [None]


def _because(fact: str, told: Told[object] | None) -> Because:
    return {fact: (told.rule, told.span)} if told else {}


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
    outside: list[Place],
) -> list[Mention]:
    """The mentions of a concept with its own place, the places beside it, or that of its level."""
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
        return [
            replace(
                base,
                resolution=Resolved(concepts=(specific or concept,)),
                part=at_level if specific else None,
                why=base.why | by_level,
            )
        ]
    part = own[0] if len(own) == 1 else None
    first = replace(base, resolution=Resolved(concepts=(concept,)), part=part, why=base.why | _OF_CONCEPT)
    beside = (left[-1:] or right[:1]) if not (left and _joined(sentence, match, left)) else []
    nearer = beside[0].iri if beside else at_level
    if part and nearer and nearer != part and bodies.is_a(nearer, part):
        specific = compose(concept, nearer, beside[0].label if beside else "")
        first = replace(
            first,
            resolution=Resolved(concepts=(specific or concept,)),
            part=nearer,
            rule="condition-composed" if specific else first.rule,
            why=first.why
            | ({k: v for k, v in _of_place(beside[0]).items() if k == "bodyPart"} if beside else by_level),
        )
    if first.side is None and beside and part and bodies.is_a(beside[0].iri, part) and not beside[0].midline:
        first = _with_side_of(first, beside[0])
    joined = chain_left(sentence.text, match.start, True, outside)
    if first.side is None and joined and joined[-1].side and _sided(part):
        first = _with_side_of(first, joined[-1])  # "left heel and knee pain"
    out = [first]
    for p in joined:
        specific = compose_joined(concept, p.iri, p.label)
        if specific is not None:
            out.append(
                replace(
                    base,
                    resolution=Resolved(concepts=(specific,)),
                    start=p.start,
                    part=p.iri,
                    side=p.side,
                    rule="condition-composed",
                    why=base.why | _of_place(p),
                )
            )
    return out


_OF_CONCEPT: Because = {"bodyPart": ("place-of-concept", None)}


def _with_side_of(mention: Mention, place: Place) -> Mention:
    return replace(
        mention, side=place.side, why=mention.why | {"laterality": ("side-written", place.side_at)}
    )


def _sided(part: str | None) -> bool:
    return part is not None and not Place(0, 0, part).midline


def _joined(sentence: Sentence, match: Match, left: list[Place]) -> bool:
    """Whether the nearest place on the left is joined to the mention's own and not its adjective."""
    return bool(re.search(r",|/|&|\band\b|\bor\b", sentence.text[left[-1].end : match.start]))


def _composed(head: str, place: Place, base: Mention, match: Match, *, single: bool) -> Mention:
    start, end = min(place.start, match.start), max(place.end, match.end)
    side = place.side if place.side is not None or not single or place.midline else base.side
    concepts = (compose(head, place.iri, place.label) or head,)
    return replace(
        base,
        resolution=Resolved(concepts=concepts),
        start=start,
        end=end,
        part=place.iri,
        side=side,
        rule="condition-composed",
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


def _led_by_side(text: str, mention: Mention) -> Mention:
    """The mention with the word of its side where that stands right before it."""
    if mention.side is None:
        return mention
    before = _SIDE_BEFORE.search(text[max(0, mention.start - 14) : mention.start])
    return replace(mention, start=mention.start - len(before[0])) if before else mention


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
