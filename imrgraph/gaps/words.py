"""The name in an entry of a list: without what stands before and behind it, and none where the entry is prose.

The words are data, in `ontology/gap-words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from imrgraph.data import ontology_dir
from imrgraph.records import Span
from imrgraph.vocab.matcher import fold

_LONGEST = 6  # words; names of drugs, devices and diagnoses have fewer
_WORD = re.compile(r"[^\W_]+(?:['’./-][^\W_]+)*")
_LAST = re.compile(r"\s+(?:[RL]|\d+|(?i:one|two|three|four|five|six|eight|ten|twelve))\Z")


@cache
def rules() -> dict[str, Any]:
    """`ontology/gap-words.toml` as it stands."""
    with (ontology_dir() / "gap-words.toml").open("rb") as file:
        return tomllib.load(file)


def alternatives(phrases: list[str]) -> str:
    """A pattern for any of the phrases, longest first, white space free."""
    return "|".join(p.replace(" ", r"\s+") for p in sorted(phrases, key=len, reverse=True))


@cache
def _lead() -> re.Pattern[str]:
    words, counts = alternatives(rules()["lead"]["words"]), rules()["lead"]["counts"]
    return re.compile(rf"(?:[^\w(]+|\([^()]*\)|(?:{counts})(?=\s)|(?:{words})(?=[^\w-]|\Z))", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    words, gap = alternatives(rules()["tail"]["words"]), r"(?<!\s)\s{1,4}"
    return re.compile(
        rf"(?:{gap}|(?<=\w)[,:]\s{{0,4}})(?:(?:{words})(?!\w)|x\s?\d|#|\d|\().*|(?:{gap})?[\[(:].*|{gap}-+\s.*",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _ends_at_once() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(rules()['tail']['words'])})(?!\w)", re.IGNORECASE)


@cache
def _prose() -> frozenset[str]:
    return frozenset(rules()["prose"]["words"])


@cache
def _no_name() -> frozenset[str]:
    return _prose().union(rules()["aside"]["words"])


@cache
def _general() -> frozenset[str]:
    return frozenset(rules()["general"]["words"])


def name_in(text: str, start: int, end: int) -> Span | None:
    """The name that an entry at `text[start:end]` holds; None where it holds none.

    >>> [t[s.start : s.end] for t in ["a trial of Zorbatril 10 mg daily"] if (s := name_in(t, 0, len(t)))]
    ['Zorbatril']
    >>> name_in("and he was referred", 0, 19) is None
    True
    """
    while start < end and (lead := _lead().match(text, start, end)) and lead.end() > start:
        start = lead.end()
    if _ends_at_once().match(text, start, end):
        return None
    tail = _tail().search(text, start, end)
    end = tail.start() if tail else end
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    while end > start and (last := _LAST.search(text, start, end)):  # a side or a count, behind the name
        end = last.start()
    return Span(start, end) if is_name(text[start:end]) else None


def has_prose(words: str) -> bool:
    """Whether words hold a verb or a pronoun, or another word that names of things do not have."""
    return bool(_prose().intersection(word.lower() for word in _WORD.findall(words)))


def is_name(words: str) -> bool:
    """Whether words look like the name of one thing: few of them, none of prose, and one that says something.

    >>> is_name("Kienbock's disease"), is_name("pain medication"), is_name("relief was noted")
    (True, False, False)
    """
    found = [word.lower() for word in _WORD.findall(words)]
    if not 1 <= len(found) <= _LONGEST or not _no_name().isdisjoint(found):
        return False
    return any(_says_something(word) for word in found)


def _says_something(word: str) -> bool:
    parts = re.split(r"[/-]", re.sub("['\u2019]", "", word))
    return any(
        len(p) >= 3 and p.isalpha() and p not in _general() and not p.endswith(("ly", "ed")) for p in parts
    )


def folded(words: str) -> str:
    """What words are grouped by: lower case, no punctuation, the last word in the singular.

    >>> folded("Zorba-Patches,  topical") == folded("zorba patches topical"), folded("Moon baths"), folded("bursitis")
    (True, 'moon bath', 'bursitis')
    """
    found = re.findall(r"[^\W_]+", fold(words.replace("'", "").replace("\u2019", "")))
    if found and len(found[-1]) > 3:
        found[-1] = _singular(found[-1])
    return " ".join(found)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) else word
