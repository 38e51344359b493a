"""Resolve: which guideline a reference means, or honestly that it is not decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from imrgraph.cite.bibliography import slug
from imrgraph.cite.tokens import concept, families, is_general
from imrgraph.records import Ambiguous, Resolution, Resolved, Unresolved
from imrgraph.vocab import load_vocabulary, vocabulary_cache

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from imrgraph.cite.references import Reference

GUIDELINE = "https://w3id.org/imrgraph/guideline/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A reference with what it resolves to and the locators that are its own after shared lists are divided."""

    start: int
    end: int
    resolution: Resolution
    within: bool | None
    pages: tuple[str, ...]
    tables: tuple[str, ...]
    sections: tuple[str, ...]
    editions: tuple[str, ...]
    rule: str
    within_at: tuple[int, int] | None = None


def resolve_all(
    references: Sequence[Reference], *, decided: date | None = None, body_parts: Iterable[str] = ()
) -> list[Found]:
    """Resolve the references of one statement, in text order.

    Args:
        decided: the date of the decision, which tells the MTUS of 2009 from that of December 2017.
        body_parts: IRIs of the disputed item's body parts, which tell "Shoulder" chapters apart.
    """
    parts = frozenset(body_parts)
    out: list[Found] = []
    given: dict[int, tuple[list[str], list[str]]] = {
        id(r): (list(r.pages), list(r.tables)) for r in references
    }
    doubtful: list[tuple[Reference, list[str], list[str], tuple[str, ...]]] = []
    for ref in references:
        if ref.shared:
            doubtful += _divide(ref, given)
    for ref in references:
        pages, tables = given[id(ref)]
        resolution = _resolution(ref, pages, decided, parts)
        within = ref.within
        if isinstance(resolution, Resolved):
            fam = families().get(resolution.concepts[0])
            if fam == "mtus" or ref.family == "mtus":
                within = True
        out.append(_found(ref, resolution, within, pages, tables))
    for ref, pages, tables, candidates in doubtful:
        found = _found(ref, Ambiguous(candidates=candidates), ref.within, pages, tables)
        out.append(replace(found, rule="shared-page-list"))
    return sorted(out, key=lambda f: (f.start, f.end))


def _found(
    ref: Reference, resolution: Resolution, within: bool | None, pages: Sequence[str], tables: Sequence[str]
) -> Found:
    return Found(
        start=ref.start,
        end=ref.end,
        resolution=resolution,
        within=within,
        pages=tuple(pages),
        tables=tuple(tables),
        sections=tuple(ref.sections),
        editions=tuple(ref.editions),
        rule=ref.rule,
        within_at=ref.within_at,
    )


def _resolution(
    ref: Reference, pages: Sequence[str], decided: date | None, parts: frozenset[str]
) -> Resolution:
    if not ref.concepts:
        return Resolved(concepts=(GUIDELINE + "other-" + slug(ref.source),)) if ref.source else Unresolved()
    if len(ref.concepts) > 1:
        return _one_of(ref, pages, decided, parts)
    iri = ref.concepts[0]
    if iri == GUIDELINE + "acoem" and pages:
        chapters = [c for c in chapters_with(pages[0]) if families().get(c) == "acoem"]
        everywhere = [c for c in chapters if all(c in chapters_with(page) for page in pages)]
        if len(everywhere) == 1 and not any(e > "2006" for e in ref.editions if e.isdigit()):
            return Resolved(concepts=(everywhere[0],))
    return Resolved(concepts=(_of_its_time(iri, ref.editions, decided),))


def _of_its_time(iri: str, editions: Sequence[str], decided: date | None) -> str:
    """What a name means that passed to another guideline: by the edition's year, else the letter's date."""
    found = concept(iri)
    if found is None or not found.replaced_by or not found.values("inForceTo"):
        return iri
    until = found.values("inForceTo")[0]
    years = [e for e in editions if e.isdigit()]
    if years:
        later = all(y > max(e[:4] for e in found.values("edition") or (until,)) for y in years)
    else:
        later = decided is not None and decided.isoformat() > until
    return found.replaced_by[0] if later else iri


