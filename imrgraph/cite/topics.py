"""The free words of a statement: which of them say a topic, and which only fill."""

from __future__ import annotations

import re

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
TIGHT = re.compile(
    r"[\s,:()\-./&]*(?:(?:practice|treatment|medical|chapter|ch|the|of|and|guidelines?|section|edition)\b[\s,:()\-./]*)*\Z",
    re.I,
)

RECORDS = re.compile(
    r"\s+(?:reports?|checks?|database|printouts?|queries|query|records?|notes?(?!\s+(?:that|the|an?|no|there|it|this)\b)|forms?)\b",
    re.IGNORECASE,
)


def topic(text: str, start: int, end: int, *, numbers: bool = False) -> tuple[int, int] | None:
    """The part of some free words that says something, or None; `numbers`: whether a section's number does."""
    words = text[start:end]
    kept = _ACUTE_CHRONIC.sub(lambda m: " " * len(m[0]), words)
    kept = JUNK.sub(lambda m: " " * len(m[0]), kept)
    if re.match(r"[\s,]*(?:but|because|since|although|as\s+(?:it|they))\b", words, re.IGNORECASE):
        return None
    hits = [
        m
        for m in re.finditer(r"[A-Za-z][\w'/-]*|\d[\d.]*(?:\(\w{1,3}\))*", kept)
        if (len(m[0]) > 1 and m[0][0].isalpha()) or (numbers and len(m[0]) > 2)
    ]
    if not hits:
        return None
    first, last = hits[0].start(), hits[-1].end()
    aside = re.search(
        r",\s+but\b|,?\s+(?:which|because|since|as\s+(?:it|they|this)|where|whose)\b|:\s+\"",
        words[first:last],
    )
    if aside:
        last = first + aside.start()
    while last < len(words) and words[last] in ")'":
        last += 1
    return (start + first, start + last) if last > first else None


def sourcelike(words: str) -> bool:
    """Whether words name a body or a work: a head noun of one, with a capital, or a web address."""
    return bool(
        re.search(
            r"\b(?:Journal|Guidelines?|Associations?|Academy|College|Society|Institute|Manual|Policy|Policies|Bulletin|Textbook|Department"
            r"|Foundation|Council|Board|Administration|University|Clinic|Center|Centers|Review|Reviews|Database|Code|Regulations?|Federation"
            r"|Commission|Report|Annals|Archives|Act|Organization|Consensus|Statement|Parameters?|Criteria|Recommendations|Handbook)\b|www\.|https?:",
            words,
        )
    )


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
