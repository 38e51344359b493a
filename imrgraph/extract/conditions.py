"""The worker's conditions: diagnoses, comorbidities, symptoms and findings, with their assertion.

Labels of the vocabulary are found, put together with the body part, side and level written beside them, and
asserted by the rules of `context.py`. What is said of relatives or of patients in general gives nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.codes import find_codes
from imrgraph.extract.compose import compose, head_of
from imrgraph.extract.context import Context, rules
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.places import (
    SIDE,
    level_part,
    level_pattern,
    places,
    read_level,
    side_after,
    side_before,
)
from imrgraph.extract.subject import quoted, rationale_sentences, summary_sentences
from imrgraph.records import (
    Ambiguous,
    Assertion,
    Condition,
    Laterality,
    Resolution,
    Resolved,
    Span,
    Unresolved,
)
from imrgraph.vocab import load_vocabulary, matcher

if TYPE_CHECKING:
    from imrgraph.extract.codes import Code
    from imrgraph.extract.places import Place
    from imrgraph.segment import Outline
    from imrgraph.vocab import Match


@dataclass(slots=True)
class _Mention:
    """One statement of a condition; positions count characters of the sentence."""

    resolution: Resolution
    assertion: Assertion
    start: int
    end: int
    rule: str
    part: str | None = None
    side: Laterality | None = None
    level: str | None = None
    codes: list[str] = field(default_factory=list)
    fuzzy: bool = False


@dataclass(slots=True)
class _Node:
    first: _Mention
    spans: list[Span] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    fuzzy: bool = True


def conditions(outline: Outline) -> tuple[Condition, ...]:
    """Every condition that the case summary and the rationales state of this worker, in text order.

    One record per concept, assertion, body part, side and level, with all occurrences as evidence. A code
    printed with a condition is kept as printed; with words that no concept has it gives an unresolved condition.
    """
    nodes: dict[tuple[object, ...], _Node] = {}
    in_summary = summary_sentences(outline)
    for sentence in in_summary:
        _collect(outline, sentence, [], nodes)
    for sentence in rationale_sentences(outline):
        _collect(outline, sentence, quoted(outline, sentence), nodes)
    return tuple(
        Condition(
            resolution=n.first.resolution,
            assertion=n.first.assertion,
            stated_codes=tuple(dict.fromkeys(n.codes)),
            body_part=n.first.part,
            laterality=n.first.side,
            spinal_level=n.first.level,
            evidence=evidence_of(outline.clean, n.spans, n.first.rule, fuzzy=n.fuzzy),
        )
        for n in nodes.values()
    )


def _collect(outline: Outline, sentence: Span, skip: list[Span], nodes: dict[tuple[object, ...], _Node]) -> None:
    text = outline.text[sentence.start : sentence.end]
    for mention in _read(text, [Span(s.start - sentence.start, s.end - sentence.start) for s in skip]):
        words = text[mention.start : mention.end] if isinstance(mention.resolution, Unresolved) else None
        key = (mention.resolution, words, mention.assertion, mention.part, mention.side, mention.level)
        node = nodes.setdefault(key, _Node(first=mention))
        node.spans.append(Span(sentence.start + mention.start, sentence.start + mention.end))
        node.codes += mention.codes
        node.fuzzy = node.fuzzy and mention.fuzzy


# ---------------------------------------------------------------- one sentence


def _read(text: str, skip: list[Span]) -> list[_Mention]:
    """The conditions that one sentence states, in text order."""
    found = [m for m in matcher("condition").find(text) if not any(s.start <= m.start and m.end <= s.end for s in skip)]
    codes = [] if skip else find_codes(text)
    if not found and not codes:
        return []
    found = [m for m in found if not _is_other_name(text, m)]
    if found:
        larger = [m for m in matcher("treatment").find(text) if m.end - m.start > 3]
        found = [m for m in found if not any(t.start <= m.start and m.end <= t.end and t.end - t.start > m.end - m.start for t in larger)]
    context = Context(text, [(m.start, m.end) for m in found])
    around = places(text) if found else []
    levels = [(m.start(), m.end(), level) for m in level_pattern().finditer(text) if (level := read_level(m))] if found else []
    out: list[_Mention] = []
    main: list[tuple[int, int, list[_Mention]]] = []
    for i, match in enumerate(found):
        following = found[i + 1].start if i + 1 < len(found) else len(text)
        mentions = _mentions(text, match, context, around, levels, following, found)
        main.append((match.start, match.end, mentions))
        out += mentions
        out += _denied_in_label(text, match, context)
    out += _coded(text, codes, main, context)
    return sorted(out, key=lambda m: (m.start, m.end))


@cache
def _name_goes_on() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = rules()["mention"]
    before = "|".join(map(re.escape, data["never_before"]))
    after = "|".join(map(re.escape, data["never_after"]))
    return re.compile(rf"\s+(?:{before})\b", re.IGNORECASE), re.compile(rf"\b(?:{after})\s+\Z", re.IGNORECASE)


def _is_other_name(text: str, match: Match) -> bool:
    """Whether a label is only part of another name ("pain management", "Beck Depression Inventory")."""
    ahead, behind = _name_goes_on()
    return bool(ahead.match(text, match.end)) or bool(behind.search(text[max(0, match.start - 24) : match.start]))


def _mentions(
    text: str, match: Match, context: Context, around: list[Place], levels: list[tuple[int, int, str]], following: int, found: list[Match]
) -> list[_Mention]:
    assertion = context.assertion(match.start, match.end)
    if assertion is None:
        return []
    inside = [p for p in around if match.start <= p.start and p.end <= match.end]
    outside = [p for p in around if not any(m.start <= p.start and p.end <= m.end for m in found)]
    left = _chain_left(text, inside[0].start if inside and inside[0].start == match.start else match.start, bool(inside), outside)
    right = [] if inside else _chain_right(text, match.end, following, outside)
    here = _level_at(text, match, levels, following)
    side, side_end = side_before(text, match.start), match.end
    if side is None:
        behind = side_after(text, match.end)
        if behind and behind[1] <= following:
            side, side_end = behind
    concept = _owner(match, [p.iri for p in (inside or left or right)])
    whole: list[_Mention] = []
    if concept is None:
        return [_Mention(Ambiguous(candidates=match.concepts), assertion, match.start, match.end, "condition-label", None, side, here[0] if here else None, fuzzy=match.hidden)]
    vocabulary = load_vocabulary("condition")
    record = vocabulary.get(concept)
    own = record.values("bodyPart") if record else ()
    if own:
        first = _Mention(Resolved(concepts=(concept,)), assertion, match.start, match.end, "condition-label", own[0] if len(own) == 1 else None, side)
        adjacent = [] if inside else (left[-1:] or right[:1])
        if adjacent and first.part and load_vocabulary("bodypart").is_a(adjacent[0].iri, first.part):
            first.part = adjacent[0].iri
            left = left[:-1] if left else left
        if side is None and adjacent:
            first.side = adjacent[0].side
        whole.append(first)
        head = head_of(concept)
        others = left if inside and head else []
        whole += [_composed(head, p, assertion, p.start, match.end) for p in others if head]
    elif left or right:
        chain = left or right
        for p in chain:
            start, end = (p.start, match.end) if left else (match.start, p.end)
            mention = _composed(concept, p, assertion, start, end)
            if len(chain) == 1 and mention.side is None and not p.midline:
                mention.side = side
            whole.append(mention)
    elif here:
        part = level_part(here[0])
        specific = compose(concept, part)
        whole.append(_Mention(Resolved(concepts=(specific or concept,)), assertion, match.start, match.end, "condition-composed", part, side))
    else:
        if record is not None and "true" in record.values("needsBodyPart"):
            return []
        whole.append(_Mention(Resolved(concepts=(concept,)), assertion, match.start, match.end, "condition-label", None, side))
    return _finish(text, whole, match, here, side_end)


def _composed(head: str, place: Place, assertion: Assertion, start: int, end: int) -> _Mention:
    specific = compose(head, place.iri)
    return _Mention(Resolved(concepts=(specific or head,)), assertion, start, end, "condition-composed", place.iri, place.side)


def _finish(text: str, whole: list[_Mention], match: Match, here: list[str], side_end: int) -> list[_Mention]:
    """Give the mentions their level and spelling, and the words of the side that stand right beside them."""
    out = []
    for mention in whole:
        mention.fuzzy = match.hidden
        if mention.side is not None:
            before = re.search(rf"(?:\b(?:{SIDE})[\s/-]+)\Z", text[max(0, mention.start - 14) : mention.start], re.IGNORECASE)
            if before:
                mention.start -= len(before[0])
            elif side_end > match.end and mention.end == match.end:
                mention.end = side_end
        for level in here or [""]:
            if level:
                out.append(_Mention(mention.resolution, mention.assertion, mention.start, mention.end, mention.rule, mention.part, mention.side, level, fuzzy=mention.fuzzy))
            else:
                out.append(mention)
    return out


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


def _denied_in_label(text: str, match: Match, context: Context) -> list[_Mention]:
    """What a label itself excludes: myelopathy, in "disc displacement without myelopathy"."""
    cut = re.search(r"\bw(?:ithout|/o)\s+(?:mention of\s+)?", text[match.start : match.end], re.IGNORECASE)
    if not cut or context.assertion(match.start, match.end) not in (Assertion.PRESENT, Assertion.HISTORICAL, Assertion.POSSIBLE):
        return []
    at = match.start + cut.end()
    return [
        _Mention(Resolved(concepts=m.concepts) if len(m.concepts) == 1 else Ambiguous(candidates=m.concepts), Assertion.ABSENT, at + m.start, at + m.end, "excluded-in-label")
        for m in matcher("condition").find(text[at : match.end])
    ]


# ---------------------------------------------------------------- places beside a mention

_ADJECTIVES = (
    r"chronic|acute|subacute|severe|moderate|mild|persistent|intermittent|constant|recurrent|residual|ongoing|degenerative|musculoligamentous|myoligamentous|radicular|traumatic|post-?traumatic|internal"
    r"|full-?\s?thickness|partial|complete|nerve|myofascial|soft|tissue|musculoskeletal|joints?|regions?|areas?|spine|muscles?|tendons?|ligaments?|side|sided|root|roots|bony|primary|secondary|tri-?compartmental|multilevel|stress|right|left|bilateral"
)


@cache
def _gaps() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    beside = re.compile(rf"[\s/-]*(?:(?:{_ADJECTIVES})[\s/-]+){{0,3}}\Z", re.IGNORECASE)
    joined = re.compile(rf"\s*(?:,|/|&|,?\s*\b(?:and|or|as well as)\b(?:/or\b)?)\s*(?:(?:the|his|her|in|to)\s+)?(?:(?:{SIDE}|upper|lower|mid)\s+)?\Z", re.IGNORECASE)
    ahead = re.compile(
        rf"\s*(?:\([^()]{{0,24}}\)\s*)?(?:(?:in|of|to|at|about|over|around|on|involving|affecting|along|across|within|throughout)\b\s*(?:(?:the|his|her|their|both|a|an|{SIDE}|entire|upper|lower|anterior|posterior"
        rf"|medial|lateral|proximal|distal|mid|aspect|side|part|of|region|area)\s+){{0,5}}|[,:(-]?\s*(?:{SIDE})?\s*)\Z",
        re.IGNORECASE,
    )
    return beside, joined, ahead


def _chain_left(text: str, start: int, whole: bool, around: list[Place]) -> list[Place]:
    """The places right before a mention, joined by commas and "and": neck, low back and right knee pain.

    `whole` says that the mention begins with a place of its own, to which others may be joined.
    """
    beside, joined, _ = _gaps()
    chain: list[Place] = []
    at = start
    for p in reversed([p for p in around if p.end <= start]):
        gap = text[p.end : at]
        if len(gap) > 60 or not (joined.match(gap) if chain or whole else beside.match(gap)):
            break
        chain.insert(0, p)
        at = p.start
    return _with_sides(text, chain)


def _chain_right(text: str, end: int, following: int, around: list[Place]) -> list[Place]:
    """The places right behind a mention: pain in the neck and both shoulders; sprain, lumbar spine."""
    _, joined, ahead = _gaps()
    chain: list[Place] = []
    at = end
    for p in around[bisect_left([p.start for p in around], end) :]:
        if p.end > following:
            break
        gap = text[at : p.start]
        if len(gap) > 70 or not (joined if chain else ahead).match(gap):
            break
        chain.append(p)
        at = p.end
    if chain and following - chain[-1].end <= 1:  # "headache, neck stiffness": the place goes with what follows
        chain.pop()
    return _with_sides(text, chain)


def _with_sides(text: str, chain: list[Place]) -> list[Place]:
    """A side goes on to places joined behind it that have none, but not to the midline."""
    from dataclasses import replace

    side: Laterality | None = None
    out = []
    for p in chain:
        if p.midline:
            out.append(replace(p, side=None))
            side = None
            continue
        side = p.side or side
        if side is None and p is chain[-1]:
            behind = side_after(text, p.end)
            side = behind[0] if behind else None
        out.append(replace(p, side=side))
    return out


def _level_at(text: str, match: Match, levels: list[tuple[int, int, str]], following: int) -> list[str]:
    """The spinal levels written beside a mention: L5-S1 radiculopathy, disc bulges at L4-5 and L5-S1."""
    before = [x for x in levels if x[1] <= match.start and re.fullmatch(r"[\s,-]*(?:(?:nerve|root|disc|disk|level|bilateral|left|right|mild|moderate|severe|dermatomal|central|broad|based)[\s-]+){0,3}", text[x[1] : match.start])]
    if before:
        return [before[-1][2]]
    out: list[str] = []
    at = match.end
    for start, end, level in levels:
        if start < at or end > following:
            continue
        gap = text[at:start]
        near = r"\s*,?\s*(?:(?:and|to|&)\s+)?(?:at\s+)?" if out else r"\s*(?:[,(]\s*)?(?:(?:at|of|from|in|involving|levels?|on|the|left|right|both)\s+){0,4}"
        if not re.fullmatch(near, gap, re.IGNORECASE):
            break
        out.append(level)
        at = end
    return out


# ---------------------------------------------------------------- codes


def _coded(text: str, codes: list[Code], main: list[tuple[int, int, list[_Mention]]], context: Context) -> list[_Mention]:
    """Give each code to the condition it is printed with; without one its words are an unresolved condition."""
    extra: list[_Mention] = []
    floor = 0
    for code in codes:
        before = [m for m in main if floor <= m[0] and m[1] <= code.open + 1]
        owner = next((m for m in reversed(before) if m[2] and _same_entry(text[m[1] : code.open])), None)
        if owner is None and not before:
            behind = next((m for m in main if m[0] >= code.end), None)
            starts_entry = not text[floor : code.open].strip(" \t\n.,;:()-#0123456789") or re.search(r"[.;:]\s*\Z|\d[.)]\s*\Z", text[: code.open])
            if behind and starts_entry and re.fullmatch(r"[\s)\]:,-]*(?:\w+\s+){0,3}", text[code.end : behind[0]]):
                owner = behind
        if owner is not None:
            for mention in owner[2]:
                mention.codes.append(code.value)
        elif not before:
            words = _entry_words(text, floor, code.open)
            if words is not None:
                assertion = context.assertion(words[0], words[1])
                if assertion is not None:
                    extra.append(_Mention(_by_code(code.value), assertion, words[0], code.end, "stated-code", codes=[code.value]))
        floor = code.end if not text[code.end : code.end + 3].lstrip().startswith((",", ";", "/")) or owner is None else floor
    return extra


def _same_entry(gap: str) -> bool:
    """Whether a code belongs to what is named before it: no other entry begins between them."""
    return len(gap) <= 110 and not re.search(r"[;]|\.\s|\d[.)]\s|\b(?:and|with)\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+", gap)


def _entry_words(text: str, floor: int, end: int) -> tuple[int, int] | None:
    """The words of a list's entry that a code closes."""
    start = max((m.end() for m in re.finditer(r"[:;]\s|\d[.)]\s|,\s+(?:and\s+)?|\)\s*,?\s*(?:and\s+)?|\b(?:diagnos(?:is|es|ed)\s+(?:is|are|as|of|include[sd]?|with|listed as))\s+", text[floor:end], re.IGNORECASE)), default=0) + floor
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if not 4 <= end - start <= 110 or not re.search(r"[A-Za-z]{4}", text[start:end]):
        return None
    return start, end


@cache
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
