"""Numbers in an item: quantity, strength, dosage form, frequency, duration, dates of service, timing.

Each is told with its rule and where it stands in the item's words; None where the item prints none.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from imrgraph.extract.dates import find_dates
from imrgraph.extract.why import Told
from imrgraph.records import Span, Timing

_NUMBER_WORDS = {
    w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"])
} | {"thirty": 30, "forty": 40, "sixty": 60, "ninety": 90, "twenty-four": 24, "thirty-six": 36}  # fmt: skip
_SPELT = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_N = rf"(?:(?:{_SPELT})\s*\(\s*#?\d{{1,4}}\s*\)|\d{{1,4}}(?:,\d{{3}})?(?:\.\d+)?|(?:{_SPELT})\b)"
_THINGS = (
    r"(?:additional\s+|more\s+|further\s+|total\s+|initial\s+|individual\s+|group\s+|supervised\s+|outpatient\s+|in-?\s?home\s+|office\s+|follow-?\s?up\s+|post-?\s?op(?:erative)?\s+|physical\s+|occupational\s+|aquatic\s+|chiropractic\s+|acupuncture\s+|massage\s+|therapy\s+|psychotherapy\s+|cbt\s+|biofeedback\s+|pt\s+|ot\s+){0,4}"
    r"(?:sessions?|visits?|treatments?|tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|tubes?|bottles?|boxes|box|pairs?|injections?|doses?|refills?\s+of|vials?|syringes?|units?|consultations?|consults?|evaluations?|appointments?|trips?|series|kits?|trays?|pieces?|pads|sets?|stud(?:y|ies)|supplies|office\s+visits|follow-?\s?ups?|packs?|applications?|classes|lozenges|suppositories|inhalers?|levels?)\b"
)


def number(words: str) -> Decimal | None:
    """The number that words or digits print: "twelve (12)" and "12" are 12.

    >>> number("Twelve (12)"), number("1,000"), number("six")
    (Decimal('12'), Decimal('1000'), Decimal('6'))
    """
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    if digits:
        try:
            return Decimal(digits[0].replace(",", ""))
        except InvalidOperation:  # pragma: no cover - the pattern leaves nothing else
            return None
    word = words.strip().lower()
    return Decimal(_NUMBER_WORDS[word]) if word in _NUMBER_WORDS else None


@cache
def _quantities() -> tuple[re.Pattern[str], ...]:
    flags = re.IGNORECASE
    per = r"(?!\s*(?:per|a|an|each|every|/|x|times)\b)(?!\s*/\s*(?:wk|week|month|day))(?!\s*(?:twice|once|daily|weekly)\b)"
    return (
        re.compile(
            rf"\b(?:quantity|qty|quantities|count|disp(?:ense)?|total\s+of|number)\b\.?\s*(?:of|is)?\s*[:#=(\s]*\s*({_N})",
            flags,
        ),
        re.compile(rf"\bseries\s+of\s+({_N})", flags),
        re.compile(
            rf"(?<!tooth )(?<!teeth )(?<!level )(?<!item )(?<!digit )(?<!claim )(?<!tylenol )(?<!codeine )(?<!apap )(?<!case )#\s?({_N})(?![\d/]*\s?(?:mg|mcg|%))(?!\s*[.)]\s*[A-Z])",
            flags,
        ),
        re.compile(rf"(?<![\d/.\-x])\b({_N})\s*-?\s*{_THINGS}{per}", flags),
        re.compile(rf"\bx\s?({_N})\s*(?:{_THINGS}|(?=[\s,;.)]*\Z)|(?=[,;)]))", flags),
        re.compile(
            rf"\bx\s?({_N})(?!\s*(?:/|-|weeks?|wks?|months?|mos?\b|days?|hours?|hrs?|min|times|per|a\b|years?|refills?|mg))",
            flags,
        ),
        re.compile(
            rf"^\W*((?:{_SPELT})\s*\(\s*\d{{1,3}}\s*\))(?!\s*(?:-|day|week|month|hour|year|times|x\b|mg|level|view|wheel|point))",
            flags,
        ),
        re.compile(
            rf"\b((?:{_SPELT})\s*\(\s*\d{{1,3}}\s*\)|\(\s*\d{{1,3}}\s*\))\s+(?:[a-z]+\s+){{0,3}}{_THINGS}{per}",
            flags,
        ),
        re.compile(
            r"(?<![\d/.,])\b(\d{1,4}(?:,\d{3})?(?:\.\d+)?)\s?-?(?:gms?|g|grams?|ml|cc|oz|ounces?)\b(?!\s?/)",
            flags,
        ),
    )


_ANY_NUMBER = re.compile(rf"\d|{_SPELT}", re.IGNORECASE)  # one is in every quantity
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"\d\s*-\s*\Z|\bto\s+\Z")


def find_quantity(text: str) -> Told[Decimal] | None:
    """The quantity that an item prints, never one computed from frequency and duration.

    >>> find_quantity("Norco 10/325mg #120").value, find_quantity("twelve (12) visits of PT").value, find_quantity("PT 2 x 6")
    (Decimal('120'), Decimal('12'), None)
    """
    if not _ANY_NUMBER.search(text):
        return None
    bare = _times_by().sub(_blank, _without_frequency(text))
    for pattern in _quantities():
        for m in pattern.finditer(bare):
            if _RANGE.search(bare[max(0, m.start(1) - 4) : m.start(1)]):
                continue
            value = number(m[1])
            if value is not None and value > 0:
                return Told(value, "quantity-printed", Span(*m.span()))
    return None


_DAYS = re.compile(
    rf"(?<![\d-])({_N})\s*-?\s*(?:additional\s+|hospital\s+|inpatient\s+)?(?:days?|nights?)\b", re.IGNORECASE
)


def find_days(text: str) -> Told[Decimal] | None:
    """The days of a stay, which are what such an item asks a number of.

    >>> find_days("Inpatient stay, 3 days").value, find_days("Hospital stay, 1-2 days")
    (Decimal('3'), None)
    """
    m = _DAYS.search(text)
    if m is None or _RANGE.search(text[max(0, m.start() - 4) : m.start(1)]):
        return None
    value = number(m[1])
    return Told(value, "days-of-stay", Span(*m.span())) if value is not None else None


@cache
def _strength() -> re.Pattern[str]:
    unit = r"(?:mg|mcg|ug|gm?|g|meq|units?|iu)"
    return re.compile(
        rf"(?<![\d/#])\d+(?:[.,]\d+)?\s?(?:{unit}\b)?\s?(?:[/-]\s?\d+(?:\.\d+)?\s?(?:{unit}\b)?\s?){{0,2}}(?:{unit}\b(?:\s?/\s?(?:hr|hour|h|ml|day|\d+\s?ml|actuation|spray)\b)?|%(?:\s?[/-]\s?\d+(?:\.\d+)?\s?%){{0,4}})"
        r"|(?<![\d/#])\b\d{1,2}(?:\.\d)?/(?:300|325|500|650|750)\b",
        re.IGNORECASE,
    )


def find_strength(text: str) -> Told[str] | None:
    """The strength as printed: "10/325mg", "0.1%", "25 mcg/hr".

    >>> find_strength("Norco 10/325mg #120").value, find_strength("Fentanyl patch 25 mcg/hr #10").value
    ('10/325mg', '25 mcg/hr')
    """
    if not _DIGIT.search(text):
        return None
    for m in _strength().finditer(text):
        words = m[0].strip()
        amount = re.fullmatch(r"(\d+)\s?(?:g|gm|gms)", words, re.IGNORECASE)
        if (amount and int(amount[1]) >= 10) or re.fullmatch(r"\d+\s?units?", words, re.IGNORECASE):
            continue  # the amount dispensed, not the strength
        return _as_printed("strength-printed", text, m.span())
    return None


_FORMS = (
    "oral solution", "nasal spray", "eye drops", "ophthalmic solution", "extended release", "extended-release", "sustained release", "delayed release", "transdermal patch", "topical cream", "topical gel", "topical solution", "topical ointment",
    "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "patch", "patches", "cream", "gel", "ointment", "lotion", "solution", "suspension", "syrup", "elixir", "spray", "suppository", "suppositories", "drops", "lozenge", "film", "inhaler", "roll-on", "foam", "powder", "dosepak", "dose pack",
)  # fmt: skip


@cache
def _form() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )


def find_dosage_form(text: str) -> Told[str] | None:
    """The form of a drug as printed: "cream", "tablets"."""
    m = _form().search(text)
    return Told(m[0], "form-printed", Span(*m.span())) if m else None


@cache
def _frequency() -> re.Pattern[str]:
    times = rf"(?:{_N}(?:\s?-\s?{_N}|\s+to\s+{_N})?|once|twice|thrice)"
    unit = r"(?:week|wk|day|month|mo|year|yr|w|hour|hr|visit)s?"
    return re.compile(
        rf"\b{times}\s*(?:x|times?|visits?|sessions?|treatments?|days?|hours?|hrs?|nights?)?\s*(?:(?:per|a|an|each|every)\s+|/\s?|x\s?/\s?)(?:{unit})\b(?:\s*,?\s*{times}\s*(?:x|times?|days?|hours?|nights?)\s*(?:per|a|each|every|/)\s*(?:{unit})\b)?"
        r"|\b(?:once|twice|three\s+times|\d\s?(?:x|times?))\s+(?:daily|weekly|monthly)\b"
        r"|\b(?:every|q)\s?-?\s?\d{1,2}(?:\s?-\s?\d{1,2})?\s?-?\s?(?:hours?|hrs?|h|weeks?|months?|days?)\b|\b(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|q\.?h\.?s|q\.?d|p\.?r\.?n)\b\.?|\b(?:at\s+bedtime|nightly|once\s+daily|daily|weekly|monthly|as\s+needed)\b",
        re.IGNORECASE,
    )


@cache
def _times_by() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\d/#.])\b(\d{1,2})\s?x\s?(\d{1,2})\b(?!\s?(?:cm|mm|inch|in\b|mg|\d|/))", re.IGNORECASE
    )


@lru_cache(4)  # an item's quantity and its duration are both looked for in what is left of it
def _without_frequency(text: str) -> str:
    return _frequency().sub(_blank, text)


def _blank(m: re.Match[str]) -> str:
    return " " * len(m[0])


def find_frequency(text: str) -> Told[str] | None:
    """How often, as printed: "2 times a week", "2x6", "every 6 hours".

    >>> find_frequency("two (2) times a week for six (6) weeks").value, find_frequency("PT 2x6").value
    ('two (2) times a week', '2x6')
    """
    m = _frequency().search(text) or _times_by().search(text)
    return _as_printed("frequency-printed", text, m.span()) if m else None


@cache
def _duration() -> re.Pattern[str]:
    unit = r"(?:weeks?|wks?|months?|mos?|days?|years?|yrs?)"
    return re.compile(
        rf"(?:\b(?:for|x|over|times)\s*)?\b({_N}(?:\s?-\s?{_N})?\s*-?\s*{unit})\b(?!\s*(?:per|a\b|/|old|post|status|follow))",
        re.IGNORECASE,
    )


def find_duration(text: str) -> Told[str] | None:
    """For how long, as printed: "6 weeks", "30 day".

    >>> find_duration("3 times a week for 8 weeks").value, find_duration("Cold therapy unit, 7 day rental").value
    ('8 weeks', '7 day')
    """
    bare = _without_frequency(text)
    found = (
        m
        for m in _duration().finditer(bare)
        if not re.search(
            r"\b(?:in|within|every|after)\s+\Z", bare[max(0, m.start() - 8) : m.start()], re.IGNORECASE
        )
    )
    m = next(found, None)
    return _as_printed("duration-printed", bare, m.span(1)) if m else None


def _as_printed(rule: str, text: str, at: tuple[int, int]) -> Told[str]:
    return Told(" ".join(text[slice(*at)].split()), rule, Span(*at))


_NOT_SERVICE = re.compile(
    r"(?:\b(?:rfa|dated|report|request|prescri(?:bed|ption)|note|letter|order(?:ed)?|surgery|injury|doi|received|signed|form)\b[^\d]{0,20})\Z",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:dos|d\.o\.s|dates?\s+of\s+services?|retro\w*|performed|rendered|provided|dispensed|between|from|service|done|given|administered|through|on)\b|\(\s*\Z|,\s*\Z",
    re.IGNORECASE,
)


def find_service(text: str) -> Told[tuple[date, date]] | None:
    """The dates of service, both the same for a single day.

    >>> find_service("Podiatry consult between 3/3/2014 and 6/3/2014").value
    (datetime.date(2014, 3, 3), datetime.date(2014, 6, 3))
    """
    if not _DIGIT.search(text):
        return None
    text = re.sub(r"(?<=\d)[-\u2013](?=\d{1,2}/\d{1,2}/\d)", " ", text)  # "3/1/15-4/15/15" is two dates
    found = [
        d
        for d in find_dates(text)
        if not _NOT_SERVICE.search(text[max(0, d.start - 40) : d.start])
        or re.search(r"\bservice\b|\bDOS\b", text[max(0, d.start - 40) : d.start])
    ]
    if not found or not (_SERVICE.search(text[: found[0].start]) or len(found) > 1):
        return None
    days = [d.value for d in found]
    last = -1 if days[0] <= days[-1] else 0
    return Told((days[0], days[last]), "service-dates", Span(found[0].start, found[last].end))


def find_timing(text: str) -> Told[Timing] | None:
    """Whether the item's words call it retrospective, concurrent or prospective."""
    m = re.search(r"\b(retro|prospective|concurrent)", text, re.IGNORECASE)
    if not m:
        return None
    told = {"r": Timing.RETROSPECTIVE, "p": Timing.PROSPECTIVE, "c": Timing.CONCURRENT}
    return Told(told[m[1][0].lower()], "timing-word", Span(*m.span()))
