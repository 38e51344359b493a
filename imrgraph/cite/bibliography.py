"""Bibliographic references (authors, title, journal, year) and the names of sources nobody listed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.cite.tokens import may_close
from imrgraph.vocab import load_vocabulary, vocabulary_cache
from imrgraph.vocab.matcher import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.cite.tokens import Token

_AUTHOR = r"[A-Z][A-Za-z'\-]+(?:\s[A-Z][a-z]+)?,?\s[A-Z]\.?(?:[\s-]?[A-Z]\.?){0,2}(?![A-Za-z])"
_AUTHORS = re.compile(
    rf"(?:{_AUTHOR}(?:(?:,|;|\s+and|,\s*and|\s*&)\s*{_AUTHOR}){{0,12}}(?:,?\s*et\.?\s*al\.?)?|[A-Z][A-Za-z'\-]+(?:\s[A-Z]{{1,3}})?,?\s+et\.?\s*al\.?)"
    r"(?P<year>\s*\(?\b(?:19|20)\d\d\)?)?\s*[.,:]*\s*"
)
_VOLUME = re.compile(
    r"[.,]?\s*\(?\b(?P<year>(?:19|20)\d\d)(?:\s[A-Z][a-z]{2,8}\.?(?:[\s-][A-Za-z]*\d*)?)?\)?\s*[;,]\s*(?:Vol(?:ume)?\.?\s*)?(?:\d{1,4}|(?=\(\d))"
    r"\s*(?:\([^)]{1,14}\))?\s*(?:[:,]\s*(?:pp?\.?\s*)?(?:CD|[eES])?\d{1,6}[A-Z]?(?:\s?-\s?[eES]?\d{1,6}[A-Z]?)?)?"
    r"|[.,]?\s*\d{1,4}\s*(?:\([^)]{1,14}\))?\s*:\s*[eES]?\d{1,6}(?:\s?-\s?\d{1,6})?\s*[.,;]?\s*\(?(?P<late>(?:19|20)\d\d)\)?"
)
_YEAR = re.compile(r"[.,]\s+\(?(?P<year>(?:19|20)\d\d)\)?(?=\s*[.;]|\s*\Z)")
_LEAD_IN = re.compile(
    r"(?:citations?|medical\s+evidence|following|references?|mtus|articles?|stud(?:y|ies)\s+by|(?:based|relied)\s+(?:up)?on)(?:\s+the)?\s*:?\s+(?=[\"A-Z])",
    re.IGNORECASE,
)
_JOURNAL = re.compile(r"[A-Z][A-Za-z&'.\-]*(?:\s+(?:[A-Z(][A-Za-z&'.)\-]*|of|and|the|in|for|on|&)){0,9}\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A bibliographic reference at `text[start:end]`: the journal's concepts, or its name when nobody listed it."""

    start: int
    end: int
    concepts: tuple[str, ...]
    source: str | None
    title: str | None
    year: str | None


def entries(text: str, found: list[Token]) -> list[Entry]:
    """Find references that close with `year;volume:pages`, or with a year where authors open them."""
    closings = _closings(text) if may_close(text) else []
    if not closings:
        return []
    out: list[Entry] = []
    walls = [t.end for t in found if _parts(text, t)]
    starts = [t.start for t in found]
    for m, needs_authors in closings:
        wall = bisect_right(walls, m.start())
        floor = max(out[-1].end if out else 0, walls[wall - 1] if wall else 0, m.start() - 600)
        if needs_authors and not any(_is_list(a) for a in _AUTHORS.finditer(text, floor, m.start())):
            continue
        near = found[bisect_left(starts, floor) : bisect_left(starts, m.start())]
        entry = _entry(text, floor, m, near)
        if entry is not None:
            out.append(entry)
    return out


def in_order(found: list[Token], books: list[Entry]) -> Sequence[Token | Entry]:
    """Tokens and bibliographic references by their places, without the tokens within a reference."""
    if not books:
        return found
    begins = [b.start for b in books]  # in order, and none within another
    outside = [t for t in found if not (i := bisect_right(begins, t.start)) or books[i - 1].end <= t.start]
    return sorted([*outside, *books], key=lambda piece: piece.start)


def _closings(text: str) -> list[tuple[re.Match[str], bool]]:
    """What can close a reference, in text order, and whether authors have to open it."""
    volumes = list(_VOLUME.finditer(text))
    within = bytearray(len(text))
    for v in volumes:
        within[v.start() : v.end()] = b"\1" * (v.end() - v.start())
    found = [(m, False) for m in volumes]
    found += [(m, True) for m in _YEAR.finditer(text) if within.find(1, m.start(), m.end()) < 0]
    return sorted(found, key=lambda closing: closing[0].start())


def _parts(text: str, token: Token) -> bool:
    """Whether no reference goes on over a token."""
    kind = token.kind.value
    return kind in ("without", "within", "void") or (kind == "break" and text[token.start] == ";")


