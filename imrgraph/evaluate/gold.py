"""Gold annotations: what a reader found in a letter, one JSON file for each.

| key | meaning |
|---|---|
| `source` | the letter's file name, the last part of its `imr:sourceName` |
| `case` | `age`, `sex`, `case_number`, `injury_date`, `ur_decision_date`, `application_date`, `assigned_date`, `decision_date` |
| `reviewer` | `specialties`, `licensed_in`: exactly these |
| `conditions.must` | to be found: `any` acceptable name, `assertion`, `also` further acceptable ones, `code` printed with it |
| `conditions.must_not` | not to be found with that assertion; what is in neither list is not scored |
| `prior.must`, `prior.must_not` | the same for treatments so far |
| `determinations[]` | `n` its number, `item` its words, `outcome`, `urDecision`, `quantity`, `service` [from, to] |
| `.treatment` | `any` acceptable name, `category`, `category_also` |
| `.body_part` | `any` acceptable name, or null (not scored) |
| `.statements[]` | citations of the guideline lines: `by` party, `guideline` notation (`other`: with `label` names), `within_mtus` |
| `.locators[]` | `by`, `kind`, `value` as printed, `guideline` where it matters which one it belongs to |
| `.locators_optional[]` | further locators that may be found |
| `.mentions[]` | authorities the rationale names, by family in `guideline`, `label`, `stance` (null: not scored), `also` |
| `.mentions_optional[]` | further families that may be found |
| `.grounds[]` | why it was so decided: `any` acceptable ground (last part of its IRI), `words` of the sentence that states it |
| `.grounds_optional[]` | further grounds that may be found |

An absent key and null mean the same: nothing of that kind is scored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from imrgraph.errors import GoldError
from imrgraph.records import Assertion, Outcome, Party, Stance, UrDecision

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path

_Member = TypeVar("_Member", bound=Enum)


class CaseFact(Enum):
    """The values are the keys of `case`."""

    AGE = "age"
    SEX = "sex"
    CASE_NUMBER = "case_number"
    INJURY_DATE = "injury_date"
    UR_DECISION_DATE = "ur_decision_date"
    ASSIGNED_DATE = "assigned_date"
    APPLICATION_DATE = "application_date"
    DECISION_DATE = "decision_date"


class LocatorKind(Enum):
    """The values are local names of `imr:` properties."""

    PAGE = "page"
    TABLE = "table"
    SECTION = "section"
    EDITION = "edition"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCondition:
    """A condition that must be found, or with `assertion` must not; `names` are all acceptable, never empty."""

    names: tuple[str, ...]
    assertion: Assertion
    also: tuple[Assertion, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTreatment:
    names: tuple[str, ...]
    categories: tuple[str, ...]  # the first is the best


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldStatement:
    """A citation in a guideline line. `names` count only where `guideline` is `other`."""

    party: Party
    guideline: str
    names: tuple[str, ...] = ()
    within_mtus: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldLocator:
    party: Party
    kind: LocatorKind
    value: str
    guideline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """An authority that the rationale names; `family` is a guideline's top notation."""

    family: str
    names: tuple[str, ...] = ()
    stance: Stance | None = None
    also: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldGround:
    """A ground that the rationale states; `names` are all acceptable, `words` a stretch of its sentence."""

    names: tuple[str, ...]
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDetermination:
    number: int
    item: str
    outcome: Outcome
    ur_decision: UrDecision | None = None
    quantity: str | None = None
    service: tuple[str, ...] | None = None
    treatment: GoldTreatment
    body_part: tuple[str, ...] | None = None
    statements: tuple[GoldStatement, ...] = ()
    locators: tuple[GoldLocator, ...] = ()
    optional_locators: tuple[GoldLocator, ...] = ()
    mentions: tuple[GoldMention, ...] = ()
    optional_families: tuple[str, ...] = ()
    grounds: tuple[GoldGround, ...] | None = None
    optional_grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldLetter:
    source: str
    facts: tuple[tuple[CaseFact, str], ...] = ()
    specialties: tuple[str, ...] = ()
    licensed_in: tuple[str, ...] = ()
    conditions: tuple[GoldCondition, ...] = ()
    condition_traps: tuple[GoldCondition, ...] = ()
    prior: tuple[tuple[str, ...], ...] = ()
    prior_traps: tuple[tuple[str, ...], ...] = ()
    determinations: tuple[GoldDetermination, ...] = ()


