"""Every disputed item with what counts about it, streamed from a store: what rates, odds and similarities are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.rdf import terms as t
from imrgraph.records import Outcome, Party, Stance
from imrgraph.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        year: of the final decision; where the letter does not print it, of the assignment, the application or the
            utilization review's decision, the first that it does; None without any.
        conditions: those stated as present.
    """

    iri: str
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


def _column(store: Store, predicate: str) -> dict[str, list[str]]:
    """The values of one property, by subject."""
    values: dict[str, list[str]] = defaultdict(list)
    for subject, _, value in store.triples(None, _iri(predicate), None):
        values[str(subject)].append(str(value))
    return values


def _iri(term: str) -> Iri:
    return Iri(term.strip("<>"))


def read_items(store: Store) -> tuple[ItemFacts, ...]:
    """Every determination of the store, by letter and number.

    Reads one property after the other and never the whole graph: about half a minute for 100,000 letters.
    """
    return tuple(sorted(_items(store), key=lambda item: (item.letter.iri, item.number, item.iri)))


def _items(store: Store) -> Iterator[ItemFacts]:
    letters = _letters(store)
    owner = {item: letter for letter, items in _column(store, t.HAS_DETERMINATION).items() for item in items}
    numbers, outcomes = _column(store, t.ITEM_NUMBER), _column(store, t.OUTCOME)
    agreements = _column(store, t.AGREEMENT)
    concepts = {
        name: _column(store, predicate)
        for name, predicate in (
            ("treatments", t.TREATMENT),
            ("body_parts", t.BODY_PART),
            ("administrator", t.ADMINISTRATOR_CITES),
            ("reviewer", t.REVIEWER_CITES),
            ("grounds", t.GROUND),
        )
    }
    concepts["silent"] = _silent(store)
    for iri, letter in owner.items():
        told = outcomes.get(iri)
        yield ItemFacts(
            iri=iri,
            number=int(numbers[iri][0]) if iri in numbers else 0,
            letter=letters.get(letter) or LetterFacts(iri=letter),
            outcome=Outcome(_local(told[0])) if told else None,
            agreement=_local(agreements[iri][0]) if iri in agreements else None,
            **{name: tuple(sorted(set(values.get(iri, ())))) for name, values in concepts.items()},
        )


def _letters(store: Store) -> dict[str, LetterFacts]:
    years: dict[str, int] = {}
    for predicate in _DATES:
        for letter, days in _column(store, predicate).items():
            years.setdefault(letter, int(min(days)[:_YEAR]))
    conditions, specialties = _column(store, t.CONCERNS), _column(store, t.REVIEWER_SPECIALTY)
    synthetic = _column(store, t.SYNTHETIC)
    return {
        letter: LetterFacts(
            iri=letter,
            year=years.get(letter),
            conditions=tuple(sorted(set(conditions.get(letter, ())))),
            specialties=tuple(sorted(set(specialties.get(letter, ())))),
            synthetic=letter in synthetic,
        )
        for letter in {*years, *conditions, *specialties, *synthetic}
    }


def _silent(store: Store) -> dict[str, list[str]]:
    """The guidelines called silent, by determination."""
    citations = {
        str(citation)
        for citation, _, stance in store.triples(None, _iri(t.STANCE), None)
        if _local(str(stance)) == Stance.SILENT.value
    }
    out: dict[str, list[str]] = defaultdict(list)
    for citation, _, guideline in store.triples(None, _iri(t.GUIDELINE), None):
        if str(citation) in citations:
            out[str(citation).rsplit("-citation-", 1)[0]].append(str(guideline))
    return out


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
