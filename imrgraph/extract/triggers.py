"""The trigger phrases of ConText, and the marks that end their reach, as `ontology/context.toml` has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imrgraph.data import ontology_dir
from imrgraph.records import Assertion, Span
from imrgraph.vocab.matcher import fold
from imrgraph.vocab.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Rule:
    """What a trigger phrase says. `says` is None for "not of this worker"."""

    says: Assertion | None
    before: bool
    scope: str
    across: bool


@cache
def rules() -> dict[str, Any]:
    """`ontology/context.toml` as it stands."""
    with (ontology_dir() / "context.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def phrases() -> Phrases[tuple[object, ...]]:
    """Every phrase with what it is: a `Rule`, "stop", "verb", or "pseudo" for one that only looks like a trigger."""
    data = rules()
    meaning: dict[str, list[object]] = {}

    def add(phrases: list[str], value: object) -> None:
        for phrase in phrases:
            meaning.setdefault(" ".join(fold(phrase).split()), []).append(value)

    for trigger in data["trigger"]:
        says = None if trigger["says"] == "Other" else Assertion(trigger["says"])
        rule = Rule(says, trigger["direction"] == "before", trigger["scope"], trigger.get("across", False))
        add(trigger["phrases"], rule)
    add(data["pseudo"]["phrases"], "pseudo")
    add(data["terminate"]["phrases"], "stop")
    add(data["terminate"]["unless"], "pseudo")
    add(data["terminate"]["verbs"], "verb")
    return Phrases({phrase: tuple(values) for phrase, values in meaning.items()})


@cache
def begins_afresh() -> re.Pattern[str]:
    """What opens an entry that a "no" before it does not reach."""
    words = "|".join(map(re.escape, rules()["terminate"]["fresh"]))
    return re.compile(
        rf"\s*(?:and\s+)?(?:(?:{words})\b|\d\+|\(\+\)|\+ve\b|\d+(?:\.\d+)?[\s-]*(?:mm|cm|millim)|[CTLS]\d{{1,2}}\s?[-/]|\d\))",
        re.IGNORECASE,
    )


_OF_WHOM = (
    r"(?:(?:his|her|the|their|a|an|patient's|applicant's|worker's|employee's|claimant's"
    r"|maternal|paternal|one|two|older|younger|biological|late)\s+){0,4}"
)


@cache
def family() -> re.Pattern[str]:
    """A relative who opens a clause and is ill."""
    data = rules()["family"]
    kin, verbs, speaks = ("|".join(data[k]) for k in ("kin", "verbs", "speaks"))
    opens = r"(?:^|[.;:,\"(]\s*|\b(?:and|that|while|but|where|although|though|because|since|whereas|as)\s+)"
    return re.compile(
        rf"(?:{opens}{_OF_WHOM}(?:{kin})\b(?:\s+(?:and|or)\s+(?:his\s+|her\s+)?(?:{kin})\b)?"
        rf"(?!\s+(?:\w+\s+)?(?:{speaks})\b)(?=\s*(?:[-\u2013]|:)\s|[^.;]{{0,40}}?\b(?:{verbs})\b))",
        re.IGNORECASE,
    )


@cache
def others() -> re.Pattern[str]:
    """Somebody else who is ill, or a party whose contention is related: what follows is no finding of the worker's."""
    people, party = rules()["family"], rules()["disputant"]
    ill, who, verbs = "|".join(people["ill"]), "|".join(party["who"]), "|".join(party["verbs"])
    return re.compile(
        rf"\b(?:(?P<ill>(?:a|an|one|his|her|their)\s+(?:{'|'.join(people['others'])})\b[^.;,]{{0,40}}?\b(?:{ill})\b)"
        rf"|(?:{who})\s+(?:\w+\s+)?(?:{verbs})\b)",
        re.IGNORECASE,
    )


SAME_PERSON = re.compile(
    r"[;,]?\s+(?:and\s+)?(?:the\s+(?:patient|applicant|claimant|employee|injured\s+worker|worker)|he|she|personal\s+(?:history|hx))\b",
    re.IGNORECASE,
)


def of_others(sentence: str) -> list[tuple[Span, int, int]]:
    """The stretches of a sentence that speak of a relative, of somebody else, or of what a party contends.

    Each with the words that open it, before where it starts and ends.
    """
    out = []
    for m in family().finditer(sentence):
        until = SAME_PERSON.search(sentence, m.end())
        ends = [s.start() for s in stop_marks().finditer(sentence, m.end()) if re.search(r"[;.]", s[0])]
        out.append((Span(*m.span()), m.end(), min([*ends, until.start() if until else len(sentence)])))
    for m in others().finditer(sentence):
        until = SAME_PERSON.search(sentence, m.end()) if m["ill"] else None
        out.append((Span(*m.span()), m.end(), until.start() if until else len(sentence)))
    return out