def _one_of(ref: Reference, pages: Sequence[str], decided: date | None, parts: frozenset[str]) -> Resolution:
    """Choose among the owners of a label by page, then edition or date, then the item's body part."""
    candidates = ref.concepts
    for narrower in (
        [c for c in candidates if pages and all(c in chapters_with(p) for p in pages)],
        [c for c in candidates if _in_force(c, ref.editions, decided)],
        [c for c in candidates if _is_about(c, parts)],
    ):
        if len(narrower) == 1:
            return Resolved(concepts=(narrower[0],))
        candidates = tuple(narrower) or candidates
    return Ambiguous(candidates=tuple(sorted(candidates)))


def _in_force(iri: str, editions: Sequence[str], decided: date | None) -> bool:
    """Whether a guideline was the MTUS's when the letter was decided, or has the edition that it names."""
    found = concept(iri)
    years = [e for e in editions if e.isdigit()]
    if found is None:
        return False
    if years and found.values("chapter"):
        return all(y <= "2007" for y in years)
    if years:
        return any(e.startswith(tuple(years)) for e in found.values("edition")) or all(
            y > "2007" for y in years
        )
    if decided is None:
        return True
    start, end = found.values("inForceFrom"), found.values("inForceTo")
    return (not start or start[0] <= decided.isoformat()) and (not end or decided.isoformat() <= end[0])


def _is_about(iri: str, parts: frozenset[str]) -> bool:
    found = concept(iri)
    if found is None:
        return False
    own = set(found.values("bodyPart"))
    body = load_vocabulary("bodypart")
    return any(own & set(body.ancestors(part)) for part in parts)


def _divide(
    ref: Reference, given: dict[int, tuple[list[str], list[str]]]
) -> list[tuple[Reference, list[str], list[str], tuple[str, ...]]]:
    """Divide a list of pages and tables behind several chapters; return what stays ambiguous."""
    group = [*ref.shared, ref]
    if any(len(r.concepts) != 1 for r in group):
        return []
    pages, tables = list(ref.pages), list(ref.tables)
    own_pages: list[str] = []
    lost: list[str] = []
    for page in pages:
        with_page = chapters_with(page)
        homes = [r for r in group if r.concepts[0] in with_page]
        if len(homes) == 1:
            (own_pages if homes[0] is ref else given[id(homes[0])][0]).append(page)
        else:
            lost.append(page)
    own_tables: list[str] = []
    for table in tables:
        homes = [r for r in group if _chapter_of(r.concepts[0]) == table.split("-")[0]]
        (given[id(homes[0])][1] if len(homes) == 1 and homes[0] is not ref else own_tables).append(table)
    given[id(ref)] = (own_pages, own_tables)
    if not lost:
        return []
    return [(ref, lost, [], tuple(sorted(r.concepts[0] for r in group)))]


def _chapter_of(iri: str) -> str | None:
    found = concept(iri)
    return found.values("chapter")[0] if found and found.values("chapter") else None


def chapters_with(page: str) -> tuple[str, ...]:
    """The concepts whose known page range holds a page or range as printed (`"308-310"`).

    Source: the page ranges on the concepts of `guidelines.ttl`.
    """
    numbers = [int(n) for n in "".join(c if c.isdigit() else " " for c in page).split()]
    if not numbers:
        return ()
    first, last = numbers[0], numbers[-1]
    if last < first:  # "308-10"
        last = first
    return tuple(iri for iri, low, high in _ranges() if low <= first and last <= high)


@vocabulary_cache
def _ranges() -> tuple[tuple[str, int, int], ...]:
    out = []
    for c in load_vocabulary("guideline").concepts.values():
        if c.values("firstPage") and c.values("lastPage"):
            out.append((c.iri, int(c.values("firstPage")[0]), int(c.values("lastPage")[0])))
    return tuple(out)


def is_whole_family(resolution: Resolution) -> bool:
    """Whether something resolved to a family as a whole and not to one of its parts."""
    return isinstance(resolution, Resolved) and all(is_general(c) for c in resolution.concepts)
