"""The same records from a store's tables, where it has them: what a graph would be walked for, DuckDB reads in columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from imrgraph.graph.citations import CitationFacts
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


def items_of(tables: Tables, only: Collection[str] | None) -> Iterator[ItemFacts]:
    """What `read_items` gives, by letter and number."""
    letters = _letters(tables, only)
    fields = [name for name in _COLUMNS if only is None or name in only]
    iris = [_Iris(_SCHEMES.get(name, "guideline")) for name in fields]
    agreement = "agreement" if only is None or "agreement" in only else "NULL"
    columns = ", ".join(
        ["letter_id", "item_number", "outcome", agreement, *(_COLUMNS[name] for name in fields)]
    )
    outcomes = {outcome.value: outcome for outcome in Outcome}
    rows = tables.rows(f"SELECT {columns} FROM determinations ORDER BY determination_id")  # noqa: S608
    for letter_id, number, outcome, agreed, *lists in rows:
        letter = letters[letter_id]
        yield ItemFacts(
            iri=f"{letter.iri}#determination-{number}",
            number=number,
            letter=letter,
            outcome=outcomes.get(outcome),
            agreement=agreed,
            **{name: iri.of(found) for name, iri, found in zip(fields, iris, lists, strict=True)},
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


def citations_of(tables: Tables) -> Iterator[CitationFacts]:
    """What `read_citations` gives, in no certain order."""
    guidelines = _Iris("guideline")
    rows = tables.rows(
        "SELECT key, item_number, number, party, place, within_mtus, stance, editions, guideline FROM citations"
        " JOIN determinations USING (determination_id) JOIN letters ON letters.letter_id = citations.letter_id"
        " ORDER BY citation_id"
    )
    for (key, item_number, number), same in groupby(rows, key=lambda row: row[:3]):
        found = list(same)
        _, _, _, party, place, within, stance, editions, _ = found[0]
        item = f"{letter_iri(key)}#determination-{item_number}"
        yield CitationFacts(
            iri=f"{item}-citation-{number}",
            item=item,
            party=Party(party),
            place=CitationPlace(place),
            guidelines=tuple(sorted({guidelines[row[-1]] for row in found if row[-1] is not None})),
            within_mtus=within,
            stance=None if stance is None else Stance(stance),
            editions=tuple(sorted(editions)),
        )


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
    where, params = _where(filters, names)
    ends = _ends(projection, filters)
    wanted = below(filters.category, names)
    kept = ""
    for end, kind in zip(("one", "other"), kinds, strict=True):
        if kind == "treatment" and wanted is not None:
            kept += f" AND list_contains(?, {end})"
            params.append([short_name(kind, iri) for iri in wanted])
    if projection == "guideline-cocitation":
        kept += " AND one < other"
    rows = tables.rows(
        f"""WITH chosen AS (SELECT outcome, {ends[0]} AS ones, {ends[1]} AS others
            FROM determinations JOIN letters USING (letter_id) WHERE {where}),
        half AS (SELECT outcome, unnest(ones) AS one, others FROM chosen),
        pairs AS (SELECT outcome, one, unnest(others) AS other FROM half)
        SELECT one, other, count(*), count(*) FILTER (outcome = 'Upheld'), count(*) FILTER (outcome = 'Overturned'),
        count(*) FILTER (outcome = 'PartiallyOverturned') FROM pairs WHERE true{kept} GROUP BY one, other""",  # noqa: S608
        params,
    )
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for one, other, *counts in rows:
        pair = full_iri(kinds[0], one), full_iri(kinds[1], other)
        ordered = (min(pair), max(pair)) if projection == "guideline-cocitation" else pair
        names_ = ("weight", "upheld", "overturned", "partially_overturned")
        counted[ordered] = dict(zip(names_, counts, strict=True))
    return counted


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


def _where(filters: Filters, names: Names) -> tuple[str, list[Any]]:
    """The filters as a condition on `determinations` joined with `letters`, and its parameters."""
    asked: list[tuple[str, Any]] = []
    if filters.outcome is not None:
        asked.append(("outcome = ?", filters.outcome.value))
    for column, kind, wanted in (
        ("treatments", "treatment", below(filters.category, names)),
        ("body_parts", "bodypart", below(filters.body_part, names)),
    ):
        if wanted is not None:
            asked.append((f"list_has_any({column}, ?)", [short_name(kind, iri) for iri in wanted]))
    if filters.first is not None:
        asked.append(("year >= ?", filters.first))
    if filters.last is not None:
        asked.append(("year <= ?", filters.last))
    return " AND ".join(["true", *(words for words, _ in asked)]), [value for _, value in asked]
