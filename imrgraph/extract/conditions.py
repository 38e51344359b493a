"""The worker's conditions: diagnoses, comorbidities, symptoms and findings, with their assertion.

Labels of the vocabulary are found, put together with the body part, side and level written beside them, and
asserted by the rules of `context.py`. What is said of relatives or of patients in general gives nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.codes import find_codes
from imrgraph.extract.coding import coded
from imrgraph.extract.context import Context
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.mention import Mention, Sentence, denied_in_label, mentions
from imrgraph.extract.places import find_levels, may_name_side, places
from imrgraph.extract.subject import quoted, rationale_sentences, summary_sentences
from imrgraph.extract.triggers import rules
from imrgraph.extract.why import reason
from imrgraph.records import Condition, Span, Unresolved
from imrgraph.vocab import matcher

if TYPE_CHECKING:
    from imrgraph.records import Reason
    from imrgraph.segment import Outline
    from imrgraph.vocab import Match


@dataclass(slots=True)
class _Node:
    first: Mention
    sentence: Span  # of the first mention
    spans: list[Span] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    contradicting: list[str] = field(default_factory=list)
    printed: dict[str, Span | None] = field(default_factory=dict)  # where each code first stands
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
            unknown_codes=tuple(dict.fromkeys(n.unknown)),
            contradicting_codes=_throughout(n.contradicting, n.codes),
            body_part=n.first.part,
            laterality=n.first.side,
            spinal_level=n.first.level,
            why=_why(outline, n),
            evidence=evidence_of(outline.clean, n.spans, n.first.rule, fuzzy=n.fuzzy),
        )
        for n in nodes.values()
    )


def _why(outline: Outline, node: _Node) -> tuple[Reason, ...]:
    """The reasons of the first mention, for what it says beside the concept."""
    first, begins = node.first, node.sentence.start
    stated = {"assertion": True, "bodyPart": first.part, "laterality": first.side, "spinalLevel": first.level}
    out = [
        reason(outline.clean, fact, rule, at.moved(begins) if at else None)
        for fact, (rule, at) in first.why.items()
        if stated[fact]
    ]
    if node.codes:
        for fact, rule, found in (
            ("statedCode", "code-printed", node.codes),
            ("unknownCode", "code-unknown", node.unknown),
            ("contradictingCode", "code-contradicts", _throughout(node.contradicting, node.codes)),
        ):
            for code in dict.fromkeys(found):
                out.append(reason(outline.clean, fact, rule, node.printed[code], value=code))
    return tuple(out)


def _printed(text: str, code: str, near: int, sentence: Span) -> Span | None:
    """Where a code stands in a sentence: behind a place in it, else before."""
    at = text.find(code, near)
    at = at if at >= 0 else text.find(code)
    return Span(at, at + len(code)).moved(sentence.start) if at >= 0 else None


def _throughout(contradicting: list[str], codes: list[str]) -> tuple[str, ...]:
    """The codes that contradict the words wherever they are printed with the condition."""
    return tuple(c for c in dict.fromkeys(contradicting) if contradicting.count(c) == codes.count(c))


def _collect(
    outline: Outline, sentence: Span, skip: list[Span], nodes: dict[tuple[object, ...], _Node]
) -> None:
    text, begins = outline.text[sentence.start : sentence.end], sentence.start
    for mention in read_conditions(text, [span.moved(-begins) for span in skip]):
        words = text[mention.start : mention.end] if isinstance(mention.resolution, Unresolved) else None
        key = (mention.resolution, words, mention.assertion, mention.part, mention.side, mention.level)
        node = nodes.get(key)
        if node is None:
            node = nodes[key] = _Node(first=mention, sentence=sentence)
        node.spans.append(Span(begins + mention.start, begins + mention.end))
        node.fuzzy = node.fuzzy and mention.fuzzy
        if mention.codes:
            node.codes += mention.codes
            node.unknown += mention.unknown_codes
            node.contradicting += mention.contradicting_codes
            for code in mention.codes:
                node.printed.setdefault(code, _printed(text, code, mention.start, sentence))


# ---------------------------------------------------------------- one sentence


def read_conditions(text: str, skip: list[Span] | None = None) -> list[Mention]:
    """The conditions that one sentence states, in text order; nothing within the stretches to skip."""
    found = list(matcher("condition").find(text))
    if skip and found:
        found = [m for m in found if not any(s.start <= m.start and m.end <= s.end for s in skip)]
    codes = [] if skip else find_codes(text)
    if not found and not codes:
        return []
    if found:
        found = _of_conditions_alone(text, found)
    named = places(text) if found else []
    sentence = Sentence(
        text=text,
        context=Context(text, [(m.start, m.end) for m in found]),
        labels=found,
        places=named,
        outside=[p for p in named if not any(m.start <= p.start and p.end <= m.end for m in found)],
        levels=find_levels(text) if found else [],
        sided=may_name_side(text),
    )
    out: list[Mention] = []
    main: list[tuple[int, int, list[Mention]]] = []
    for i, match in enumerate(found):
        stated = mentions(sentence, match, found[i + 1].start if i + 1 < len(found) else len(text))
        main.append((match.start, match.end, stated))
        out += stated
        out += denied_in_label(sentence, match)
    out += coded(text, codes, main, sentence.context)
    return sorted(out, key=_place) if len(out) > 1 else out


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _of_conditions_alone(text: str, found: list[Match]) -> list[Match]:
    """The labels that are no part of another name, nor of a longer one of a treatment."""
    found = [m for m in found if not _is_other_name(text, m)]
    larger = [t for t in matcher("treatment").find(text) if t.end - t.start > 3]
    if not larger:
        return found
    return [
        m
        for m in found
        if not any(
            t.start <= m.start and m.end <= t.end and t.end - t.start > m.end - m.start for t in larger
        )
    ]


_AT_PLACE = re.compile(
    r"\b(?:at|over|across|through|along|around|about|within|in|of|into)\s+(?:(?:the|his|her|both|left|right|bilateral)\s+){0,3}\Z",
    re.IGNORECASE,
)


@cache
def _name_goes_on() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = rules()["mention"]
    before = "|".join(map(re.escape, data["never_before"]))
    after = "|".join(map(re.escape, data["never_after"]))
    return re.compile(rf"\s+(?:{before})\b", re.IGNORECASE), re.compile(rf"\b(?:{after})\s+\Z", re.IGNORECASE)


@cache
def _other_meaning() -> dict[str, re.Pattern[str]]:
    return {
        label: re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
        for label, words in rules()["mention"]["other_meaning"].items()
    }


@cache
def _anatomy() -> frozenset[str]:
    return frozenset(rules()["mention"]["anatomy"])


def _is_other_name(text: str, match: Match) -> bool:
    """Whether a label is only part of another name ("pain management", "Beck Depression Inventory")."""
    beside = _other_meaning().get(match.label.lower())
    if beside is not None and beside.search(text):
        return True
    if match.label.lower() in _anatomy() and _AT_PLACE.search(text, max(0, match.start - 30), match.start):
        return True
    ahead, behind = _name_goes_on()
    return bool(ahead.match(text, match.end)) or bool(
        behind.search(text[max(0, match.start - 24) : match.start])
    )
