"""Every disputed item with what counts about it, streamed from a store: what rates, odds and similarities are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.graph.columns import column
from imrgraph.rdf import terms as t
from imrgraph.rdf.names import local
from imrgraph.records import Outcome, Party, Stance
from imrgraph.store.tabled import find_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from imrgraph.store import Store

_YEAR = 4  # characters of an ISO date
_DATES = (
    t.DECISION_DATE,
    t.ASSIGNED_DATE,
    t.APPLICATION_DATE,
    t.UR_DECISION_DATE,
)  # the first printed one dates a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What counts of a letter. Concepts are IRIs, sorted.

    Attributes:
        date: of the final decision, in ISO form; where the letter does not print it, of the assignment, the application
            or the utilization review's decision, the first that it does; None without any.
        year: that date's.
        conditions: those stated as present.
    """

    iri: str
    date: str | None = None
    year: int | None = None
    conditions: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What counts of one determination. Concepts are IRIs, sorted.

    Attributes:
        administrator, reviewer: the guidelines that each party's statements cite.
        silent: the guidelines that the rationale calls silent.
        agreement: local name of the individual (`SameGuideline`, ...); None in a graph without it.
    """

    iri: str
    number: int
    letter: LetterFacts
    outcome: Outcome | None = None
    treatments: tuple[str, ...] = ()
    body_parts: tuple[str, ...] = ()
    administrator: tuple[str, ...] = ()
    reviewer: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    agreement: str | None = None

    @property
    def overturned(self) -> bool | None:
        """Whether the treatment was certified, wholly or in part; None without an outcome."""
        return None if self.outcome is None else self.outcome is not Outcome.UPHELD

    def cited(self, party: Party) -> tuple[str, ...]:
        return self.administrator if party is Party.CLAIMS_ADMINISTRATOR else self.reviewer


def read_items(store: Store, only: Collection[str] | None = None) -> tuple[ItemFacts, ...]:
    """Every determination of the store, by letter and number.

    A store folder's tables are read; of other stores one property after the other, never the whole graph.

    Args:
        only: the fields of `ItemFacts` and `LetterFacts` that are wanted; others are left empty, which takes less time.
            Outcome and number always come.
    """
    tables = find_tables(store)
    if tables is not None:
        from imrgraph.graph.tabled import items_of

        return items_of(tables, only)
    return tuple(sorted(_items(store, only), key=lambda item: (item.letter.iri, item.number, item.iri)))


def _items(store: Store, only: Collection[str] | None) -> Iterator[ItemFacts]:
    letters = _letters(store, only)
    owner = {item: letter for letter, items in column(store, t.HAS_DETERMINATION).items() for item in items}
    numbers, outcomes = column(store, t.ITEM_NUMBER), column(store, t.OUTCOME)
    agreements = column(store, t.AGREEMENT) if only is None or "agreement" in only else {}
    concepts = {
        name: column(store, predicate) if only is None or name in only else {}
        for name, predicate in (
            ("treatments", t.TREATMENT),
            ("body_parts", t.BODY_PART),
            ("administrator", t.ADMINISTRATOR_CITES),
            ("reviewer", t.REVIEWER_CITES),
            ("grounds", t.GROUND),
        )
    }
    concepts["silent"] = _silent(store) if only is None or "silent" in only else {}
    for iri, letter in owner.items():
        told = outcomes.get(iri)
        yield ItemFacts(
            iri=iri,
            number=int(numbers[iri][0]) if iri in numbers else 0,
            letter=letters.get(letter) or LetterFacts(iri=letter),
            outcome=Outcome(local(told[0])) if told else None,
            agreement=local(agreements[iri][0]) if iri in agreements else None,
            **{name: tuple(sorted(set(values.get(iri, ())))) for name, values in concepts.items()},
        )


def _letters(store: Store, only: Collection[str] | None) -> dict[str, LetterFacts]:
    dates: dict[str, str] = {}
    for predicate in _DATES if only is None or "year" in only else ():
        for letter, days in column(store, predicate).items():
            dates.setdefault(letter, min(days))
    conditions, specialties, synthetic = (
        column(store, predicate) if only is None or name in only else {}
        for name, predicate in (
            ("conditions", t.CONCERNS),
            ("specialties", t.REVIEWER_SPECIALTY),
            ("synthetic", t.SYNTHETIC),
        )
    )
    return {
        letter: LetterFacts(
            iri=letter,
            date=dates.get(letter),
            year=int(dates[letter][:_YEAR]) if letter in dates else None,
            conditions=tuple(sorted(set(conditions.get(letter, ())))),
            specialties=tuple(sorted(set(specialties.get(letter, ())))),
            synthetic=letter in synthetic,
        )
        for letter in {*dates, *conditions, *specialties, *synthetic}
    }


def _silent(store: Store) -> dict[str, list[str]]:
    """The guidelines called silent, by determination."""
    stances = column(store, t.STANCE)
    out: dict[str, list[str]] = defaultdict(list)
    for citation, guidelines in column(store, t.GUIDELINE).items():
        if any(local(stance) == Stance.SILENT.value for stance in stances.get(citation, ())):
            out[citation.rsplit("-citation-", 1)[0]] += guidelines
    return out
