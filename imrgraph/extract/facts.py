"""Case number, dates, and the worker's age and sex."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from imrgraph.extract.dates import DATE, parse_date
from imrgraph.extract.why import Told, joined, reason, value_of, whole
from imrgraph.read.furniture import CASE_NUMBER
from imrgraph.records import CaseFacts, LetterFormat, Reason, SectionKind, Sex, Span
from imrgraph.vocab.cued import Cued, Of

if TYPE_CHECKING:
    from datetime import date

    from imrgraph.extract.why import Passage
    from imrgraph.segment import Outline


def case_facts(outline: Outline) -> CaseFacts:
    """What the letter says of the case itself; a fact that it does not state is None."""
    dates = _header_dates(outline)
    story, text = _story(outline), whole(outline.text)
    application = dates.get("application") or _first_date(_application(), text, "application-told")
    decision, review = dates.get("decision"), dates.get("ur")
    if decision and not review and (application is None or decision.value <= application.value):
        # a header's "Decision Date" before the application is the UR decision's
        review, decision = Told(decision.value, "decision-date-of-review", decision.span), None
    injury = dates.get("injury") or _first_date(_injury(), story, "injury-told")
    review = (
        review or _first_date(_review(), story, "review-told") or _first_date(_review(), text, "review-told")
    )
    assigned, age, sex, number = dates.get("assigned"), _age(story), _sex(story), _case_number(outline)
    told: dict[str, Told[object] | None] = {
        "injuryDate": injury,
        "urDecisionDate": review,
        "applicationDate": application,
        "assignedDate": assigned,
        "decisionDate": decision,
        "workerAge": age,
        "workerSex": sex,
    }
    return CaseFacts(
        case_number=number.value if number else None,
        injury_date=value_of(injury),
        ur_decision_date=value_of(review),
        application_date=value_of(application),
        assigned_date=value_of(assigned),
        decision_date=value_of(decision),
        worker_age=value_of(age),
        worker_sex=value_of(sex),
        why=(
            *((number,) if number else ()),
            *(reason(outline.clean, fact, t.rule, t.span) for fact, t in told.items() if t),
        ),
    )


def _case_number(outline: Outline) -> Reason | None:
    """The case number most often printed, with the first place that prints it: page furniture counts too."""
    found: dict[str, list[re.Match[str]]] = {}
    for m in re.finditer(CASE_NUMBER, outline.clean.source, re.I):
        found.setdefault(_plain_number(m[0]), []).append(m)
    if not found:
        return None
    number, places = max(found.items(), key=lambda item: len(item[1]))
    first = places[0]
    return Reason(
        fact="identifier", rule="case-number", spans=(Span(*first.span()),), words=first[0], value=number
    )


def _plain_number(printed: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", re.sub(r"\s", "", printed).upper())


def _story(outline: Outline) -> Passage:
    """The summary, then the rationales: where the worker is described."""
    spans = list(outline.bodies(SectionKind.SUMMARY))
    spans += [r for issue in outline.issues for r in issue.rationale]
    if not outline.bodies(SectionKind.SUMMARY):
        spans = [*outline.bodies(SectionKind.HEADER, SectionKind.DOCUMENTS), *spans]
    return joined(outline.text, spans)


_LABELS = (
    ("ur", r"(?:date\s*of\s*(?:the\s*)?(?:ur|utilization\s*review)\s*(?:decision|denial|determination)|(?:ur|utilization\s*review)\s*(?:denial|decision|determination)(?:\s*date)?|ur\s*date)"),
    ("injury", r"(?:date\(?s?\)?\s*of\s*injury|injury\s*date|d\.?o\.?i\b\.?)"),
    ("application", r"(?:imr\s*)?application\s*(?:received|date|filed)(?:\s*date)?|date\s*of\s*(?:imr\s*)?application"),
    ("assigned", r"(?:date\s*)?assigned(?:\s*date)?"),
    ("decision", r"(?:final\s*)?(?:determination|decision)\s*date|date\s*of\s*(?:final\s*)?(?:determination|decision)|^\s*dated?"),
)  # fmt: skip


@cache
def _labels() -> tuple[tuple[str, Cued], ...]:
    value = rf"\s*[:\-|]?\s*({DATE})"
    return tuple(
        (name, Cued(rf"(?:{label}){value}", re.IGNORECASE | re.MULTILINE, Of.LETTER))
        for name, label in _LABELS
    )


@cache
def _column_heads() -> Cued:
    """The labels of a header whose values stand in the line below; a group each, those of no date in one."""
    other = r"(?P<none>(?:imr\s*|maximus\s*)?case\s*(?:number|no\.?)|priority)"
    kinds = "|".join(f"(?P<{name}>{label})" for name, label in _LABELS)
    return Cued(rf"(?:{other}|{kinds})\s*[:|]?\s*", re.IGNORECASE)


def _columns(header: Passage) -> dict[str, Told[date]]:
    """Dates under a line of two labels or more that has no values of its own, where each label has one."""
    out: dict[str, Told[date]] = {}
    lines = [m for m in re.finditer(r"[^\n]+", header.text) if m[0].strip()]
    for line, below in pairwise(lines):
        heads = list(_column_heads().finditer(line[0]))
        if len(heads) < 2 or sum(m.end() - m.start() for m in heads) < len(line[0].strip()):
            continue
        values = list(
            re.finditer(rf"{CASE_NUMBER}|{DATE}|\b(?:standard|expedited)\b", below[0], re.IGNORECASE)
        )
        if len(values) != len(heads):
            continue
        for head, value in zip(heads, values, strict=True):
            found, name = parse_date(value[0]), head.lastgroup or "none"
            if found and name != "none":
                at = header.span(below.start() + value.start(), below.start() + value.end())
                out[name] = Told(found, "header-column", at)
    return out


def _header_dates(outline: Outline) -> dict[str, Told[date]]:
    headers = outline.bodies(SectionKind.HEADER)
    header = joined(outline.text, headers or (Span(0, min(600, len(outline.text))),), "\n")
    if outline.letter_format is LetterFormat.NOTICE_2013:
        header = whole(outline.text[: max(len(header.text), 2500)])
    out = _columns(header)
    taken: list[tuple[int, int]] = []
    for name, pattern in _labels():
        for m in pattern.finditer(header.text):
            found = parse_date(m[1])
            if found and name not in out and not any(a < m.end() and m.start() < b for a, b in taken):
                out[name] = Told(found, "header-date", header.span(*m.span()))
                taken.append(m.span())
    return out


def _first_date(patterns: tuple[Cued, ...], words: Passage, rule: str) -> Told[date] | None:
    for pattern in patterns:
        for m in pattern.finditer(words.text):
            found = parse_date(next(g for g in m.groups() if g))
            if found:
                return Told(found, rule, words.span(*m.span()))
    return None


_MISHAP = r"(?:felt|fell|fallen|slipped|tripped|twisted|hurt|injured|strained|sprained|was\s+(?:struck|hit|rear[\s-]ended|thrown|assaulted|crushed|caught)|developed|experienced|heard\s+a\s+pop)\b"


@cache
def _injury() -> tuple[Cued, ...]:
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
    return tuple(Cued(p, re.IGNORECASE, Of.LETTER) for p in raw)


_UR = r"(?:utilization\s+review(?:er)?|\bur\b|claims?\s+administrator|peer\s+review(?:er)?)"
_DECIDED = r"(?:non-?\s?certif\w+|not\s+certif\w+|den(?:ied|ying|ial)|certif\w+|modif\w+|approv\w+|fail(?:ed|ing)|partially|conditional\w*|delay\w*|authoriz\w+|determin\w+|decision)"


@cache
def _review() -> tuple[Cued, ...]:
    raw = (
        rf"{_UR}(?:'s)?(?:\s+(?:report|decision|determination|denial|non-?certification|letter|physician|review|denial/modification|modification|note|response))*\s*,?\s*(?:was\s+)?(?:dated|of|on|from|issued(?:\s+on)?|performed\s+on|completed\s+on|\()\s*\(?\s*({DATE})",
        rf"\bon\s+({DATE})\s*,?\s*(?:the\s+)?(?:original\s+)?{_UR}[^.;]{{0,90}}?{_DECIDED}",
        rf"\b(?:in\s+an?\s+|by\s+|per\s+)?{_UR}\s+(?:report|decision|determination)[^.;\d]{{0,40}}({DATE})",
        rf"{_UR}[^.;]{{0,60}}?{_DECIDED}[^.;]{{0,200}}?\b(?:on|dated)\s+({DATE})",
        rf"\b({DATE})\s+(?:utilization\s+review|ur)\b",
    )
    return tuple(Cued(p, re.IGNORECASE, Of.LETTER) for p in raw)


@cache
def _application() -> tuple[Cued, ...]:
    raw = (
        rf"application\s+for\s+(?:independent\s+medical\s+review|imr)\s+(?:was\s+)?(?:filed|received|submitted|signed)\s+(?:on\s+)?({DATE})",
        rf"\bon\s+({DATE})[^.;]{{0,60}}?\b(?:submitted|filed|signed)\s+an\s+application\s+for\s+(?:independent\s+medical\s+review|imr)",
        rf"(?:imr|independent\s+medical\s+review)\s+application[^.;\d]{{0,40}}({DATE})",
        rf"application\s+(?:of|for)\s+(?:imr|independent\s+medical\s+review)[^.;\d]{{0,30}}({DATE})",
    )
    return tuple(Cued(p, re.IGNORECASE, Of.LETTER) for p in raw)


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_ONES = {
    w: i
    for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}


@cache
def _age_patterns() -> tuple[Cued, ...]:
    raw = (
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\.?\s*-?\s*old\b",
        r"\b(\d{2})\s*-?\s*y\s*[./]?\s*o\b",
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\s+of\s+age\b",
        r"\bage[d:]?\s*(?:of\s+)?(\d{2})\b(?!\s*(?:to|or|and|-))",
        r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[\s-](one|two|three|four|five|six|seven|eight|nine))?[\s-]+year[\s-]*s?[\s-]*old\b",
        r"\b(\d{2})\s*-?\s*(?:year|yr)s?\s+(?:male|female|man|woman)\b",
        r"\b(\d{2})\s?(?:M|F)\b(?=\s+(?:with|who))",
    )
    return tuple(Cued(p, re.IGNORECASE, Of.LETTER) for p in raw)


_KIN = re.compile(
    r"\b(?:father|mother|brother|sister|son|daughter|wife|husband|child|spouse|cousin|uncle|aunt)\b",
    re.IGNORECASE,
)


def _age(story: Passage) -> Told[int] | None:
    best: tuple[re.Match[str], int] | None = None
    text = story.text
    for pattern in _age_patterns():
        for m in pattern.finditer(text):
            if _KIN.search(text[max(0, m.start() - 40) : m.start()]) or re.search(
                r"(?:over|under|above|below|than|least|age)\s+\Z",
                text[max(0, m.start() - 8) : m.start()],
                re.I,
            ):
                continue
            words = m[1].lower()
            value = int(words) if words.isdigit() else _TENS[words] + _ONES.get((m[2] or "zero").lower(), 0)
            if 14 <= value <= 99 and (best is None or m.start() < best[0].start()):
                best = m, value
            break
    return Told(best[1], "age-told", story.span(*best[0].span())) if best else None


_PRONOUN = re.compile(
    r"\b(?:he/she|his/her|him/her|s/he|(she|her|hers|herself)|(he|his|him|himself))\b", re.IGNORECASE
)
_NOUN = re.compile(r"\b(female|woman|lady|girl|male|man|gentleman)\b", re.IGNORECASE)


def _sex(story: Passage) -> Told[Sex] | None:
    """From the noun beside the age, else from the pronouns where they agree."""
    text = story.text
    for pattern in _age_patterns():
        m = pattern.search(text)
        if m and not _KIN.search(text[max(0, m.start() - 40) : m.start()]):
            letter = re.compile(r"\s*,?\s*(M|F)\b(?!\.\s?D)").match(text, m.end())  # "46 y/o M roofer"
            near = letter or _NOUN.search(text, m.start(), min(len(text), m.end() + 90))
            if near:
                return Told(_sex_of(near[1]), "sex-beside-age", story.span(*near.span()))
    count: Counter[Sex] = Counter()
    first: dict[Sex, re.Match[str]] = {}
    for m in _PRONOUN.finditer(text):
        if m[1] or m[2]:
            sex = Sex.FEMALE if m[1] else Sex.MALE
            count[sex] += 1
            first.setdefault(sex, m)
    for m in _NOUN.finditer(text):
        if m[1].lower() != "girl":
            count[_sex_of(m[1])] += 3
            first.setdefault(_sex_of(m[1]), m)
    if not count:
        return None
    (sex, most), *others = count.most_common()
    if most <= 3 * (others[0][1] if others else 0):
        return None
    return Told(sex, "sex-by-pronouns", story.span(*first[sex].span()))


def _sex_of(noun: str) -> Sex:
    return Sex.FEMALE if noun.lower() in ("female", "woman", "lady", "girl", "f") else Sex.MALE