def read_gold(folder: Path) -> tuple[GoldLetter, ...]:
    """Read the `*.json` files of a folder, by file name.

    Raises:
        GoldError: there is none, or one does not parse or lacks what it needs.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(str(folder), "no gold annotations (*.json) here")
    return tuple(_letter(_Json(_parse(path), path.name)) for path in paths)


def _parse(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(path.name, f"does not parse ({error})") from error


class _Json:
    """A JSON value and where it stands, so that what is wrong with it can be said."""

    def __init__(self, value: Any, source: str, path: str = "") -> None:
        self._value, self._source, self._path = value, source, path

    def wrong(self, why: str) -> GoldError:
        return GoldError(self._source, f"{self._path}: {why}" if self._path else why)

    def find(self, key: str) -> _Json | None:
        """The value of a key; None where it is absent or null."""
        value = self._object().get(key)
        return None if value is None else _Json(value, self._source, f"{self._path}.{key}".lstrip("."))

    def require(self, key: str) -> _Json:
        if (found := self.find(key)) is None:
            raise self.wrong(f"no {key!r}")
        return found

    def each(self, *keys: str) -> Iterator[_Json]:
        """The members of the list that the keys lead to; none where one of them is absent."""
        here: _Json | None = self
        for key in keys:
            here = here and here.find(key)
        if here is None:
            return
        if not isinstance(here._value, list):
            raise here.wrong("not a list")
        for number, value in enumerate(here._value):
            yield _Json(value, self._source, f"{here._path}[{number}]")

    def unknown_keys(self, known: Set[str]) -> list[str]:
        return [key for key in self._object() if key not in known]

    def _object(self) -> dict[str, Any]:
        if not isinstance(self._value, dict):
            raise self.wrong("not an object")
        return self._value

    def text(self) -> str:
        """Text, or a number as JSON writes it."""
        if isinstance(self._value, bool) or not isinstance(self._value, (str, int, float)):
            raise self.wrong("not a text or number")
        return str(self._value)

    def find_text(self, key: str) -> str | None:
        found = self.find(key)
        return None if found is None else found.text()

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(one.text() for one in self.each(key))

    def find_names(self, key: str) -> tuple[str, ...] | None:
        found = self.find(key)
        return None if found is None else found.require_names()

    def require_names(self) -> tuple[str, ...]:
        """The acceptable names under `any`, at least one."""
        if not (names := self.texts("any")):
            raise self.wrong("no 'any'")
        return names

    def number(self) -> int:
        if isinstance(self._value, bool) or not isinstance(self._value, int):
            raise self.wrong("not a whole number")
        return self._value

    def find_truth(self, key: str) -> bool | None:
        found = self.find(key)
        if found is None or isinstance(found._value, bool):
            return None if found is None else found._value
        raise found.wrong("neither true nor false")

    def member(self, kind: type[_Member]) -> _Member:
        """The member of a closed set."""
        try:
            return kind(self._value)
        except ValueError:
            known = ", ".join(str(member.value) for member in kind)
            raise self.wrong(f"none of {known}") from None

    def find_member(self, key: str, kind: type[_Member]) -> _Member | None:
        found = self.find(key)
        return None if found is None else found.member(kind)


def _letter(json: _Json) -> GoldLetter:
    return GoldLetter(
        source=json.require("source").text(),
        facts=tuple(_facts(json)),
        specialties=tuple(one.text() for one in json.each("reviewer", "specialties")),
        licensed_in=tuple(one.text() for one in json.each("reviewer", "licensed_in")),
        conditions=tuple(_condition(one) for one in json.each("conditions", "must")),
        condition_traps=tuple(_condition(one) for one in json.each("conditions", "must_not")),
        prior=tuple(one.require_names() for one in json.each("prior", "must")),
        prior_traps=tuple(one.require_names() for one in json.each("prior", "must_not")),
        determinations=tuple(_determination(one) for one in json.each("determinations")),
    )


def _facts(json: _Json) -> Iterator[tuple[CaseFact, str]]:
    case = json.find("case")
    if case and (unknown := case.unknown_keys({fact.value for fact in CaseFact})):
        raise case.wrong(f"unknown key {unknown[0]!r}")
    for fact in CaseFact:
        if case and (wanted := case.find_text(fact.value)) is not None:
            yield fact, wanted


def _condition(json: _Json) -> GoldCondition:
    return GoldCondition(
        names=json.require_names(),
        assertion=json.require("assertion").member(Assertion),
        also=tuple(one.member(Assertion) for one in json.each("also")),
        code=json.find_text("code"),
    )


def _determination(json: _Json) -> GoldDetermination:
    treatment = json.require("treatment")
    return GoldDetermination(
        number=json.require("n").number(),
        item=json.require("item").text(),
        outcome=json.require("outcome").member(Outcome),
        ur_decision=json.find_member("urDecision", UrDecision),
        quantity=json.find_text("quantity"),
        service=json.texts("service") or None,
        treatment=GoldTreatment(
            names=treatment.require_names(),
            categories=(treatment.require("category").text(), *treatment.texts("category_also")),
        ),
        body_part=json.find_names("body_part"),
        statements=tuple(_statement(one) for one in json.each("statements")),
        locators=tuple(_locator(one) for one in json.each("locators")),
        optional_locators=tuple(_locator(one) for one in json.each("locators_optional")),
        mentions=tuple(_mention(one) for one in json.each("mentions")),
        optional_families=json.texts("mentions_optional"),
        grounds=tuple(_ground(one) for one in json.each("grounds")) if json.find("grounds") else None,
        optional_grounds=json.texts("grounds_optional"),
    )


def _ground(json: _Json) -> GoldGround:
    return GoldGround(names=json.require_names(), words=json.find_text("words"))


def _statement(json: _Json) -> GoldStatement:
    return GoldStatement(
        party=json.require("by").member(Party),
        guideline=json.require("guideline").text(),
        names=json.texts("label"),
        within_mtus=json.find_truth("within_mtus"),
    )


def _locator(json: _Json) -> GoldLocator:
    return GoldLocator(
        party=json.require("by").member(Party),
        kind=json.require("kind").member(LocatorKind),
        value=json.require("value").text(),
        guideline=json.find_text("guideline"),
    )


def _mention(json: _Json) -> GoldMention:
    return GoldMention(
        family=json.require("guideline").text(),
        names=json.texts("label"),
        stance=json.find_member("stance", Stance),
        also=tuple(one.member(Stance) for one in json.each("also")),
    )
