"""The trigger phrases of ConText, and the marks that end their reach, as `ontology/context.toml` has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from imrgraph.data import ontology_dir
from imrgraph.records import Assertion, Span
from imrgraph.vocab.cued import Cued
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
def family() -> Cued:
    """A relative who opens a clause and is ill."""
    data = rules()["family"]
    kin, verbs, speaks = ("|".join(data[k]) for k in ("kin", "verbs", "speaks"))
    opens = r"(?:^|[.;:,\"(]\s*|\b(?:and|that|while|but|where|although|though|because|since|whereas|as)\s+)"
    return Cued(
        rf"(?:{opens}{_OF_WHOM}(?:{kin})\b(?:\s+(?:and|or)\s+(?:his\s+|her\s+)?(?:{kin})\b)?"
        rf"(?!\s+(?:\w+\s+)?(?:{speaks})\b)(?=\s*(?:[-\u2013]|:)\s|[^.;]{{0,40}}?\b(?:{verbs})\b))",
        re.IGNORECASE,
    )


@cache
def others() -> Cued:
    """Somebody else who is ill, or a party whose contention is related: what follows is no finding of the worker's."""
    people, party = rules()["family"], rules()["disputant"]
    ill, who, verbs = "|".join(people["ill"]), "|".join(party["who"]), "|".join(party["verbs"])
    return Cued(
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
def relative_who() -> Cued:
    """A relative whose illness is told in passing: an aunt who has psoriasis."""
    return Cued(
        rf"\b(?:{'|'.join(rules()['family']['kin'])})\s+(?:who|whose|with\s+(?:a\s+|known\s+)?(?:history|hx))\b",
        re.IGNORECASE,
    )


@cache
def heading() -> Cued:
    """The headings of a note under which nothing is a condition of the worker ("Allergies:", "FH:")."""
    words = "|".join(map(re.escape, rules()["heading"]["other"]))
    return Cued(rf"(?:^|[.;]\s*|\n\s*)(?:{words})\s*(?::|\s[-\u2013]\s)", re.IGNORECASE)


@cache
def stop_marks() -> re.Pattern[str]:
    """The punctuation that ends a reach."""
    status = "|".join(map(re.escape, rules()["status"]["words"]))
    return re.compile(
        rf";|:(?=\s)|(?<=[\w)])\.\s+(?=[A-Z(])|\s[-\u2013\u2014]\s(?!(?i:{status})(?!\w))"
        r"|(?<=[\s.)])\(?#?\d{1,2}[.)]\s(?=[A-Za-z])|\([A-Z]?\d{2,3}\.\d[^)]*\)"
    )


@cache
def in_brackets() -> Cued:
    """A relative named in brackets behind an illness: "diabetes (mother)"."""
    return Cued(
        r"\([^()]{0,40}\b(?:" + "|".join(rules()["family"]["kin"]) + r")\b[^()]{0,20}\)", re.IGNORECASE
    )


@cache
def of_worker() -> re.Pattern[str]:
    """The worker, or "there", with the verbs by which a condition is had: "the patient has ever had"."""
    return re.compile(
        r"[\s,]*(?:(?:that\s+)?(?:the|this)\s+(?:injured\s+)?(?:patient|applicant|claimant|employee|worker|individual)|he|she|IW|there)?\s+"
        r"(?:\w+ly\s+)?(?:(?:has|had|have|is|was|are|were|been|suffer(?:s|ed)?|exhibit(?:s|ed)?|experienc\w+|complain\w*|report(?:s|ed)?|present(?:s|ed)?|develop(?:s|ed)?|carries|sustained|diagnosed)\s+(?:ever\s+|currently\s+|any\s+)?)+",
        re.IGNORECASE,
    )


@cache
def change_of_it() -> re.Pattern[str]:
    """Words that tell of a change of a condition, which is there then."""
    return re.compile(rf"\b(?:{'|'.join(rules()['negated']['changed'])})\b", re.IGNORECASE)


@cache
def granted() -> re.Pattern[str]:
    """What stands between "no" and a condition that it takes for granted: "discussion of the patient's", "cause of the"."""
    nouns = "|".join(rules()["negated"]["of_it"])
    return re.compile(
        r"(?:\b(?:of|for|regarding|about|with|to|in)\s+(?:his|her|their|(?:the\s+)?\w+['\u2019]s)"
        rf"|\b(?:{nouns})\s+(?:of|for|in|to)(?:\s+(?:the|this|that|these))?)\s+(?:(?!and\b|or\b|no\b)[\w-]+\s+){{0,2}}\Z",
        re.IGNORECASE,
    )
