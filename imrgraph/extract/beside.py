"""The body parts and spinal levels written beside a complaint."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.places import SIDE, side_after
from imrgraph.extract.why import Told
from imrgraph.records import Span

if TYPE_CHECKING:
    from imrgraph.extract.places import Place
    from imrgraph.records import Laterality
    from imrgraph.vocab import Match

_ADJECTIVES = (
    r"chronic|acute|subacute|severe|moderate|mild|persistent|intermittent|constant|recurrent|residual|ongoing|degenerative|musculoligamentous|myoligamentous|radicular|traumatic|post-?traumatic|internal"
    r"|full-?\s?thickness|partial|complete|nerve|myofascial|soft|tissue|musculoskeletal|joints?|regions?|areas?|spine|muscles?|tendons?|ligaments?|side|sided|root|roots|bony|primary|secondary|tri-?compartmental|multilevel|stress|right|left|bilateral"
)


@cache
def _gaps() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    beside = re.compile(rf"[\s/-]*(?:(?:{_ADJECTIVES})[\s/-]+){{0,3}}\Z", re.IGNORECASE)
    joined = re.compile(
        rf"\s*(?:,|/|&|,?\s*\b(?:and|or|as well as)\b(?:/or\b)?)\s*(?:(?:the|his|her|in|to)\s+)?(?:(?:{SIDE}|upper|lower|mid)\s+)?\Z",
        re.IGNORECASE,
    )
    ahead = re.compile(
        rf"\s*(?:\([^()]{{0,24}}\)\s*)?(?:(?:in|of|to|at|about|over|around|on|involving|affecting|along|across|within|throughout)\b\s*(?:(?:the|his|her|their|both|a|an|{SIDE}|entire|upper|lower|anterior|posterior"
        rf"|medial|lateral|proximal|distal|mid|aspect|side|part|of|region|area|horn|body|root|segment|surface|portion|pole|insertion|base|tip|shaft|neck\s+of|musculature|muscles?|tendons?|joints?|ligaments?)\s+){{0,5}}|[,:(-]?\s*(?:(?:the|his|her|their)\s+)?(?:{SIDE})?\s*)\Z",
        re.IGNORECASE,
    )
    return beside, joined, ahead


def chain_left(text: str, start: int, whole: bool, around: list[Place]) -> list[Place]:
    """The places right before a mention, joined by commas and "and": neck, low back and right knee pain.

    `whole` says that the mention names a place of its own, to which others may be joined.
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


def chain_right(text: str, end: int, following: int, around: list[Place]) -> list[Place]:
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
    if (
        chain and following < len(text) and following - chain[-1].end <= 1
    ):  # "headache, neck stiffness": the place goes with what follows
        chain.pop()
    return _with_sides(text, chain)


def _with_sides(text: str, chain: list[Place]) -> list[Place]:
    """A side goes on to places joined behind it that have none, but not to the midline."""
    side: Laterality | None = None
    at: Span | None = None
    out = []
    for p in chain:
        if p.midline:
            out.append(replace(p, side=None, side_at=None))
            side, at = None, None
            continue
        side, at = (p.side, p.side_at) if p.side else (side, at)
        if side is None and p is chain[-1] and (behind := side_after(text, p.end)):
            side, at = behind.value, behind.span
        out.append(replace(p, side=side, side_at=at))
    return out


def level_at(text: str, match: Match, levels: list[tuple[int, int, str]], following: int) -> list[Told[str]]:
    """The spinal levels written beside a mention: L5-S1 radiculopathy, disc bulges at L4-5 and L5-S1."""
    before = [
        x
        for x in levels
        if x[1] <= match.start
        and re.fullmatch(
            r"[\s-]*(?:(?:nerve|root|disc|disk|level|bilateral|left|right|mild|moderate|severe|dermatomal|central|broad|based)[\s-]+){0,3}",
            text[x[1] : match.start],
        )
    ]
    if before:
        chain = [before[-1]]
        for other in reversed([x for x in levels if x[1] <= chain[0][0]]):
            if not re.fullmatch(r"\s*(?:,|/|&|,?\s*and)\s*", text[other[1] : chain[0][0]], re.IGNORECASE):
                break
            chain.insert(0, other)
        return [_level(*level) for level in chain]
    out: list[Told[str]] = []
    at = match.end
    for start, end, level in levels:
        if start < at or end > following:
            continue
        gap = text[at:start]
        near = (
            r"\s*,?\s*(?:(?:and|to|&)\s+)?(?:at\s+)?"
            if out
            else r"\s*(?:[,(]\s*)?(?:(?:at|of|from|in|involving|levels?|on|the|left|right|both)\s+){0,4}"
        )
        if not re.fullmatch(near, gap, re.IGNORECASE):
            break
        out.append(_level(start, end, level))
        at = end
    return out


def _level(start: int, end: int, level: str) -> Told[str]:
    return Told(level, "level-written", Span(start, end))
