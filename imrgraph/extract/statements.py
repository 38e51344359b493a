"""Citations of the guideline statements, of both parties."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imrgraph.cite import read_statement, resolve_all
from imrgraph.cite.tokens import families
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.why import Told
from imrgraph.extract.why_citations import why_as_stated, why_placed, why_within
from imrgraph.records import Citation, CitationPlace, Party, Resolved, Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from imrgraph.cite import Found
    from imrgraph.records import Issue, Reason
    from imrgraph.segment import Outline


@dataclass(slots=True)
class _Said:
    """What one party's statements say: its own citations, and where it takes the other's."""

    own: list[Citation] = field(default_factory=list)
    same: Span | None = None
    same_family: str | None = None
    placed: tuple[Reason, ...] = ()  # why what it takes from the other is its own
    none: Span | None = None


def statement_citations(
    outline: Outline, issue: Issue, *, decided: date | None = None, body_parts: Iterable[str] = ()
) -> tuple[tuple[Citation, ...], tuple[Told[Party], ...]]:
    """The citations in an item's guideline statements, and the parties that say they cited no evidence.

    A reviewer who only finds the administrator's guideline relevant cites it too, and the reverse.
    """
    parts = tuple(body_parts)
    administrator = _read(outline, issue, Party.CLAIMS_ADMINISTRATOR, decided, parts)
    reviewer = _read(outline, issue, Party.EXPERT_REVIEWER, decided, parts)
    borrowed = _borrow(outline, administrator.own, reviewer, Party.EXPERT_REVIEWER)
    if not administrator.own:
        administrator.own = _borrow(outline, reviewer.own, administrator, Party.CLAIMS_ADMINISTRATOR)
    reviewer.own = [*borrowed, *reviewer.own]
    silent = [
        Told(party, "no-evidence-cited", said.none)
        for party, said in ((Party.CLAIMS_ADMINISTRATOR, administrator), (Party.EXPERT_REVIEWER, reviewer))
        if said.none and not said.own
    ]
    return (*administrator.own, *reviewer.own), tuple(silent)


def _read(
    outline: Outline, issue: Issue, party: Party, decided: date | None, parts: tuple[str, ...]
) -> _Said:
    said = _Said()
    for span in issue.administrator if party is Party.CLAIMS_ADMINISTRATOR else issue.reviewer:
        statement = read_statement(outline.text[span.start : span.end])
        found = resolve_all(statement.references, decided=decided, body_parts=parts)
        placed = why_placed(outline, issue, span)
        said.own += [_citation(outline, span, f, party, placed) for f in found]
        if statement.none is not None and said.none is None:
            said.none = Span(*statement.none).moved(span.start)
        if statement.same is not None and said.same is None:
            said.same = Span(*statement.same).moved(span.start)
            said.same_family, said.placed = statement.same_family, (placed,)
    return said


def _citation(outline: Outline, span: Span, found: Found, party: Party, placed: Reason) -> Citation:
    words = Span(span.start + found.start, span.start + found.end)
    rule = (
        "non-mtus-citation" if found.within is False and found.rule == "guideline-statement" else found.rule
    )
    return Citation(
        party=party,
        place=CitationPlace.GUIDELINE_STATEMENT,
        resolution=found.resolution,
        within_mtus=found.within,
        pages=found.pages,
        tables=found.tables,
        sections=found.sections,
        editions=found.editions,
        why=(placed, why_within(outline, found.within_at, span.start)),
        evidence=evidence_of(outline.clean, [words], rule),
    )


def _borrow(outline: Outline, theirs: list[Citation], said: _Said, party: Party) -> list[Citation]:
    """The other party's citations as this party's: all of them, or those of the family that it names.

    Beside citations of its own only a named family counts ("the ODG section used by ... and ...").
    """
    if said.same is None or (said.own and said.same_family is None):
        return []
    mine = [c for c in theirs if said.same_family is None or _is_of(c, said.same_family)]
    words = evidence_of(outline.clean, [said.same], "other-partys-guideline")
    return [replace(c, party=party, why=(*said.placed, why_as_stated(c)), evidence=words) for c in mine]


def _is_of(citation: Citation, family: str) -> bool:
    if family == "mtus":
        return citation.within_mtus is not False
    concepts = citation.resolution.concepts if isinstance(citation.resolution, Resolved) else ()
    return any(families().get(c) == family for c in concepts)