def _entry(text: str, floor: int, m: re.Match[str], found: list[Token]) -> Entry | None:
    named = [
        t for t in found if t.kind.value == "authority" and floor <= t.start and 0 <= m.start() - t.end <= 4
    ]
    before = text[floor : m.start()].rstrip(" .,;(")
    if named:
        start, concepts, source = named[-1].start, named[-1].values, None
    else:
        tail = max(
            (
                i
                for i in (before.rfind(". "), before.rfind(", "), before.rfind("? "), before.rfind('" '))
                if i >= 0
            ),
            default=-1,
        )
        start = floor + tail + 2 if tail >= 0 else floor
        words = text[start : floor + len(before)]
        concepts = _journals().get(_key(words), ())
        source = None if concepts else name_of_source(words)
        if not concepts and (source is None or not _JOURNAL.match(words)):
            return None
    if len(concepts) > 1:
        concepts = _journals().get(_key(text[start : floor + len(before)]), concepts)
    begin, title, year = _title(text, floor, start, found)
    closing = m.groupdict()
    return Entry(begin, m.end(), concepts, source, title, closing.get("year") or closing.get("late") or year)


def _is_list(authors: re.Match[str]) -> bool:
    """Whether a match of authors is more than a capitalised word before a capital."""
    return bool(authors[0].rstrip(" ,.:").count(",") or re.search(r"\bal\b", authors[0]) or authors["year"])


def _title(text: str, floor: int, journal: int, found: list[Token]) -> tuple[int, str | None, str | None]:
    """Where a reference begins, its title and the year beside its authors, given where its journal stands."""
    authors = None
    for a in _AUTHORS.finditer(text, floor, journal):
        if authors is None and _is_list(a):
            authors = a
    begin = authors.start() if authors else floor
    at = authors.end() if authors else floor
    if authors is None:
        for lead in _LEAD_IN.finditer(text, floor, journal):
            if text[lead.end()] in '"' or text[lead.end()].isupper():
                begin = at = lead.end()
        bodies = [t for t in found if t.kind.value == "authority" and at <= t.start and t.end < journal]
        if bodies and not text[at : bodies[0].start].strip(' ",'):
            comma = re.compile(r"[,.:]\s+").search(text, bodies[-1].end, journal)
            begin = at = comma.end() if comma else journal
    title = " ".join(text[at:journal].split()).strip(" .,;:?\"'")
    year = re.search(r"(?:19|20)\d\d", authors["year"] or "") if authors else None
    return begin, title if len(title) > 8 else None, year[0] if year else None


def _key(words: str) -> str:
    return " ".join(fold(words).replace(".", "").split())


@vocabulary_cache
def _journals() -> dict[str, tuple[str, ...]]:
    """Folded label to concept, labels included that name a journal only inside a reference."""
    out: dict[str, tuple[str, ...]] = {}
    for concept in load_vocabulary("guideline").concepts.values():
        for label in (*concept.labels, *concept.values("contextLabel")):
            key = _key(label)
            out[key] = tuple(sorted({*out.get(key, ()), concept.iri}))
    return out


_HEADS = (
    "Journal|Guidelines?|Associations?|Academy|College|Society|Societies|Institutes?|Manual|Policy|Policies|Bulletin|Textbook|Department|Foundation"
    "|Council|Board|Administration|University|Clinic|Centers?|Reviews?|Database|Code|Regulations?|Federation|Commission|Report|Annals"
    "|Archives|Act|Organization|Consensus|Statement|Parameters?|Criteria|Recommendations|Handbook|Medicine|Surgery"
)  # fmt: skip
_PHRASE = re.compile(
    rf"(?:(?:[A-Z][\w&'./-]*|[A-Z]+)\s+(?:(?:of|for|and|the|in|on|&|to)\s+){{0,3}}){{0,10}}(?:{_HEADS})\b(?:\s+(?:(?:of|for|and|the|in|on|&)\s+){{1,3}}(?:[A-Z][\w&'/-]*)(?:\s+(?:(?:of|for|and|the|in|on|&)\s+){{0,2}}[A-Z][\w&'/-]*){{0,8}})?"
)


_LONGEST = 1000  # characters that are searched for a name, so that work stays in step with the text


def name_of_source(words: str) -> str | None:
    """The name of a body, journal or work that some words cite; None when none stands out.

    >>> name_of_source("criteria of the Institute for Clinical Systems Improvement (ICSI), 2010")
    'Institute for Clinical Systems Improvement'
    """
    words = " ".join(words[:_LONGEST].split())
    web = re.search(
        r"(?:https?://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|gov|net|edu))", words, re.I
    )
    found = max(_PHRASE.finditer(words), key=lambda m: len(m[0]), default=None)
    if found and len(found[0].split()) > 1:
        return _clean_name(found[0])
    if web:
        return web[1].lower()
    short = re.sub(r"\([^)]*\)|\b(?:19|20)\d\d\b", " ", words)
    short = _clean_name(short)
    if (
        short
        and len(short.split()) <= 7
        and short[0].isupper()
        and not re.search(r"\b(?:is|are|was|were|the request|patient|records?)\b", short)
    ):
        return short
    return None


def _clean_name(words: str) -> str:
    words = re.sub(r"^(?:the|and|per|from|of|a|an)\s+", "", words.strip(" ,.;:-\"'()"), flags=re.I)
    return " ".join(words.strip(" ,.;:-\"'()").split())


def slug(name: str) -> str:
    """The last part of an `other-*` concept's IRI: ASCII, lower case, hyphens, at most 60 characters.

    >>> slug("Journal of Foo & Bar's")
    'journal-of-foo-and-bars'
    """
    ascii_only = (
        unicodedata.normalize("NFKD", name.replace("&", " and ").replace("'", ""))
        .encode("ascii", "ignore")
        .decode()
    )
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    out = ""
    for word in words:
        if len(out) + len(word) + bool(out) > 60:
            break
        out += ("-" if out else "") + word
    return out or (words[0][:60] if words else "unnamed")
