"""The same records from a store's tables, where it has them: what a graph would be walked for, DuckDB reads in columns."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from imrgraph.graph.citations import CitationFacts
from imrgraph.graph.concepts import COUNTS
from imrgraph.graph.filters import below
from imrgraph.graph.items import ItemFacts, LetterFacts
from imrgraph.graph.names import Names
from imrgraph.rdf.iris import letter_iri
from imrgraph.records import CitationPlace, Outcome, Party, Stance
from imrgraph.tables.rows import full_iri, short_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from imrgraph.graph.filters import Filters
    from imrgraph.tables import Tables

_COLUMNS = {  # of the fields of `ItemFacts`
    "treatments": "treatments",
    "body_parts": "body_parts",
    "administrator": "administrator_cites",
    "reviewer": "reviewer_cites",
    "silent": "silent",
    "grounds": "grounds",
}
_SCHEMES = {
    "treatments": "treatment",
    "body_parts": "bodypart",
    "grounds": "ground",
    "conditions": "condition",
    "specialties": "specialty",
}
_COUNTED = "count(*), " + ", ".join(f"count(*) FILTER (outcome = '{outcome.value}')" for outcome in COUNTS)
_CITED = {Party.CLAIMS_ADMINISTRATOR: "administrator_cites", Party.EXPERT_REVIEWER: "reviewer_cites"}


class _Iris(dict[str, str]):
    """The IRIs of concepts by their names, each made once."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme

    def __missing__(self, name: str) -> str:
        self[name] = full_iri(self._scheme, name)
        return self[name]

    def of(self, names: Iterable[str] | None) -> tuple[str, ...]:
        """Sorted by IRI, as the rows have them already."""
        return tuple(map(self.__getitem__, names or ()))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Makes many small records in half the time: the collector would look at all of them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def items_of(tables: Tables, only: Collection[str] | None) -> tuple[ItemFacts, ...]:
    """What `read_items` gives, by letter and number."""
    letters = _letters(tables, only)
    fields = [name for name in _COLUMNS if only is None or name in only]
    iris = [_Iris(_SCHEMES.get(name, "guideline")) for name in fields]
    agreement = "agreement" if only is None or "agreement" in only else "NULL"
    columns = ", ".join(
        ["letter_id", "item_number", "outcome", agreement, *(_COLUMNS[name] for name in fields)]
    )
    outcomes = {outcome.value: outcome for outcome in Outcome}
    rows = tables.rows(
        f"SELECT {columns} FROM determinations JOIN letters USING (letter_id) ORDER BY key, determination_id"  # noqa: S608
    )
    return tuple(
        ItemFacts(
            iri=f"{letters[letter_id].iri}#determination-{number}",
            number=number,
            letter=letters[letter_id],
            outcome=outcomes.get(outcome),
            agreement=agreed,
            **{name: iri.of(found) for name, iri, found in zip(fields, iris, lists, strict=True)},
        )
        for letter_id, number, outcome, agreed, *lists in rows
    )


def _letters(tables: Tables, only: Collection[str] | None) -> dict[int, LetterFacts]:
    wanted = [
        column if only is None or name in only else "NULL"
        for name, column in (
            ("year", "dated"),
            ("conditions", "present_conditions"),
            ("specialties", "specialties"),
            ("synthetic", "synthetic"),
        )
    ]
    conditions, specialties = _Iris("condition"), _Iris("specialty")
    rows: list[tuple[int, str, date | None, Any, Any, bool | None]] = tables.rows(
        f"SELECT letter_id, key, {', '.join(wanted)} FROM letters"  # noqa: S608
    )
    return {
        letter_id: LetterFacts(
            iri=letter_iri(key),
            date=None if dated is None else dated.isoformat(),
            year=None if dated is None else dated.year,
            conditions=conditions.of(present),
            specialties=specialties.of(held),
            synthetic=bool(synthetic),
        )
        for letter_id, key, dated, present, held, synthetic in rows
    }


@_uncollected()
def citations_of(tables: Tables) -> tuple[CitationFacts, ...]:
    """What `read_citations` gives, by letter, item and number."""
    guidelines = _Iris("guideline")
    parties = {party.value: party for party in Party}
    places = {place.value: place for place in CitationPlace}
    stances = {stance.value: stance for stance in Stance}
    rows = tables.rows(
        "SELECT key, item_number, number, party, place, within_mtus, stance, editions, guideline FROM citations"
        " JOIN determinations USING (determination_id) JOIN letters ON letters.letter_id = citations.letter_id"
        " ORDER BY key, citation_id"
    )
    found = []
    for (key, item_number, number), same in groupby(rows, key=itemgetter(0, 1, 2)):
        cited = tuple(same)
        _, _, _, party, place, within, stance, editions, _ = cited[0]
        item = f"{letter_iri(key)}#determination-{item_number}"
        found.append(
            CitationFacts(
                iri=f"{item}-citation-{number}",
                item=item,
                party=parties[party],
                place=places[place],
                guidelines=tuple(sorted({guidelines[row[-1]] for row in cited if row[-1] is not None})),
                within_mtus=within,
                stance=stances.get(stance),
                editions=tuple(sorted(editions)),
            )
        )
    return tuple(found)


