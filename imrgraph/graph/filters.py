"""Which disputed items a projection counts: by outcome, kind of treatment, body part, year and party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from imrgraph.errors import QueryError
from imrgraph.query.library import Param
from imrgraph.query.values import bind
from imrgraph.rdf.names import local
from imrgraph.records import Outcome, Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from imrgraph.graph.items import ItemFacts
    from imrgraph.graph.names import Names
    from imrgraph.store import Store

_Closed = TypeVar("_Closed", Outcome, Party)
FILTERS = (
    Param(name="outcome", kind="term", words="Upheld, Overturned or PartiallyOverturned", optional=True),
    Param(
        name="category",
        kind="treatment",
        words="the treatment asked for, all below it included",
        optional=True,
    ),
    Param(name="bodyPart", kind="bodypart", words="of the item, all below it included", optional=True),
    Param(name="from", kind="year", words="the first year", optional=True),
    Param(name="to", kind="year", words="the last year", optional=True),
)
PARTY = Param(name="party", kind="term", words="ExpertReviewer or ClaimsAdministrator", optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked of an item; None asks nothing.

    Attributes:
        category, body_part: IRI of a concept; what is below it, at any depth, counts as well.
        first, last: years, both included, of the letter's date as `LetterFacts` says it. A letter without a date is in
            no year.
        party: whose guidelines are looked at, for the projections that look at one party's.
    """

    outcome: Outcome | None = None
    category: str | None = None
    body_part: str | None = None
    first: int | None = None
    last: int | None = None
    party: Party | None = None

    @property
    def reads(self) -> set[str]:
        """The fields of the records that the filters look at."""
        asked = {"treatments": self.category, "body_parts": self.body_part, "year": self.first or self.last}
        return {name for name, value in asked.items() if value is not None}

    def of(self, items: Iterable[ItemFacts], names: Names) -> Iterator[ItemFacts]:
        """The items that have all that is asked, in their order."""
        treatments, parts = below(self.category, names), below(self.body_part, names)
        for item in items:
            if self.outcome is not None and item.outcome is not self.outcome:
                continue
            if treatments is not None and treatments.isdisjoint(item.treatments):
                continue
            if parts is not None and parts.isdisjoint(item.body_parts):
                continue
            if self._in_time(item.letter.year):
                yield item

    def _in_time(self, year: int | None) -> bool:
        if self.first is None and self.last is None:
            return True
        return year is not None and (self.first or year) <= year <= (self.last or year)


def below(iri: str | None, names: Names) -> frozenset[str] | None:
    """The concept and all below it; None for no concept, and for a scheme (`treatment:`), which asks nothing."""
    if iri is None or iri.endswith("/"):
        return None
    narrower: dict[str, list[str]] = {}
    for concept, above in names.broader.items():
        for one in above:
            narrower.setdefault(one, []).append(concept)
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += narrower.get(one, ())
    return frozenset(found)


def read_filters(store: Store, projection: str, params: Mapping[str, str], known: Iterable[Param]) -> Filters:
    """The filters that parameters ask for.

    Args:
        params: values by name, as `imrgraph.query.run` takes them: an IRI, a CURIE, a label, a term, a year.
        known: those of `FILTERS` and `PARTY` that the projection has.

    Raises:
        QueryError: a parameter that the projection does not have, or a value that names nothing.
    """
    by_name = {param.name: param for param in known}
    for name in params:
        if name not in by_name:
            raise QueryError(
                f"{projection} has no parameter {name!r} (it has: {', '.join(by_name) or 'none'})"
            )
    bound = {name: str(bind(store, by_name[name], value)) for name, value in params.items()}
    return Filters(
        outcome=_member(Outcome, "outcome", bound),
        category=bound.get("category"),
        body_part=bound.get("bodyPart"),
        first=int(bound["from"]) if "from" in bound else None,
        last=int(bound["to"]) if "to" in bound else None,
        party=_member(Party, "party", bound),
    )


def _member(closed: type[_Closed], name: str, bound: Mapping[str, str]) -> _Closed | None:
    if name not in bound:
        return None
    try:
        return closed(local(bound[name]))
    except ValueError:
        given = ", ".join(str(one.value) for one in closed)
        raise QueryError(f"{name}: {local(bound[name])!r} is none of {given}") from None
