"""Find: the pieces that citations are made of, in text order, before anything is decided about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.vocab import load_vocabulary, matcher, vocabulary_cache

if TYPE_CHECKING:
    from imrgraph.vocab import Concept


class Kind(Enum):
    AUTHORITY = "authority"  # a guideline, chapter or other source by name
    CHAPTER = "chapter"  # "Chapter 12"
    PAGES = "pages"
    TABLES = "tables"
    SECTIONS = "sections"  # the label "Section(s):", whose words follow
    EDITION = "edition"
    WITHIN = "within"  # says that what follows ("MTUS") or stands before ("part of the MTUS") is the MTUS
    WITHOUT = "without"  # the same of Non-MTUS
    VOID = "void"  # names an authority only to set it aside ("did not base their decision on the MTUS")
    SAME = "same"  # the other party's guideline
    NONE = "none"  # "did not cite any medical evidence"
    BREAK = "break"  # the end of a sentence


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """A piece at `text[start:end]`; `values` are concepts' IRIs, pages, tables, a chapter's number or a year."""

    start: int
    end: int
    kind: Kind
    values: tuple[str, ...] = ()
    forward: bool = True  # for WITHIN and WITHOUT: whether they speak of what follows


_PAGE = r"\d{1,4}[a-zA-Z]?(?!\s*(?:mg|ml|%|visits?|sessions?|weeks?|days?|months?|years?))"
_RANGE = rf"{_PAGE}(?:\s*(?:-|to|through)\s*{_PAGE})?"
_TABLE = r"(?:\d{1,2}\s?-\s?\d{1,2}[a-zA-Z]?|\d{1,2}(?:\.\d{1,2})?[a-zA-Z]?(?![\d/]))"
_JOIN = r"\s*(?:,\s*and|,|;|&|and|\s)\s*"
_MTUS = r"(?:medical\s+treatment\s+utilization\s+schedules?(?:\s*\(?\s*mtus\s*\)?)?|mtus)"
_PARTY = r"(?:claims?\s+administrator|expert\s+reviewer|physician\s+reviewer|professional\s+reviewer|utilization\s+review(?:er)?|other\s+party)"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.VOID, rf"(?:did|does|do)\s*not\s*(?:base|rely)\s*(?:its|their|his/her|the)?\s*(?:decisions?)?\s*(?:up)?on\s*(?:the\s*)?(?:ca(?:lifornia)?\s*)?{_MTUS}"),
    (Kind.VOID, rf"no\s+(?:applicable\s+)?(?:sections?|guidelines?|portion|part)(?:\s*\(s\))?\s+(?:of|within|in)\s+the\s+(?:ca(?:lifornia)?\s+)?{_MTUS}\s*(?:(?:was|were|is|are)\s+)?(?:found\s+)?(?:(?:to\s+be\s+)?applicable(?:\s+(?:and|or)\s+relevant)?|relevant|addressed)"),
    (Kind.VOID, rf"{_MTUS}(?:\s+guidelines?)?(?:\s+and\s+(?:the\s+)?(?:acoem|odg)(?:\s+guidelines?)?)?\s+(?:(?:does|do|did)\s+not\b|(?:is|are|was|were)\s+(?:not\s+(?:applicable|specific|relevant)|silent))(?:(?!,\s+(?:the|an?|so|therefore|decision|and\s+the)\b)[^.;]){{0,120}}"),
    (Kind.VOID, r"(?:california\s+)?department\s+of\s+industrial\s+relations(?:\s*\(dir\))?(?:,?\s*division\s+of\s+workers'?\s+compensation(?:\s*\(dwc\))?)?"),
    (Kind.VOID, r"strength\s+of\s+evidence\s+hierarchy"),
    (Kind.NONE, r"(?:(?:did|does|do)\s*(?:not|n't)|failed\s+to)\s*(?:cite|provide|reference|identify|list|specify|state|rely\s+on|use|note|indicate|offer|give|base\s+(?:its|their|his/her|the)\s+decisions?\s+(?:up)?on)\s*(?:to\s+)?(?:any|an?|the|specific|which)?\s*(?:specific\s+|particular\s+)?(?:evidence|medical|guideline|basis|reference|citation|treatment|source|criteria|clinical)[a-z\s\-/(),]{0,60}?(?=[.;]|\bin\b|\bfor\b|\bas\b|\bwhen\b|\bto\s+support\b|\Z)"),
    (Kind.NONE, r"(?:cited|used|provided|referenced)\s+no\s+(?:specific\s+)?(?:medical\s+|evidence[\s-]based\s+)?(?:evidence|guidelines?|criteria|citations?|references?)"),
    (Kind.NONE, r"no\s+(?:medical\s+evidence|guidelines?|citations?|evidence[\s-]based\s+(?:criteria|guidelines?))\s+(?:was|were)\s+(?:cited|provided|given|stated)"),
    (Kind.NONE, r"(?<![\w\s])\s*(?:not\s+(?:addressed|stated|provided|specified|given|indicated|cited)|none(?:\s+(?:stated|cited|given|provided|specified))?|n/?a|no\s+(?:specific\s+)?(?:citations?|guidelines?|references?)(?:\s+(?:cited|given|provided|stated))?)[\s.)\]]*\Z"),
    (Kind.SAME, rf"(?:the\s+)?(?:same\s+|above\s+|mtus\s+|acoem\s+|odg\s+|non-mtus\s+)?(?:guidelines?|sections?|citations?|references?|criteria|chapters?)(?:\s*\(s\))?(?:\s+of\s+(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS})?,?\s+(?:that\s+(?:was|were)\s+|which\s+(?:was|were)\s+)?(?:used|cited|relied\s+(?:up)?on|referenced|utilized|applied|chosen|selected)\s+by\s+the\s+{_PARTY}"),
    (Kind.SAME, rf"(?:guidelines?|citations?|references?|criteria|sections?|chapters?)\s+(?:that\s+|which\s+)?the\s+{_PARTY}\s+(?:has\s+|had\s+)?(?:used|cited|relied\s+(?:up)?on|referenced|applied|chose|selected)"),
    (Kind.SAME, rf"(?:found|finds?)\s+(?:it|them|th(?:is|e|ese)\s+(?:citations?|guidelines?)(?:\s+of\s+the\s+{_PARTY})?)\s+(?:to\s+be\s+)?(?:also\s+)?(?:relevant|appropriate|applicable)"),
    (Kind.SAME, rf"same\s+(?:guidelines?|citations?|sections?|references?|criteria|pages?|chapters?)(?:\s*\(s\))?(?:\s+(?:as|used|cited)\b[^.;]{{0,40}}{_PARTY})?"),
    (Kind.SAME, rf"(?:agree[sd]?|concur(?:s|red)?)\s+with\s+(?:the\s+)?(?:guidelines?|citations?|{_PARTY}(?:'s)?)(?:\s*(?:guidelines?|citations?|choice\b[^.;]{{0,40}}))?"),
    (Kind.WITHOUT, rf"(?:(?:which|that)\s+)?(?:is|are|was|were)?\s*(?:an?\s+(?:evidence[\s-]based\s+)?(?:nationally\s+recognized\s+)?(?:medical\s+treatment\s+guidelines?|professional\s+standards?|guidelines?)(?:\s*\(\s*mtg\s*\))?,?\s*(?:(?:which|that)\s+)?(?:is|are)?\s*)?(?:not|n't)\s*(?:a\s+)?(?:part|in|within|included|contained|adopted|addressed|found)\s*(?:of|in|within|by|into)?\s*(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHIN, rf"(?:(?:which|that)\s+)?(?:is|are|was|were|being)?\s*(?:both\s+|also\s+|a\s+){{0,3}}part\s+of\s+(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHIN, rf"(?:which|that)\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:adopted|incorporated|included|contained)\s*(?:by|into|in|within)?\s*(?:reference\s+(?:in|into)\s+)?(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHOUT, r"non[\s-]*mtus(?:\s*(?:citations?|guidelines?|sources?|evidence|references?))?(?:\s*\(s\))?\s*:?"),
    (Kind.TABLES, rf"tables?\s*(?:#|no\.?)?\s*:?\s*{_TABLE}(?:{_JOIN}(?:tables?\s*)?{_TABLE}(?=[\s,;.)&]|\Z))*"),
    (Kind.PAGES, rf"(?:pages?\s*\(s\)|(?:pages?|pgs?|pp|p)\b)\s*\.?\s*[:#]?\s*{_RANGE}(?:{_JOIN}(?:(?:pages?|pgs?\.?|pp?\.?)\s*)?{_RANGE}(?![\w-]))*"),
    (Kind.PAGES, r"pages?\s*(?:\(s\))\s*:"),
    (Kind.SECTIONS, r"sections?\s*(?:\(s\)\s*:?|:)|topics?\s*:"),
    (Kind.CHAPTER, r"\bchapters\s*(\d{1,2})(?:\s*(?:,\s*and|,|&|and)\s*\d{1,2}(?![\d/-]))+"),
    (Kind.CHAPTER, r"\bch(?:apters?|ap|pt)?\b\.?\s*(?:#|no\.?)?\s*:?\s*(\d{1,2})(?!\s?[-/]\d)(?!\d)"),
    (Kind.EDITION, r"\(?\b((?:1st|2nd|3rd|[4-9]th|1\dth|20th|first|second|third)\s+ed(?:ition|n|\.)?|ed(?:ition)?\.?\s*\d{1,2})(?!\w)\.?,?\s*(?:\(\s*((?:19|20)\d\d)\s*\)|((?:19|20)\d\d))?\)?"),
    (Kind.EDITION, r"\(\s*(?:[A-Z][a-z]{2,8}\.?,?\s+)?((?:19|20)\d\d)\s*(?:edition|version|revision|update)?\s*\)|\b((?:19|20)\d\d)\b(?!\s*[;:]\s*\d|/\d|-\d)"),
    (Kind.BREAK, r"(?<![A-Z])(?<!vs)(?<!pg)(?<!pgs)(?<!no)(?<!pp)(?<!al)(?<!Inc)(?<!Dr)(?<!Ch)\.(?=\s+[A-Z\"(]|\s*\Z)|;"),
)  # fmt: skip
_BACKWARD = re.compile(
    r"part\s+of|adopted|incorporated|included|contained|n(?:o|')t(?:\s|part)", re.IGNORECASE
)


@cache
def _compiled() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    case = {Kind.BREAK}
    return tuple(
        (
            kind,
            re.compile(raw if kind in case else rf"(?<![A-Za-z]){raw}", 0 if kind in case else re.IGNORECASE),
        )
        for kind, raw in _PATTERNS
    )


def tokens(text: str, *, prose: bool = False) -> list[Token]:
    """Find the pieces of citations in a statement or rationale, none overlapping.

    Args:
        text: the words on one line or several; positions are kept.
        prose: a rationale, where an authority that is set aside is named all the same.

    >>> [(t.kind.value, t.values) for t in tokens("Decision based on MTUS ACOEM Chapter 12, page 303")][-1]
    ('pages', ('303',))
    """
    flat = text.replace("\n", " ")
    taken: dict[int, Token] = {}  # by the position of its first character
    owner = [-1] * len(flat)  # for each character, where the token begins that holds it
    for kind, pattern in _compiled():
        if prose and kind in (Kind.VOID, Kind.SAME, Kind.NONE):
            continue
        for m in pattern.finditer(flat):
            if kind is Kind.BREAK and m[0] == ";" and _in_brackets(flat, m.start()):
                continue  # inside "Botulinum toxin (Botox; Myobloc)"
            if m.end() > m.start() and all(o < 0 for o in owner[m.start() : m.end()]):
                for token in _tokens(kind, m):
                    taken[token.start] = token
                    owner[token.start : token.end] = [token.start] * (token.end - token.start)
    for start, end, concepts in _regulations(flat):
        if all(o < 0 for o in owner[start:end]):
            taken[start] = Token(start, end, Kind.AUTHORITY, concepts)
            owner[start:end] = [start] * (end - start)
    for match in matcher("guideline").find(flat):
        clash = [taken[o] for o in sorted({o for o in owner[match.start : match.end] if o >= 0})]
        if all(
            t.kind in (Kind.BREAK, Kind.EDITION, Kind.CHAPTER)
            and match.start <= t.start
            and t.end <= match.end
            for t in clash
        ):
            for t in clash:
                del taken[t.start]
            taken[match.start] = Token(match.start, match.end, Kind.AUTHORITY, match.concepts)
            owner[match.start : match.end] = [match.start] * (match.end - match.start)
    return sorted(taken.values())


_SECTION_NUMBER = re.compile(
    r"(?:(?:8|title\s+8,?)\s*(?:c\.?\s?c\.?\s?r\.?|california\s+code\s+of\s+regulations),?\s*)?(?:\u00a7+\s*|sections?\s+)?"
    r"(9792\.2\d(?:\.\d{1,2})?)(?![.\d]*\d)(?:\s*(?:-|to|through|et\s+seq\.?)\s*(?:9792\.2\d(?:\.\d{1,2})?)?)?",
    re.IGNORECASE,
)


def _regulations(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Sections of 8 CCR that are a guideline, or the MTUS as a whole."""
    out = []
    for m in _SECTION_NUMBER.finditer(text) if "9792.2" in text else ():
        whole = "9792.2" in m[0][m.end(1) - m.start() :] or m[1] not in _sections_adopted()
        owners = (f"{load_vocabulary('guideline').iri('mtus')}",) if whole else _sections_adopted()[m[1]]
        out.append((m.start(), m.end(), owners))
    return out


