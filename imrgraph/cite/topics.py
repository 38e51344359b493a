"""The free words of a statement: which of them say a topic, and which only fill."""

from __future__ import annotations

import re
from functools import lru_cache

_ACUTE_CHRONIC = re.compile(r"\(?\s*\b(?:acute(?:\s*(?:&|and|/)\s*chronic)?|chronic)\s*\)", re.IGNORECASE)
JUNK = re.compile(
    r"""\b(?:practice\s+guidelines?|treatment\s+guidelines?|medical\s+treatment(?:\s+guidelines?)?|guidelines?|guides?
    |treatment\s+(?:in|for)\s+workers?'?s?'?\s*comp(?:ensation)?|ompg|effective|treatment\s+index|integrated\s+treatment(?:/|\s+)disability\s+duration
    |procedure\s+summary|https?://(?:www\.)?|(?:web|online|on-line|current|latest|internet|electronic)(?:[\s-]based)?(?:\s+(?:online|web))?(?:\s+(?:version|edition))?|version|revised|no\b\.?
    |(?:january|february|march|april|may|june|july|august|september|october|november|december)(?=\s*\d{0,2},?\s*\Z)|updated?\s+\d[^,;.]*|updated\b[^,;.]*
    |last\s+updated?\b[^,;.]*|edition|chapters?|sections?|topics?|headings?|subsections?|part|twc|citations?|pages?|accessed\b[^,;.]*
    |decision(?:s)?(?:\s+(?:is|was))?\s+based\s+(?:up)?on|based\s+(?:its|his/her|his|her|their|the)?\s*(?:decision\s+)?(?:up)?on
    |relied\s+(?:up)?on|the\s+following|other\s+medical\s+treatment\s+guidelines?\s+or\s+medical\s+evidence|medical\s+evidence
    |relevant(?:\s+and\s+(?:appropriate|applicable))?|appropriate|applicable|found|cited|and/or|as\s+well\s+as|along\s+with|also|which|that|is|are|was|were|used|using|from
    |california|ca|state|for\s+the\s+(?:employee|injured\s+worker|patient|applicant|claimant|worker)'?s?\s+clinical\s+circumstances?
    |(?:the\s+)?(?:claims?\s+administrator|expert\s+reviewer|physician\s+reviewer|professional\s+reviewer|reviewer|provider)(?:'s)?
    |for|of|on|in|at|the|a|an|and|or|to|by|under|per|with|its|his|her|their|his/her|decision|et\s+seq|see|both|specifically|regarding|as|e\.g)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LOWER_JUNK = re.compile(JUNK.pattern, re.VERBOSE)  # for ASCII in lower case, which it searches faster
TIGHT = re.compile(
    r"[\s,:()\-./&]*(?:(?:practice|treatment|medical|chapter|ch|the|of|and|guidelines?|section|edition)\b[\s,:()\-./]*)*\Z",
    re.I,
)

RECORDS = re.compile(
    r"\s+(?:reports?|checks?|database|printouts?|queries|query|records?|notes?(?!\s+(?:that|the|an?|no|there|it|this)\b)|forms?)\b",
    re.IGNORECASE,
)


_WORD = re.compile(r"[A-Za-z][\w'/-]*|\d[\d.]*(?:\(\w{1,3}\))*")
_SAYS_SOMETHING = re.compile(r"[A-Za-z][\w'/-]|\d")
_GOES_ON = re.compile(r"[\s,]*(?:but|because|since|although|as\s+(?:it|they))\b", re.IGNORECASE)
_ASIDE = re.compile(
    r",\s+but\b|,?\s+(?:which|because|since|as\s+(?:it|they|this)|where|whose)\b|:\s+\"",
)
_SHORT = 80  # characters


def topic(text: str, start: int, end: int, *, numbers: bool = False) -> tuple[int, int] | None:
    """The part of some free words that says something, or None; `numbers`: whether a section's number does."""
    words = text[start:end]
    if not _SAYS_SOMETHING.search(words):  # a comma, a bracket
        return None
    said = (_said_often if len(words) <= _SHORT else _said)(words, numbers)
    return (start + said[0], start + said[1]) if said else None


def _said(words: str, numbers: bool) -> tuple[int, int] | None:
    if _GOES_ON.match(words):
        return None
    kept = _ACUTE_CHRONIC.sub(_blank, words)
    kept = _LOWER_JUNK.sub(_blank, kept.lower()) if kept.isascii() else JUNK.sub(_blank, kept)
    hits = [
        m
        for m in _WORD.finditer(kept)
        if (len(m[0]) > 1 and m[0][0].isalpha()) or (numbers and len(m[0]) > 2)
    ]
    if not hits:
        return None
    first, last = hits[0].start(), hits[-1].end()
    aside = _ASIDE.search(words[first:last])
    if aside:
        last = first + aside.start()
    while last < len(words) and words[last] in ")'":
        last += 1
    return (first, last) if last > first else None


_said_often = lru_cache(maxsize=2048)(
    _said
)  # "Decision based on", "The Claims Administrator": the same in every letter


def _blank(m: re.Match[str]) -> str:
    return " " * len(m[0])


_SOURCE = re.compile(
    r"\b(?:Journal|Guidelines?|Associations?|Academy|College|Society|Institute|Manual|Policy|Policies|Bulletin|Textbook|Department"
    r"|Foundation|Council|Board|Administration|University|Clinic|Center|Centers|Review|Reviews|Database|Code|Regulations?|Federation"
    r"|Commission|Report|Annals|Archives|Act|Organization|Consensus|Statement|Parameters?|Criteria|Recommendations|Handbook)\b|www\.|https?:",
)


def sourcelike(words: str) -> bool:
    """Whether words name a body or a work: a head noun of one, with a capital, or a web address."""
    return _SOURCE.search(words) is not None


def section_names(text: str, start: int, end: int, *, listed: bool) -> list[str]:
    """The topics or headings that some words list; `listed`: whether commas part them, as after "Section(s):"."""
    words = " ".join(text[start:end].split())
    parts = re.split(r"\s*;\s*(?![^()]{0,200}\))", words)
    if listed:
        parts = [p for part in parts for p in re.split(r",\s+(?=(?:and\s+)?[A-Z])(?!GI\b|CV\b)", part)]
    out = []
    for part in parts:
        part = re.sub(r"^(?:and|the|for|on|topic(?:\s+of)?)\s+", "", part.strip(" ,.:-"), flags=re.I)
        part = re.sub(
            r"\s+(?:and|sections?|topics?|chapters?|headings?|guidelines?|page\(?s?\)?)\s*$",
            "",
            part,
            flags=re.I,
        ).strip(" ,.:-")
        if part.count("(") > part.count(")"):
            part += ")"
        if part and part.lower() not in ("treatment", "for"):
            out.append(part)
    return out
