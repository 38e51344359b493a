"""Entries of the lists of diagnoses and of treatments that letters print, and names printed with a dose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.places import level_pattern, places
from imrgraph.extract.spelling import is_known_word
from imrgraph.extract.subject import rationale_sentences, summary_sentences
from imrgraph.gaps.records import Kind
from imrgraph.gaps.words import alternatives, has_prose, is_name, name_in, rules
from imrgraph.records import Span
from imrgraph.vocab import matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.segment import Outline

    Region = tuple[int, int, Kind]

_KINDS = {"diagnoses": Kind.CONDITION, "treatments": Kind.PRIOR_TREATMENT}
_NUMBERED = re.compile(r"\s*\(?#?\d{1,2}[.)]\s")
_ENTRY_ENDS = re.compile(
    r"[;,:()\"\u2022]|\n\s*\n|(?<!\bDr)(?<!\bMr)(?<!\bSt)\.(?=\s|\Z)|(?<=\s)(?:and|or|plus|as\s+well\s+as|along\s+with|followed\s+by|w/|with|&)(?=\s)"
    r"|(?:(?<=\s)|\A)\(?#?\d{1,2}[.)](?=\s)|(?<=\s)[-+/](?=\s)",
    re.IGNORECASE,
)
_OPERATED = re.compile(
    r"\W*(?:(?:left|right|bilateral)\s+)?(?:status\s+post|s/p|post-?\s?op(?:erative)?)(?!\w)", re.IGNORECASE
)
_WITH = re.compile(r"\bwith\s*\Z", re.IGNORECASE)
_SYNDROME = re.compile(r"\bsyndromes?\b", re.IGNORECASE)
_HEADING = re.compile(r"(?:(?<=[.;]\s)|\A)[A-Z][A-Za-z/ ]{2,30}:")
_DOSED = re.compile(
    r"(?<![\w/-])(?P<name>(?:[A-Z]{2}\s)?[A-Za-z][A-Za-z'-]{3,}(?:\s[A-Z][A-Za-z]+)?)(?:\s(?:ER|XR|SR|CR|DR|XL|LA|HCL|cream|gel|ointment|patch|tablets?|capsules?))?"
    r"\s\d+(?:[.,]\d+)?(?:\s?[/-]\s?\d+(?:\.\d+)?)*\s?(?:mg|mcg|\u00b5g|ug|meq|%)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A name at a span of the cleaned text that no vocabulary has, and what kind of list holds it."""

    kind: Kind
    span: Span


def listed(outline: Outline) -> Iterator[Listed]:
    """The names that the case summary and the rationales list or print with a dose, and no vocabulary has."""
    carried: Kind | None = None
    for sentence in summary_sentences(outline):
        text = outline.text[sentence.start : sentence.end]
        regions = _regions(text, carried if _NUMBERED.match(text) else None)
        yield from _moved(_unknown(text, regions), sentence.start)
        carried = regions[-1][2] if regions and regions[-1][1] == len(text) else None
    for sentence in rationale_sentences(outline):
        yield from _moved(listed_in(outline.text[sentence.start : sentence.end]), sentence.start)


def listed_in(text: str) -> list[Listed]:
    """The same of one sentence; spans count its characters.

    >>> text = "Treatment to date has included Zorbatril, lunar baths and physical therapy."
    >>> [text[one.span.start : one.span.end] for one in listed_in(text)]
    ['Zorbatril', 'lunar baths']
    """
    return _unknown(text, _regions(text, None))


def _moved(found: Iterable[Listed], by: int) -> Iterator[Listed]:
    for one in found:
        yield Listed(one.kind, Span(one.span.start + by, one.span.end + by))


@cache
def _opens() -> re.Pattern[str]:
    found = []
    for name in _KINDS:
        data = rules()[name]
        found.append(rf"(?P<{name}>{alternatives(data['opens'])})(?![\w-])\s*:?")
        found.append(rf"(?P<{name}_marked>{alternatives(data['marked'])})\s*(?::|\s[\u2013-]\s)")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(found)})", re.IGNORECASE)


def _regions(text: str, carried: Kind | None) -> list[Region]:
    """The stretches of a sentence that list something, in text order."""
    opened = [(0, 0, carried)] if carried else []
    for m in _opens().finditer(text):
        name = str(m.lastgroup).removesuffix("_marked")
        opened.append((m.start(), m.end(), _KINDS[name]))
    out: list[Region] = []
    for at, (_, start, kind) in enumerate(opened):
        end = opened[at + 1][0] if at + 1 < len(opened) else len(text)
        heading = _HEADING.search(text, start, end)
        out.append((start, heading.start() if heading else end, kind))
    return out