@vocabulary_cache
def _sections_adopted() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for c in load_vocabulary("guideline").concepts.values():
        for regulation in c.values("regulation"):
            number = regulation.removeprefix("8 CCR ")
            out[number] = (*out.get(number, ()), c.iri)
    return out


def _in_brackets(text: str, at: int) -> bool:
    near = text[max(0, at - 200) : at]
    return near.rfind("(") > near.rfind(")")


def _tokens(kind: Kind, m: re.Match[str]) -> list[Token]:
    """One token, or one for each chapter of a list ("Chapters 9, 11 and 12")."""
    if kind is not Kind.CHAPTER:
        return [_token(kind, m)]
    numbers = list(re.finditer(r"\d{1,2}", m[0]))
    return [
        Token(m.start() + (n.start() if i else 0), m.start() + n.end(), kind, (n[0],))
        for i, n in enumerate(numbers)
    ]


def _token(kind: Kind, m: re.Match[str]) -> Token:
    words = m[0]
    values: tuple[str, ...] = ()
    if kind is Kind.PAGES:
        values = tuple(
            re.sub(r"\s*(?:-|to|through)\s*", "-", v)
            for v in re.findall(rf"{_RANGE}", words)
            if re.search(r"\d", v)
        )
    elif kind is Kind.TABLES:
        values = tuple(
            re.sub(r"\s*-\s*", "-", v) for v in re.findall(_TABLE, re.sub(r"(?i)tables?|no\.?|#", " ", words))
        )
    elif kind is Kind.EDITION:
        years = re.findall(r"\b(?:19|20)\d\d\b", words)
        values = (years[0],) if years else (words.strip(" (),"),)
    forward = not (kind in (Kind.WITHIN, Kind.WITHOUT) and _BACKWARD.search(words))
    return Token(m.start(), m.end(), kind, values, forward)


@vocabulary_cache
def families() -> dict[str, str]:
    """Concept IRI to the notation of the family it belongs to: mtus, acoem, odg, acr or other."""
    vocabulary = load_vocabulary("guideline")
    tops = {iri: c for iri, c in vocabulary.concepts.items() if not c.broader}
    out = {}
    for iri in vocabulary.concepts:
        chain = [a for a in vocabulary.ancestors(iri) if a in tops]
        out[iri] = tops[chain[0]].name if chain else "other"
    return out


def concept(iri: str) -> Concept | None:
    return load_vocabulary("guideline").get(iri)


def is_general(iri: str) -> bool:
    """Whether a concept is a whole family ("the MTUS", "ACOEM", "ODG") and not one of its parts."""
    found = concept(iri)
    return found is not None and not found.broader