@cache
def relative_who() -> re.Pattern[str]:
    """A relative whose illness is told in passing: an aunt who has psoriasis."""
    return re.compile(
        rf"\b(?:{'|'.join(rules()['family']['kin'])})\s+(?:who|whose|with\s+(?:a\s+|known\s+)?(?:history|hx))\b",
        re.IGNORECASE,
    )


@cache
def heading() -> re.Pattern[str]:
    """The headings of a note under which nothing is a condition of the worker ("Allergies:", "FH:")."""
    words = "|".join(map(re.escape, rules()["heading"]["other"]))
    return re.compile(rf"(?:^|[.;]\s*|\n\s*)(?:{words})\s*(?::|\s[-\u2013]\s)", re.IGNORECASE)


@cache
def stop_marks() -> re.Pattern[str]:
    """The punctuation that ends a reach."""
    status = "|".join(map(re.escape, rules()["status"]["words"]))
    return re.compile(
        rf";|:(?=\s)|(?<=[\w)])\.\s+(?=[A-Z(])|\s[-\u2013\u2014]\s(?!(?i:{status})(?!\w))"
        r"|(?<=[\s.)])\(?#?\d{1,2}[.)]\s(?=[A-Za-z])|\([A-Z]?\d{2,3}\.\d[^)]*\)"
    )


@cache
def in_brackets() -> re.Pattern[str]:
    """A relative named in brackets behind an illness: "diabetes (mother)"."""
    return re.compile(
        r"\([^()]{0,40}\b(?:" + "|".join(rules()["family"]["kin"]) + r")\b[^()]{0,20}\)", re.IGNORECASE
    )


@cache
def _adverbs() -> re.Pattern[str]:
    words = "|".join(rules()["adverbs"]["words"])
    return re.compile(rf"(?<=(?:is|as|re|ve|ad|be|en|ng|ot|ut|nd)\s)(?:{words})(?=\s)", re.IGNORECASE)


_SIGN = re.compile(r"\(\s?[-\u2013\u2212+]\s?\)|(?<!\S)[-+]ve\b")
# what is said of evidence between "no" and it: "no convincing clinical evidence for"
_NO_SUCH = re.compile(
    r"\b((?:no|without|any)\s)((?:(?!(?:and|or|of|for|but|with|in|famil\w+|change\w*)\b)[\w-]+\s){1,3})(?=(?:evidence|signs?|indications?|suggestion|suspicion|documentation|complaints?|symptoms?|findings?|history|hx)\s(?:of|for|or|to)\b)",
    re.IGNORECASE,
)
# "nor does he have any" says no more than "nor"
_NOR = re.compile(
    r"\b(nor|neither)\s+(?:(?:does|did|do|has|had|have)\s+(?:he|she|they|there|it|the\s+\w+)\s+(?:have|had|been|reports?|complain\s+of|show|exhibit|demonstrate|describe|endorse|suffer\s+from)"
    r"|(?:is|are|was|were)\s+there)(?=\s)",
    re.IGNORECASE,
)
# a reviewer applies it to the worker where the request, and not a treatment in general, fails for it
_ABSENCE = re.compile(
    r"\bin\s+the\s+absence\s+of\b(?=[^.;]{0,120}?,\s*(?:the|this|these|such)\s+(?:\w+\s+)?(?:request\w*|repeat|proposed|disputed|services?)\b)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b\w+n['\u2019]t\b", re.IGNORECASE)


def plain(sentence: str) -> str:
    """The sentence with signs, contractions and adverbs between a verb's parts as the phrases have them; as long."""

    def sign(m: re.Match[str]) -> str:
        return ("pos" if "+" in m[0] else "neg").ljust(len(m[0]))

    text = _SIGN.sub(sign, sentence) if "(" in sentence or "ve" in sentence else sentence
    if "n't" in text or "n\u2019t" in text:
        text = _NOT.sub(lambda m: "not".rjust(len(m[0])), text)
    if "nor " in text or "Nor " in text or "either" in text:
        text = _NOR.sub(lambda m: m[1].ljust(len(m[0])), text)
    if "bsence" in text:
        text = _ABSENCE.sub(lambda m: "without".ljust(len(m[0])), text)
    text = _NO_SUCH.sub(lambda m: m[1] + " " * len(m[2]), text)
    return without_adverbs(text)


def without_adverbs(text: str) -> str:
    """The text without the adverbs between a verb's parts ("was later briefly considered"); as long."""
    for _ in range(2):
        text = _adverbs().sub(lambda m: " " * len(m[0]), text)
    return text
