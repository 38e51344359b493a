"""Other names for an authority: a study by its author, an acronym, "the guidelines", "ibid"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.cite import Found
from imrgraph.cite.bibliography import slug
from imrgraph.cite.tokens import concept, families
from imrgraph.records import Resolved, Unresolved
from imrgraph.vocab.cued import Cued

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.records import Citation, Resolution


_MOST = 200  # names of a letter's own, so that work stays in step with the text
OTHER = "https://w3id.org/imrgraph/guideline/other-"
_HEADS = re.compile(r"\b(?:Academy|College|Society|Association|Institute|Foundation|Federation)\b")


def local_names(statements: tuple[Citation, ...]) -> dict[str, Citation]:
    """Names by which a rationale may call a source that only this letter's statements name.

    First author's surname, an acronym in brackets, the name of an unlisted body or journal.
    """
    out: dict[str, Citation] = {}
    for c in statements:
        if (
            not isinstance(c.resolution, Resolved)
            or families().get(c.resolution.concepts[0], "other") != "other"
        ):
            continue
        words = c.evidence.anchor
        if c.evidence.rule == "bibliographic-reference":
            author = re.match(r"([A-Z][A-Za-z'\-]{2,})(?=,?\s+(?:[A-Z]{1,3}\b|et\b))", words)
            if author:
                out.setdefault(author[1], c)
        for acronym in re.findall(r"\(([A-Z][A-Z&-]{2,7})\)", words):
            out.setdefault(acronym, c)
        for head in _HEADS.findall(words):
            out.setdefault(f"the {head}", c)
            out.setdefault(f"The {head}", c)
        journal = re.search(r"([A-Z][A-Za-z&' ]{3,60}?)\.?,?\s+(?:19|20)\d\d\b", words[-90:])
        if journal and c.evidence.rule == "bibliographic-reference":
            out.setdefault(journal[1].strip(), c)
        if concept(c.resolution.concepts[0]) is None:
            name = re.escape(c.resolution.concepts[0].rsplit("/other-", 1)[-1].replace("-", " ")).replace(
                r"\ ", r"\W+"
            )
            printed = re.search(name, words, re.IGNORECASE)
            if printed:
                out.setdefault(printed[0], c)
        if len(out) > _MOST:
            break
    return out


class _Taken:
    """Which characters of a text already belong to a name."""

    def __init__(self, text: str, found: Iterable[Found]) -> None:
        self._marks = bytearray(len(text))
        for f in found:
            self.add(f.start, f.end)

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def meets(self, start: int, end: int) -> bool:
        return self._marks.find(1, start, end) >= 0


def find_local_names(text: str, local: dict[str, Citation], taken: list[Found]) -> list[Found]:
    out: list[Found] = []
    used = _Taken(text, taken)
    for name, c in local.items():
        if name not in text:
            continue
        pattern = (
            rf"(?<!\w){re.escape(name)}(?!\w)(?!\s+(?:of|for)\b)"
            if name[:4].lower() == "the "
            else rf"(?<!\w){re.escape(name)}(?!\w)"
        )
        for m in re.finditer(pattern, text):
            if not used.meets(m.start(), m.end()):
                out.append(mention(m.start(), m.end(), c, "named-in-statement"))
                used.add(m.start(), m.end())
    return out


_UNLISTED = Cued(
    r"\b(?:(?:[A-Z][A-Za-z&'-]+)\s+(?:(?:of|for|and|on|in|the|&)\s+){0,3}){1,7}(?:Society|Association|Academy|Institute|Federation|Consortium)\b"
    r"(?:\s+(?:of|for|on)\s+(?:the\s+)?[A-Z][A-Za-z&'-]+(?:(?:,?\s+(?:and|of|for|&|the)){0,2},?\s+[A-Z][A-Za-z&'-]+){0,6})?"
    r"|\b(?:[A-Z][a-z]+\s+){0,3}Journal\s+of\s+(?:the\s+)?[A-Z][A-Za-z&'-]+(?:(?:\s+(?:and|of|for|&|the)){0,2}\s+[A-Z][A-Za-z&'-]+){0,6}"
)
_AUTHORS = Cued(r"\b[A-Z][A-Za-z'-]+(?:\s+[A-Z]{1,2})?,?\s+et\.?\s+al\b\.?,?(?:\s*\(?(?:19|20)\d\d\)?)?")


def find_unlisted(text: str, taken: list[Found]) -> list[Found]:
    """Bodies and journals that no vocabulary lists, by their names; studies by their authors, unresolved."""
    out: list[Found] = []
    used = _Taken(text, taken)
    for pattern in (_UNLISTED, _AUTHORS):
        for m in pattern.finditer(text):
            words = re.sub(r"^(?:The|Per|As|According|In|A|An|And|However|Further|Also)\s+", "", m[0])
            start = m.end() - len(words)
            if len(words.split()) < 2 or used.meets(start, m.end()):
                continue
            used.add(start, m.end())
            resolution: Resolution = Unresolved()
            if pattern is _UNLISTED:
                resolution = Resolved(concepts=(f"{OTHER}{slug(words)}",))
            out.append(
                Found(start=start, end=m.end(), resolution=resolution, within=None, pages=(), tables=(), sections=(), editions=(),
                      rule="unlisted-source" if pattern is _UNLISTED else "study-by-author")
            )  # fmt: skip
    return out


@cache
def short_form() -> Cued:
    return Cued(
        r"\b(?:these|those|this|said|above|cited|same|such|referenced|aforementioned|applicable|the)\s+(?:\w+\s+)?(?:guidelines?|citations?|criteria|references?)\b"
        r"(?=\s+(?:\w+ly\s+)?(?:recommend|state|indicate|support|note|suggest|do(?:es)?\b|did|require|list|allow|limit|call|specif|advise|say|is\b|are\b|was\b|were\b|would|permit|also|and\b|further|define|address|provide|mention)|\W)"
        r"|\b(?:further|evidence[- ]based|treatment)?\s*guidelines\s+(?:\w+ly\s+|also\s+|further\s+)?(?:recommend|state|indicate|support|note|suggest|require|list|allow|limit|advise|say)\w*"
        r"|\bper\s+(?:the\s+)?(?:\w+\s+)?guidelines?\b|\bibid\b\.?",
        re.IGNORECASE,
    )


def mention(start: int, end: int, citation: Citation, rule: str) -> Found:
    """A place that means what a statement's citation means, without its locators."""
    return Found(
        start=start,
        end=end,
        resolution=citation.resolution,
        within=citation.within_mtus,
        pages=(),
        tables=(),
        sections=(),
        editions=(),
        rule=rule,
    )
