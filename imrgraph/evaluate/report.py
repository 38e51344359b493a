"""Judgements of single facts, counted into a report."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from imrgraph.metrics.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable


class Fact(Enum):
    """The kinds of fact that are scored, in the order a report lists them."""

    LETTER_FOUND = "letter found"
    CASE_FACTS = "case facts"
    REVIEWER = "reviewer"
    CONDITIONS = "conditions"
    CONDITION_CODES = "condition codes"
    CONDITION_TRAPS = "condition traps avoided"
    PRIOR = "prior treatments"
    PRIOR_TRAPS = "prior traps avoided"
    DETERMINATION_COUNT = "determination count"
    DISPUTED_ITEM = "disputed item"
    OUTCOME = "outcome"
    UR_DECISION = "UR decision"
    QUANTITY = "quantity"
    TREATMENT = "treatment"
    TREATMENT_CATEGORY = "treatment category"
    BODY_PART = "body part"
    SERVICE_DATES = "service dates"
    STATEMENT_RECALL = "statement recall"
    WITHIN_MTUS = "within MTUS"
    STATEMENT_PRECISION = "statement precision"
    LOCATOR_RECALL = "locator recall"
    PAGE_PRECISION = "page/table precision"
    MENTIONS = "rationale mentions"
    STANCE = "stance"
    MENTION_PRECISION = "rationale precision"
    PROVENANCE = "provenance"
    GROUNDS = "grounds"
    GROUND_SENTENCES = "ground sentences"
    GROUND_PRECISION = "ground precision"


_ASIDE = frozenset((Fact.GROUNDS, Fact.GROUND_SENTENCES, Fact.GROUND_PRECISION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the gold a fact stands: the letter's file name, and the number of the determination if it is of one."""

    letter: str
    item: int | None = None

    def __str__(self) -> str:
        return self.letter if self.item is None else f"{self.letter} #{self.item}"

    def judge(self, fact: Fact, hit: bool, wanted: str, found: object = "") -> Judgement:
        return Judgement(fact=fact, place=self, hit=hit, wanted=wanted, found=str(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One fact compared.

    Attributes:
        wanted: the gold's words for it.
        found: what the graph says in numbers, dates and names of concepts; never the letter's own words.
    """

    fact: Fact
    place: Place
    hit: bool
    wanted: str
    found: str

    @property
    def told(self) -> str:
        return f"{self.place}: want {self.wanted}, found {self.found or 'nothing'}"

    def __str__(self) -> str:
        return f"{self.fact.value}: {self.told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The count of one kind of fact; `total` is at least 1."""

    fact: Fact
    hits: int
    total: int

    @property
    def ratio(self) -> float:
        return self.hits / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the ratio, as `wilson` gives it."""
        return wilson(self.hits, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a graph compares with gold annotations.

    Attributes:
        rows: one for each kind of fact that the gold or the graph gave cause to judge, in the order of `Fact`.
        unresolved: citations that the graph keeps without a guideline; they cost recall, not precision.
        misses: the judgements that are no hits, in the order of the rows. They hold the gold's clinical words.
    """

    rows: tuple[Row, ...]
    unresolved: int
    misses: tuple[Judgement, ...] = field(repr=False)

    @property
    def macro(self) -> float:
        """The mean of the rows' ratios: every kind of fact weighs the same, however often it occurs.

        Grounds stand aside: which of them a sentence states is a judgement, on which readers differ.
        """
        ratios = [row.ratio for row in self.rows if row.fact not in _ASIDE]
        return sum(ratios) / len(ratios)


def count(judgements: Iterable[Judgement], unresolved: int) -> Report:
    """The report of these judgements, of which there is at least one."""
    by_fact: dict[Fact, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_fact[judgement.fact].append(judgement)
    judged = [(fact, by_fact[fact]) for fact in Fact if fact in by_fact]
    return Report(
        rows=tuple(Row(fact=fact, hits=sum(one.hit for one in of), total=len(of)) for fact, of in judged),
        unresolved=unresolved,
        misses=tuple(one for _, of in judged for one in of if not one.hit),
    )


def to_table(report: Report, *, misses: bool = False) -> str:
    """The report as lines for a person: fact, hits / total, ratio, its interval; the last is the macro average.

    With `misses`, these come first: for each kind of fact how many, and one line each.
    """
    lines: list[str] = []
    for fact, missed in groupby(report.misses if misses else (), key=lambda miss: miss.fact):
        of_kind = [f"  {miss.told}" for miss in missed]
        lines += [f"{fact.value}: {len(of_kind)} missed", *of_kind, ""]
    for row in report.rows:
        low, high = row.interval
        counts = f"{row.hits:5d} / {row.total:<5d} {row.ratio:6.3f}"
        lines.append(f"{row.fact.value:26s} {counts}  {low:.3f}-{high:.3f}")
    lines.append(f"{'citations kept unresolved':26s} {report.unresolved:5d}")
    lines.append(f"{'macro average':40s} {report.macro:6.3f}")
    return "".join(f"{line}\n" for line in lines)


def to_json(report: Report, *, misses: bool = False) -> str:
    """The report as JSON: `macro`, `unresolved`, `rows`, and `misses` where asked for."""
    document: dict[str, object] = {
        "macro": report.macro,
        "unresolved": report.unresolved,
        "rows": [
            {
                "fact": row.fact.value,
                "hits": row.hits,
                "total": row.total,
                "ratio": row.ratio,
                "interval": row.interval,
            }
            for row in report.rows
        ],
    }
    if misses:
        document["misses"] = [
            {
                "fact": miss.fact.value,
                "letter": miss.place.letter,
                "item": miss.place.item,
                "wanted": miss.wanted,
                "found": miss.found,
            }
            for miss in report.misses
        ]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
