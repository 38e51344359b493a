"""Find: the pieces that citations are made of, in text order, before anything is decided about them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from imrgraph.read.caseless import caseless
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


class Token(NamedTuple):
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

# each with the words that a text in lower case has wherever the pattern matches: `a b|c` for a, and b or c
_PATTERNS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.VOID, "not mtus|utilization", rf"(?:did|does|do)\s*not\s*(?:base|rely)\s*(?:its|their|his/her|the)?\s*(?:decisions?)?\s*(?:up)?on\s*(?:the\s*)?(?:ca(?:lifornia)?\s*)?{_MTUS}"),
    (Kind.VOID, "no mtus|utilization applicable|relevant|addressed", rf"no\s+(?:applicable\s+)?(?:sections?|guidelines?|portion|part)(?:\s*\(s\))?\s+(?:of|within|in)\s+the\s+(?:ca(?:lifornia)?\s+)?{_MTUS}\s*(?:(?:was|were|is|are)\s+)?(?:found\s+)?(?:(?:to\s+be\s+)?applicable(?:\s+(?:and|or)\s+relevant)?|relevant|addressed)"),
    (Kind.VOID, "mtus|utilization not|silent", rf"{_MTUS}(?:\s+guidelines?)?(?:\s+and\s+(?:the\s+)?(?:acoem|odg)(?:\s+guidelines?)?)?\s+(?:(?:does|do|did)\s+not\b|(?:is|are|was|were)\s+(?:not\s+(?:applicable|specific|relevant)|silent))(?:(?!,\s+(?:the|an?|so|therefore|decision|and\s+the)\b)[^.;]){{0,120}}"),
    (Kind.VOID, "industrial", r"(?:california\s+)?department\s+of\s+industrial\s+relations(?:\s*\(dir\))?(?:,?\s*division\s+of\s+workers'?\s+compensation(?:\s*\(dwc\))?)?"),
    (Kind.VOID, "hierarchy", r"strength\s+of\s+evidence\s+hierarchy"),
    (Kind.NONE, "not|n't|failed evidence|medical|guideline|basis|reference|citation|treatment|source|criteria|clinical", r"(?:(?:did|does|do)\s*(?:not|n't)|failed\s+to)\s*(?:cite|provide|reference|identify|list|specify|state|rely\s+on|use|note|indicate|offer|give|base\s+(?:its|their|his/her|the)\s+decisions?\s+(?:up)?on)\s*(?:to\s+)?(?:any|an?|the|specific|which)?\s*(?:specific\s+|particular\s+)?(?:evidence|medical|guideline|basis|reference|citation|treatment|source|criteria|clinical)[a-z\s\-/(),]{0,60}?(?=[.;]|\bin\b|\bfor\b|\bas\b|\bwhen\b|\bto\s+support\b|\Z)"),
    (Kind.NONE, "no cited|used|provided|referenced", r"(?:cited|used|provided|referenced)\s+no\s+(?:specific\s+)?(?:medical\s+|evidence[\s-]based\s+)?(?:evidence|guidelines?|criteria|citations?|references?)"),
    (Kind.NONE, "no was|were cited|provided|given|stated", r"no\s+(?:medical\s+evidence|guidelines?|citations?|evidence[\s-]based\s+(?:criteria|guidelines?))\s+(?:was|were)\s+(?:cited|provided|given|stated)"),
    (Kind.NONE, "n", r"(?<![\w\s])\s*(?:not\s+(?:addressed|stated|provided|specified|given|indicated|cited)|none(?:\s+(?:stated|cited|given|provided|specified))?|n/?a|no\s+(?:specific\s+)?(?:citations?|guidelines?|references?)(?:\s+(?:cited|given|provided|stated))?)[\s.)\]]*\Z"),
    (Kind.SAME, "by the administrator|review|party", rf"(?:the\s+)?(?:same\s+|above\s+|mtus\s+|acoem\s+|odg\s+|non-mtus\s+)?(?:guidelines?|sections?|citations?|references?|criteria|chapters?)(?:\s*\(s\))?(?:\s+of\s+(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS})?,?\s+(?:that\s+(?:was|were)\s+|which\s+(?:was|were)\s+)?(?:used|cited|relied\s+(?:up)?on|referenced|utilized|applied|chosen|selected)\s+by\s+the\s+{_PARTY}"),
    (Kind.SAME, "the administrator|review|party", rf"(?:guidelines?|citations?|references?|criteria|sections?|chapters?)\s+(?:that\s+|which\s+)?the\s+{_PARTY}\s+(?:has\s+|had\s+)?(?:used|cited|relied\s+(?:up)?on|referenced|applied|chose|selected)"),
    (Kind.SAME, "found|finds relevant|appropriate|applicable", rf"(?:found|finds?)\s+(?:it|them|th(?:is|e|ese)\s+(?:citations?|guidelines?)(?:\s+of\s+the\s+{_PARTY})?)\s+(?:to\s+be\s+)?(?:also\s+)?(?:relevant|appropriate|applicable)"),
    (Kind.SAME, "same", rf"same\s+(?:guidelines?|citations?|sections?|references?|criteria|pages?|chapters?)(?:\s*\(s\))?(?:\s+(?:as|used|cited)\b[^.;]{{0,40}}{_PARTY})?"),
    (Kind.SAME, "agree|concur", rf"(?:agree[sd]?|concur(?:s|red)?)\s+with\s+(?:the\s+)?(?:guidelines?|citations?|{_PARTY}(?:'s)?)(?:\s*(?:guidelines?|citations?|choice\b[^.;]{{0,40}}))?"),
    (Kind.WITHOUT, "not|n't mtus|utilization", rf"(?:(?:which|that)\s+)?(?:is|are|was|were)?\s*(?:an?\s+(?:evidence[\s-]based\s+)?(?:nationally\s+recognized\s+)?(?:medical\s+treatment\s+guidelines?|professional\s+standards?|guidelines?)(?:\s*\(\s*mtg\s*\))?,?\s*(?:(?:which|that)\s+)?(?:is|are)?\s*)?(?:not|n't)\s*(?:a\s+)?(?:part|in|within|included|contained|adopted|addressed|found)\s*(?:of|in|within|by|into)?\s*(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHIN, "part mtus|utilization", rf"(?:(?:which|that)\s+)?(?:is|are|was|were|being)?\s*(?:both\s+|also\s+|a\s+){{0,3}}part\s+of\s+(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHIN, "mtus|utilization adopted|incorporated|included|contained", rf"(?:which|that)\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:adopted|incorporated|included|contained)\s*(?:by|into|in|within)?\s*(?:reference\s+(?:in|into)\s+)?(?:the\s+)?(?:ca(?:lifornia)?\s+)?{_MTUS}"),
    (Kind.WITHOUT, "non mtus", r"non[\s-]*mtus(?:\s*(?:citations?|guidelines?|sources?|evidence|references?))?(?:\s*\(s\))?\s*:?"),
    (Kind.TABLES, "table", rf"tables?\s*(?:#|no\.?)?\s*:?\s*{_TABLE}(?:{_JOIN}(?:tables?\s*)?{_TABLE}(?=[\s,;.)&]|\Z))*"),
    (Kind.PAGES, "p", rf"(?:pages?\s*\(s\)|(?:pages?|pgs?|pp|p)\b)\s*\.?\s*[:#]?\s*{_RANGE}(?:{_JOIN}(?:(?:pages?|pgs?\.?|pp?\.?)\s*)?{_RANGE}(?![\w-]))*"),
    (Kind.PAGES, "page", r"pages?\s*(?:\(s\))\s*:"),
    (Kind.SECTIONS, "section|topic", r"sections?\s*(?:\(s\)\s*:?|:)|topics?\s*:"),
    (Kind.CHAPTER, "chapters", r"\bchapters\s*(\d{1,2})(?:\s*(?:,\s*and|,|&|and)\s*\d{1,2}(?![\d/-]))+"),
    (Kind.CHAPTER, "ch", r"\bch(?:apters?|ap|pt)?\b\.?\s*(?:#|no\.?)?\s*:?\s*(\d{1,2})(?!\s?[-/]\d)(?!\d)"),
    (Kind.EDITION, "ed", r"\(?\b((?:1st|2nd|3rd|[4-9]th|1\dth|20th|first|second|third)\s+ed(?:ition|n|\.)?|ed(?:ition)?\.?\s*\d{1,2})(?!\w)\.?,?\s*(?:\(\s*((?:19|20)\d\d)\s*\)|((?:19|20)\d\d))?\)?"),
    (Kind.EDITION, "19|20", r"\(\s*(?:[a-z]{3,9}\.?,?\s+)?((?:19|20)\d\d)\s*(?:edition|version|revision|update)?\s*\)|\b((?:19|20)\d\d)\b(?!\s*[;:]\s*\d|/\d|-\d)"),
    (Kind.BREAK, ".|;", r"[.;](?:(?<=;)|(?<![A-Z]\.)(?<!vs\.)(?<!pg\.)(?<!pgs\.)(?<!no\.)(?<!pp\.)(?<!al\.)(?<!Inc\.)(?<!Dr\.)(?<!Ch\.)(?=\s+[A-Z\"(]|\s*\Z))"),
)  # fmt: skip
_BACKWARD = re.compile(
    r"part\s+of|adopted|incorporated|included|contained|n(?:o|')t(?:\s|part)", re.IGNORECASE
)


Cues = tuple[tuple[str, ...], ...]  # of each, one word at least stands in the text


@cache
def compiled() -> tuple[tuple[Kind, Cues, re.Pattern[str]], ...]:
    """The patterns, for text in lower case: that is searched twice as fast as one whose case is to be ignored."""
    return tuple(
        (
            kind,
            tuple(tuple(group.split("|")) for group in cues.split()),
            re.compile(raw if kind is Kind.BREAK else rf"(?<![a-z]){raw}"),
        )
        for kind, cues, raw in _PATTERNS
    )


_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOSING = re.compile(r"[;,]\s*(?:V|\(?\d)|:\s*[eES]?\d|[.,]\s+\(?(?:19|20)\d\d")


def may_close(text: str) -> bool:
    """Whether a text has what closes each bibliographic reference: a year, and a volume, pages or that year behind a sign."""
    return _YEAR.search(text) is not None and _CLOSING.search(text) is not None


@cache
def _of_prose() -> tuple[tuple[Kind, Cues, re.Pattern[str]], ...]:
    """Those of them that a rationale is searched for."""
    return tuple(one for one in compiled() if one[0] not in (Kind.VOID, Kind.SAME, Kind.NONE))


def has(lower: str, cues: Cues) -> bool:
    """Whether a text in lower case has the words that a pattern cannot match without."""
    for group in cues:
        for cue in group:
            if cue in lower:
                break
        else:
            return False
    return True


class _Pieces:
    """Tokens that do not overlap, by where they stand."""

    def __init__(self) -> None:
        self._starts: list[int] = []  # ascending
        self._by_start: dict[int, Token] = {}

    def within(self, start: int, end: int) -> list[Token]:
        """Those that have a character between two positions."""
        i = bisect_right(self._starts, start) - 1
        if i < 0 or self._by_start[self._starts[i]].end <= start:
            i += 1
        following = bisect_left(self._starts, end, i)
        return [self._by_start[at] for at in self._starts[i:following]]

    def add(self, token: Token) -> None:
        insort(self._starts, token.start)
        self._by_start[token.start] = token

    def remove(self, token: Token) -> None:
        del self._starts[bisect_left(self._starts, token.start)]
        del self._by_start[token.start]

    def in_order(self) -> list[Token]:
        return [self._by_start[at] for at in self._starts]


def tokens(text: str, *, prose: bool = False) -> list[Token]:
    """Find the pieces of citations in a statement or rationale, none overlapping.

    Args:
        text: the words on one line or several; positions are kept.
        prose: a rationale, where an authority that is set aside is named all the same.

    >>> [(t.kind.value, t.values) for t in tokens("Decision based on MTUS ACOEM Chapter 12, page 303")][-1]
    ('pages', ('303',))
    """
    flat = text.replace("\n", " ")
    names = matcher("guideline").find(flat)
    if prose and not (names or "9792.2" in flat or may_close(flat)):
        return []  # most sentences: nothing that a reference could begin with
    lower = caseless(flat)
    found = _Pieces()
    for kind, cues, pattern in _of_prose() if prose else compiled():
        if not has(lower, cues):
            continue
        for m in pattern.finditer(flat if kind is Kind.BREAK else lower):
            if kind is Kind.BREAK and m[0] == ";" and _in_brackets(flat, m.start()):
                continue  # inside "Botulinum toxin (Botox; Myobloc)"
            if m.end() > m.start() and not found.within(m.start(), m.end()):
                for token in _tokens(kind, m, flat[m.start() : m.end()]):
                    found.add(token)
    for start, end, concepts in _regulations(flat):
        if not found.within(start, end):
            found.add(Token(start, end, Kind.AUTHORITY, concepts))
    for match in names:
        clash = found.within(match.start, match.end)
        if all(
            t.kind in (Kind.BREAK, Kind.EDITION, Kind.CHAPTER)
            and match.start <= t.start
            and t.end <= match.end
            for t in clash
        ):
            for t in clash:
                found.remove(t)
            found.add(Token(match.start, match.end, Kind.AUTHORITY, match.concepts))
    return found.in_order()


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


_RANGES, _TABLES = re.compile(_RANGE), re.compile(_TABLE)
_TO, _DASH, _DIGIT = re.compile(r"\s*(?:-|to|through)\s*"), re.compile(r"\s*-\s*"), re.compile(r"\d")
_OF_TABLES = re.compile(r"tables?|no\.?|#", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


def _tokens(kind: Kind, m: re.Match[str], words: str) -> list[Token]:
    """One token, or one for each chapter of a list ("Chapters 9, 11 and 12"); `words` as printed."""
    if kind is not Kind.CHAPTER:
        return [_token(kind, m, words)]
    numbers = list(re.finditer(r"\d{1,2}", words))
    return [
        Token(m.start() + (n.start() if i else 0), m.start() + n.end(), kind, (n[0],))
        for i, n in enumerate(numbers)
    ]


def _token(kind: Kind, m: re.Match[str], words: str) -> Token:
    values: tuple[str, ...] = ()
    if kind is Kind.PAGES:
        values = tuple(_TO.sub("-", v) for v in _RANGES.findall(words) if _DIGIT.search(v))
    elif kind is Kind.TABLES:
        values = tuple(_DASH.sub("-", v) for v in _TABLES.findall(_OF_TABLES.sub(" ", words)))
    elif kind is Kind.EDITION:
        years = _YEARS.findall(words)
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
    return iri in _whole_families()


@vocabulary_cache
def _whole_families() -> frozenset[str]:
    return frozenset(c.iri for c in load_vocabulary("guideline").concepts.values() if not c.broader)
