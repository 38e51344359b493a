"""Case number, dates, and the worker's age and sex."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.extract.dates import DATE, parse_date
from imrgraph.read.furniture import CASE_NUMBER
from imrgraph.records import CaseFacts, LetterFormat, SectionKind, Sex, Span

if TYPE_CHECKING:
    from datetime import date

    from imrgraph.segment import Outline


def case_facts(outline: Outline) -> CaseFacts:
    """What the letter says of the case itself; a fact that it does not state is None."""
    dates = _header_dates(outline)
    story = _story(outline)
    application = dates.get("application") or _first_date(_application(), outline.text)
    decision, review = dates.get("decision"), dates.get("ur")
    if decision and not review and (application is None or decision <= application):
        decision, review = (
            None,
            decision,
        )  # a header's "Decision Date" before the application is the UR decision's
    age = _age(story)
    return CaseFacts(
        case_number=_case_number(outline),
        injury_date=dates.get("injury") or _first_date(_injury(), story),
        ur_decision_date=review or _first_date(_review(), story) or _first_date(_review(), outline.text),
        application_date=application,
        assigned_date=dates.get("assigned"),
        decision_date=decision,
        worker_age=age,
        worker_sex=_sex(story),
    )


def _case_number(outline: Outline) -> str | None:
    found = Counter(
        re.sub(r"\s", "", m[0]).upper() for m in re.finditer(CASE_NUMBER, outline.clean.source, re.I)
    )
    return found.most_common(1)[0][0] if found else None


def _story(outline: Outline) -> str:
    """The summary, then the rationales: where the worker is described."""
    spans = list(outline.bodies(SectionKind.SUMMARY))
    spans += [r for issue in outline.issues for r in issue.rationale]
    if not outline.bodies(SectionKind.SUMMARY):
        spans = [*outline.bodies(SectionKind.HEADER, SectionKind.DOCUMENTS), *spans]
    return "\n\n".join(outline.text[s.start : s.end] for s in spans)


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    value = rf"\s*[:\-]?\s*({DATE})"
    raw = (
        ("ur", r"(?:date\s+of\s+(?:the\s+)?(?:ur|utilization\s+review)\s+(?:decision|denial|determination)|(?:ur|utilization\s+review)\s+(?:denial|decision|determination)\s+date|ur\s+date)"),
        ("injury", r"(?:date\(?s?\)?\s+of\s+injury|injury\s+date|doi)"),
        ("application", r"(?:imr\s+)?application\s+(?:received|date|filed)(?:\s+date)?|date\s+of\s+(?:imr\s+)?application"),
        ("assigned", r"(?:date\s+)?assigned(?:\s+date)?"),
        ("decision", r"(?:final\s+)?(?:determination|decision)\s+date|date\s+of\s+(?:final\s+)?(?:determination|decision)|^\s*dated?"),
    )  # fmt: skip
    return tuple(
        (name, re.compile(rf"(?:{label}){value}", re.IGNORECASE | re.MULTILINE)) for name, label in raw
    )


def _header_dates(outline: Outline) -> dict[str, date]:
    headers = outline.bodies(SectionKind.HEADER)
    kept = headers or (Span(0, min(600, len(outline.text))),)
    text = "\n".join(outline.text[s.start : s.end] for s in kept)
    if outline.letter_format is LetterFormat.NOTICE_2013:
        text = outline.text[: max(len(text), 2500)]
    out: dict[str, date] = {}
    taken: list[tuple[int, int]] = []
    for name, pattern in _labels():
        for m in pattern.finditer(text):
            found = parse_date(m[1])
            if found and name not in out and not any(a < m.end() and m.start() < b for a, b in taken):
                out[name] = found
                taken.append(m.span())
    return out


def _first_date(patterns: tuple[re.Pattern[str], ...], text: str) -> date | None:
    for pattern in patterns:
        for m in pattern.finditer(text):
            found = parse_date(next(g for g in m.groups() if g))
            if found:
                return found
    return None


_MISHAP = r"(?:felt|fell|fallen|slipped|tripped|twisted|hurt|injured|strained|sprained|was\s+(?:struck|hit|rear[\s-]ended|thrown|assaulted|crushed|caught)|developed|experienced|heard\s+a\s+pop)\b"


@cache
def _injury() -> tuple[re.Pattern[str], ...]:
    near = r"[^.;\d]{0,60}?"
    raw = (
        rf"\b(?:date\s+of\s+(?:industrial\s+|work\s+)?(?:injury|loss|accident)|doi|d\.o\.i\.?|injury\s+date)\b\s*(?:\(\s*doi\s*\))?{near}\(?({DATE})",
        rf"\binjur(?:y|ies)\s+(?:dated|of|on|occurring\s+on|that\s+occurred\s+on|sustained\s+on|from|dating\s+(?:back\s+)?to)\s+(?:or\s+about\s+)?({DATE})",
        rf"\b(?:injured|hurt)\b[^.;]{{0,90}}?\bon\s+(?:or\s+about\s+)?({DATE})",
        rf"\b(?:sustained|suffered|incurred|reported|had|experienced)\b[^.;]{{0,120}}?\binjur(?:y|ies)\b[^.;]{{0,90}}?\b(?:on|of|dated)\s+(?:or\s+about\s+)?({DATE})",
        rf"\bon\s+({DATE})[^.;]{{0,90}}?\b(?:sustained|suffered|incurred|was\s+injured)\b",
        rf"\bon\s+(?:or\s+about\s+)?({DATE})\s*,?\s+(?:(?:he|she|the\s+\w+(?:\s+\w+)?)\s+)?(?:was\s+\w+ing\b|while\b|when\b|{_MISHAP})[^.;]{{0,120}}?\b{_MISHAP}",
        rf"\b{_MISHAP}[^.;]{{0,90}}?\bon\s+(?:or\s+about\s+)?({DATE})",
        rf"\b({DATE})\s+(?:industrial|work[\s-]related|work|date\s+of)\s+injury",
        rf"\b(?:industrial|work[\s-]related|work|occupational|cumulative\s+trauma)\s+(?:injury|accident|trauma)\b[^.;]{{0,60}}?({DATE})",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


_UR = r"(?:utilization\s+review(?:er)?|\bur\b|claims?\s+administrator|peer\s+review(?:er)?)"
_DECIDED = r"(?:non-?\s?certif\w+|not\s+certif\w+|den(?:ied|ying|ial)|certif\w+|modif\w+|approv\w+|fail(?:ed|ing)|partially|conditional\w*|delay\w*|authoriz\w+|determin\w+|decision)"


@cache
def _review() -> tuple[re.Pattern[str], ...]:
    raw = (
        rf"{_UR}(?:'s)?(?:\s+(?:report|decision|determination|denial|non-?certification|letter|physician|review|denial/modification|modification|note|response))*\s*,?\s*(?:was\s+)?(?:dated|of|on|from|issued(?:\s+on)?|performed\s+on|completed\s+on|\()\s*\(?\s*({DATE})",
        rf"\bon\s+({DATE})\s*,?\s*(?:the\s+)?(?:original\s+)?{_UR}[^.;]{{0,90}}?{_DECIDED}",
        rf"\b(?:in\s+an?\s+|by\s+|per\s+)?{_UR}\s+(?:report|decision|determination)[^.;\d]{{0,40}}({DATE})",
        rf"{_UR}[^.;]{{0,60}}?{_DECIDED}[^.;]{{0,200}}?\b(?:on|dated)\s+({DATE})",
        rf"\b({DATE})\s+(?:utilization\s+review|ur)\b",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


@cache
def _application() -> tuple[re.Pattern[str], ...]:
    raw = (
        rf"application\s+for\s+(?:independent\s+medical\s+review|imr)\s+(?:was\s+)?(?:filed|received|submitted|signed)\s+(?:on\s+)?({DATE})",
        rf"\bon\s+({DATE})[^.;]{{0,60}}?\b(?:submitted|filed|signed)\s+an\s+application\s+for\s+(?:independent\s+medical\s+review|imr)",
        rf"(?:imr|independent\s+medical\s+review)\s+application[^.;\d]{{0,40}}({DATE})",
        rf"application\s+(?:of|for)\s+(?:imr|independent\s+medical\s+review)[^.;\d]{{0,30}}({DATE})",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_ONES = {
    w: i
    for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}


@cache
def _age_patterns() -> tuple[re.Pattern[str], ...]:
    raw = (
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\.?\s*-?\s*old\b",
        r"\b(\d{2})\s*-?\s*y\s*[./]?\s*o\b",
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\s+of\s+age\b",
        r"\bage[d:]?\s*(?:of\s+)?(\d{2})\b(?!\s*(?:to|or|and|-))",
        r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[\s-](one|two|three|four|five|six|seven|eight|nine))?[\s-]+year[\s-]*s?[\s-]*old\b",
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\s+(?:male|female|man|woman)\b",
        r"\b(\d{2})\s?(?:M|F)\b(?=\s+(?:with|who))",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in raw)


_KIN = re.compile(
    r"\b(?:father|mother|brother|sister|son|daughter|wife|husband|child|spouse|cousin|uncle|aunt)\b",
    re.IGNORECASE,
)


def _age(story: str) -> int | None:
    best: tuple[int, int] | None = None
    for pattern in _age_patterns():
        for m in pattern.finditer(story):
            if _KIN.search(story[max(0, m.start() - 40) : m.start()]) or re.search(
                r"(?:over|under|above|below|than|least|age)\s+\Z",
                story[max(0, m.start() - 8) : m.start()],
                re.I,
            ):
                continue
            words = m[1].lower()
            value = int(words) if words.isdigit() else _TENS[words] + _ONES.get((m[2] or "zero").lower(), 0)
            if 14 <= value <= 99 and (best is None or m.start() < best[0]):
                best = (m.start(), value)
            break
    return best[1] if best else None


def _sex(story: str) -> Sex | None:
    """From the noun beside the age, else from the pronouns where they agree."""
    noun = re.compile(r"\b(female|woman|lady|girl|male|man|gentleman)\b", re.IGNORECASE)
    for pattern in _age_patterns():
        m = pattern.search(story)
        if m and not _KIN.search(story[max(0, m.start() - 40) : m.start()]):
            letter = re.compile(r"\s*,?\s*(M|F)\b(?!\.\s?D)").match(story, m.end())  # "46 y/o M roofer"
            near = letter or noun.search(story, m.start(), min(len(story), m.end() + 90))
            if near:
                return Sex.FEMALE if near[1].lower() in ("female", "woman", "lady", "girl", "f") else Sex.MALE
    count: Counter[Sex] = Counter()
    for m in re.finditer(
        r"\b(?:he/she|his/her|him/her|s/he|(she|her|hers|herself)|(he|his|him|himself))\b",
        story,
        re.IGNORECASE,
    ):
        if m[1] or m[2]:
            count[Sex.FEMALE if m[1] else Sex.MALE] += 1
    words = Counter(w.lower() for w in noun.findall(story))
    count[Sex.FEMALE] += 3 * (words["female"] + words["woman"] + words["lady"])
    count[Sex.MALE] += 3 * (words["male"] + words["man"] + words["gentleman"])
    if not count:
        return None
    (first, most), *others = count.most_common()
    return first if most > 3 * (others[0][1] if others else 0) else None