def names_of(tables: Tables) -> Names:
    """What `read_names` gives."""
    concepts = tables.rows("SELECT scheme, concept, label, broader FROM concepts")
    return Names(
        labels={full_iri(scheme, name): label for scheme, name, label, _ in concepts},
        broader={
            full_iri(scheme, name): tuple(sorted(full_iri(scheme, one) for one in above))
            for scheme, name, _, above in concepts
            if above
        },
        case_numbers={
            letter_iri(key): number for key, number in tables.rows("SELECT key, case_number FROM letters")
        },
    )


def count_pairs(
    tables: Tables, projection: str, kinds: tuple[str, str], filters: Filters, names: Names
) -> dict[tuple[str, str], dict[str, int]]:
    """How many disputed items join two concepts, added up by DuckDB.

    Args:
        projection: one of `CONCEPT_PROJECTIONS`.
        kinds: of its nodes.
        filters, names: which items count, and what `names_of` gives.

    Returns:
        By the IRIs of the two concepts `weight`, `upheld`, `overturned` and `partially_overturned`.
    """
    ends = _ends(projection, filters)
    wanted = below(filters.category, names)
    kept, params = "", _chosen_params(filters, names)
    for end, kind in zip(("one", "other"), kinds, strict=True):
        if kind == "treatment" and wanted is not None:
            kept += f" AND {end} IN (SELECT unnest(?))"
            params.append([short_name(kind, iri) for iri in wanted])
    if projection == "guideline-cocitation":
        kept += " AND one < other"
    rows = tables.rows(
        f"""WITH chosen AS ({_chosen(filters, names)}),
        half AS (SELECT outcome, unnest({ends[0]}) AS one, {ends[1]} AS others FROM chosen),
        pairs AS (SELECT outcome, one, unnest(others) AS other FROM half)
        SELECT one, other, {_COUNTED} FROM pairs WHERE true{kept} GROUP BY one, other""",  # noqa: S608
        params,
    )
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for one, other, *counts in rows:
        pair = full_iri(kinds[0], one), full_iri(kinds[1], other)
        ordered = (min(pair), max(pair)) if projection == "guideline-cocitation" else pair
        counted[ordered] = dict(zip(("weight", *COUNTS.values()), counts, strict=True))
    return counted


def count_above(tables: Tables, filters: Filters, names: Names) -> dict[str, dict[str, int]]:
    """How many disputed items rely on a guideline, itself or by way of what is below it, added up by DuckDB.

    Returns:
        By IRI `cited` (the guideline itself), `weight` (or one below it, each item once), and how these ended.
    """
    rows = tables.rows(
        f"""WITH chosen AS ({_chosen(filters, names)}),
        cited AS (SELECT determination_id, outcome, unnest({_CITED[filters.party or Party.EXPERT_REVIEWER]}) AS itself
            FROM chosen),
        with_above AS (SELECT determination_id, outcome, itself, unnest(coalesce(above, [itself])) AS guideline
            FROM cited LEFT JOIN concepts ON scheme = 'guideline' AND concept = itself),
        each AS (SELECT determination_id, outcome, guideline, bool_or(itself = guideline) AS is_cited
            FROM with_above GROUP BY ALL)
        SELECT guideline, count(*) FILTER (is_cited), {_COUNTED} FROM each GROUP BY guideline""",  # noqa: S608
        _chosen_params(filters, names),
    )
    return {
        full_iri("guideline", name): dict(zip(("cited", "weight", *COUNTS.values()), counts, strict=True))
        for name, *counts in rows
    }


def _ends(projection: str, filters: Filters) -> tuple[str, str]:
    """The columns whose concepts are joined."""
    cited = _CITED[filters.party or Party.EXPERT_REVIEWER]
    both = cited if filters.party else "list_distinct(list_concat(administrator_cites, reviewer_cites))"
    return {
        "treatment-guideline": ("treatments", cited),
        "condition-treatment": ("present_conditions", "treatments"),
        "condition-guideline": ("present_conditions", cited),
        "guideline-cocitation": (both, both),
        "administrator-reviewer": ("administrator_cites", "reviewer_cites"),
    }[projection]


def _chosen(filters: Filters, names: Names) -> str:
    """The items that the filters leave, with what their letters state; `_chosen_params` are its values."""
    asked = ["true"]
    if filters.outcome is not None:
        asked.append("outcome = ?")
    for column, wanted in (
        ("treatments", below(filters.category, names)),
        ("body_parts", below(filters.body_part, names)),
    ):
        if wanted is not None:
            named = f"(SELECT determination_id, unnest({column}) AS one FROM determinations)"  # noqa: S608
            asked.append(
                f"determination_id IN (SELECT determination_id FROM {named} WHERE one IN (SELECT unnest(?)))"  # noqa: S608
            )
    if filters.first is not None:
        asked.append("year >= ?")
    if filters.last is not None:
        asked.append("year <= ?")
    return f"SELECT * FROM determinations JOIN letters USING (letter_id) WHERE {' AND '.join(asked)}"  # noqa: S608


def _chosen_params(filters: Filters, names: Names) -> list[Any]:
    """The values of `_chosen`, in the order of its question marks."""
    treatments, parts = below(filters.category, names), below(filters.body_part, names)
    given = (
        None if filters.outcome is None else filters.outcome.value,
        None if treatments is None else [short_name("treatment", iri) for iri in treatments],
        None if parts is None else [short_name("bodypart", iri) for iri in parts],
        filters.first,
        filters.last,
    )
    return [value for value in given if value is not None]