def _unknown(text: str, regions: Iterable[Region]) -> list[Listed]:
    found = [Listed(kind, name) for start, end, kind in regions for name in _names(text, start, end, kind)]
    for m in _DOSED.finditer(text):
        name = _drug(text, Span(*m.span("name")))
        if (
            name
            and not any(name.overlaps(one.span) for one in found)
            and not _labels(text, name, "treatment")
        ):
            found.append(Listed(Kind.PRIOR_TREATMENT, name))
    return found


def _drug(text: str, words: Span) -> Span | None:
    """What of the one or two words before a dose may be a drug; None where it is none."""
    last = max(words.start, text.rfind(" ", words.start, words.end) + 1)
    starts = (start for start in (words.start, last) if is_drug_like(text[start : words.end]))
    start = next(starts, None)
    return None if start is None else Span(start, words.end)


def is_drug_like(words: str) -> bool:
    """Whether words that a dose follows may be a drug: the first is none that vocabularies or ordinary English know.

    >>> is_drug_like("Zorbatril ER"), is_drug_like("maximum"), is_drug_like("Extended Release")
    (True, False, False)
    """
    first = re.search(r"[A-Za-z]+", words)
    return first is not None and is_name(words) and not is_known_word(first[0].lower())


def _names(text: str, start: int, end: int, kind: Kind) -> Iterator[Span]:
    """The names in a list's entries that no label stands in; nothing behind an entry that is prose."""
    is_operation = False
    aside = -1  # open brackets around an entry that is prose: "amitriptyline (stopped, no sleep), Mobic"
    for entry in entries(text, start, end):
        depth = text.count("(", start, entry.start) - text.count(")", start, entry.start)
        if 0 < aside <= depth:
            continue
        aside = -1
        if has_prose(text[entry.start : entry.end]):
            if depth <= 0:
                return
            aside = depth
            continue
        goes_on = is_operation and _WITH.search(
            text, start, entry.start
        )  # "status post hernia repair with mesh"
        is_operation = bool(goes_on or _OPERATED.match(text, entry.start, entry.end))
        name = None if is_operation and kind is Kind.CONDITION else _name(text, entry, kind)
        # in brackets stand codes and side effects, but also the drugs that "medications" are
        if name is not None and (depth <= 0 or (kind is not Kind.CONDITION and text[name.start].isupper())):
            yield name


def _name(text: str, entry: Span, kind: Kind) -> Span | None:
    """The name in an entry, where no label stands in the entry, and none of another kind in the name."""
    if _labels(text, entry, kind.scheme):
        return None
    name = name_in(text, entry.start, entry.end)
    other = "treatment" if kind is Kind.CONDITION else "condition"
    return None if name is None or _labels(text, name, other) or is_place(text, name) else name


def entries(text: str, start: int, end: int) -> list[Span]:
    """A stretch of text cut where its entries end, but not within a label of a vocabulary."""
    labels = [
        Span(m.start, m.end)
        for scheme in ("condition", "treatment")
        for m in matcher(scheme).find(text)
        if start <= m.start and m.end <= end
    ]
    out, at = [], start
    for m in _ENTRY_ENDS.finditer(text, start, end):
        if not any(label.start < m.end() and m.start() < label.end for label in labels):
            out.append(Span(at, m.start()))
            at = m.end()
    out.append(Span(at, end))
    return [entry for entry in out if text[entry.start : entry.end].strip()]


def _labels(text: str, span: Span, scheme: str) -> bool:
    """Whether a label of a scheme stands in a span, as a whole or in part."""
    return any(m.start < span.end and span.start < m.end for m in matcher(scheme).find(text))


def is_place(text: str, span: Span) -> bool:
    """Whether a name says nothing but where: body parts, sides and levels."""
    words = text[span.start : span.end]
    if _SYNDROME.search(words):  # of the carpal tunnel
        return False
    cut = [(p.start, p.end) for p in places(words)] + [m.span() for m in level_pattern().finditer(words)]
    for start, end in sorted(cut, reverse=True):
        words = f"{words[:start]} {words[end:]}"
    return not is_name(words)
