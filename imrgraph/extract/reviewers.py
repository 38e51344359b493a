"""The expert reviewer's certifications and licences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.cite.bibliography import slug
from imrgraph.extract.why import joined, reason
from imrgraph.records import Reviewer, SectionKind
from imrgraph.vocab import matcher
from imrgraph.vocab.cued import Cued, Of

if TYPE_CHECKING:
    from imrgraph.records import Span
    from imrgraph.segment import Outline

SPECIALTY = "https://w3id.org/imrgraph/specialty/"
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada"
    "|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico|Rhode Island"
    "|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington DC|Washington|West Virginia|Wisconsin|Wyoming"
)  # fmt: skip


@cache
def _patterns() -> dict[str, tuple[tuple[str, Cued], ...]]:
    stop = r"(?=,?\s*(?:and\s+|who\s+|(?:he/she|she|he)\s+)?(?:is|are|was|has\s+been|holds|currently)?\s*(?:also\s+)?(?:a\s+)?(?:licensed|license)\b|\.\s|\.?\Z|\n\n|;|,?\s+and\s+has\s+(?:been|a)|,?\s+(?:with|has|and\s+has)\s+a\s+(?:sub-?\s?specialty|certificate))"
    return {
        "specialty": tuple(
            (rule, Cued(p, re.IGNORECASE, Of.LETTER))
            for rule, p in (
                (
                    "certified-in",
                    rf"board[\s-]*certified\s*(?:in|by\s+the\s+american\s+board\s+of)\s+(.{{3,200}}?){stop}",
                ),
                (
                    "certified-besides",
                    rf"(?:sub-?\s?specialty|sub-?\s?specialties|fellowship[\s-]*trained|certificate\s+of\s+added\s+qualifications?|additional\s+certification)\s*(?:certificate\s+)?(?:in|:)\s+(.{{3,160}}?){stop}",
                ),
                (
                    "specialty-label",
                    r"certifications?(?:\(s\))?\s*/\s*specialt(?:y|ies)(?:\(s\))?\s*:\s*([^\n]{3,200}(?:\n(?!\s*\n)[^\n:]{3,120})?)",
                ),
                (
                    "specialty-label",
                    r"(?<!/)\b(?:specialt(?:y|ies)|board\s+certifications?)(?:\(s\))?\s*:\s*([^\n]{3,200})",
                ),
                (
                    "profession",
                    rf"(?:is|was)\s+a\s+(?:licensed\s+|practicing\s+|board[\s-]*certified\s+)*((?!physician\b)(?:doctor\s+of\s+[a-z ]{{5,40}}|[a-z]+ologist|podiatrist|chiropractor|acupuncturist|dentist|psychiatrist|physiatrist|optometrist|oral\s+surgeon|[a-z]+\s+surgeon|physical\s+therapist)\b){stop}?",
                ),
                (
                    "licensed-as",
                    rf"licensed\s+(?:in|as\s+an?)\s+((?:acupuncture|chiropractic|psychology|dentistry|podiatry|acupuncturist|chiropractor|psychologist|dentist|podiatrist)\b[a-z ]{{0,30}}?){stop}",
                ),
            )
        ),
        "state": tuple(
            (rule, Cued(p, re.IGNORECASE, Of.LETTER))
            for rule, p in (
                ("licence-label", r"states?(?:\(s\))?\s*of\s*licensure\s*:\s*([^\n]{3,200})"),
                (
                    "licence-told",
                    r"licensed\s*to\s*practice(?:\s+\w+)??\s*in\s*(?:the\s+states?\s+of\s+)?(.{3,200}?)(?:\.\s|\.?\Z|\n\n|;|,?\s+and\s+(?:has|is)\b|He/she)",
                ),
                (
                    "licence-told",
                    r"licen[sc](?:ed|ure)\s*in\s*(?:the\s+states?\s+of\s+)?(.{3,120}?)(?:\.\s|\.?\Z|\n\n|;|,?\s+and\s+(?:has|is)\b)",
                ),
            )
        ),
    }


@cache
def _state() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_STATES.replace(' ', ' *')})\b", re.IGNORECASE)


@cache
def _state_names() -> dict[str, str]:
    return {name.replace(" ", "").casefold(): name for name in _STATES.split("|")}


def reviewer(outline: Outline) -> Reviewer:
    """The specialties (IRIs; one that the vocabulary lacks gets an IRI from its words) and states, as stated."""
    passage = joined(
        outline.text, outline.bodies(SectionKind.METHOD, SectionKind.CREDENTIALS, SectionKind.HEADER)
    )
    line = passage.text.replace("\n", " ")
    specialties: dict[str, tuple[str, Span]] = {}
    for rule, pattern in _patterns()["specialty"]:
        if not pattern.may_match(passage.text):  # nor in the line, whose words are the same
            continue
        by_line = "[^\\n]" in pattern.compiled.pattern
        for m in pattern.compiled.finditer(passage.text if by_line else line):
            for iri in _named_specialties(m[1]):
                specialties.setdefault(iri, (rule, passage.span(m.start(), m.end(1))))
    states: dict[str, tuple[str, Span]] = {}
    for rule, pattern in _patterns()["state"]:
        if not pattern.may_match(passage.text):  # nor in the line, whose words are the same
            continue
        by_line = "[^\\n]" in pattern.compiled.pattern
        for m in pattern.compiled.finditer(passage.text if by_line else line):
            for state in _state().finditer(m[1]):
                at = passage.span(m.start(), m.start(1) + state.end())
                states.setdefault(_state_names()["".join(state[0].split()).casefold()], (rule, at))
    why = [
        reason(outline.clean, fact, rule, at, value=value)
        for fact, found in (("reviewerSpecialty", specialties), ("reviewerLicensedIn", states))
        for value, (rule, at) in found.items()
    ]
    return Reviewer(specialties=tuple(specialties), licensed_in=tuple(states), why=tuple(why))


def _named_specialties(words: str) -> list[str]:
    """The specialties that a list names; pieces that the vocabulary does not know are kept by their words."""
    words = " ".join(words.split()).strip(" .,;:")
    found = matcher("specialty").find(words)
    out = [m.concepts[0] for m in found if len(m.concepts) == 1]
    rest = words
    for m in reversed(found):
        rest = rest[: m.start] + "|" + rest[m.end :]
    if not found or re.search(
        r"[A-Za-z]{4}",
        re.sub(
            r"\b(?:and|with|certificat\w*|specialt\w*|american|board|general|certified|also|in|of|the|a|subspecialty|added|qualifications?|medicine|surgery)\b",
            "",
            rest,
            flags=re.I,
        ),
    ):
        for piece in re.split(r"\||,|;|/|\band\b", rest):
            name = piece.strip(" .,()&-")
            if re.fullmatch(r"[A-Z][A-Za-z&' -]{3,60}", name) and len(name.split()) <= 6:
                out.append(SPECIALTY + slug(name))
    return out
