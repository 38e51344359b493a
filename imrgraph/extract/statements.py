"""Citations of the guideline statements, of both parties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imrgraph.cite import read_statement, resolve_all
from imrgraph.extract.evidence import evidence_of
from imrgraph.records import Citation, CitationPlace, Party, Span

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from imrgraph.cite import Found
    from imrgraph.records import Issue
    from imrgraph.segment import Outline


def statement_citations(
    outline: Outline, issue: Issue, *, decided: date | None = None, body_parts: Iterable[str] = ()
) -> tuple[tuple[Citation, ...], tuple[Party, ...]]:
    """The citations in an item's guideline statements, and the parties that say they cited no evidence.

    A reviewer who only finds the administrator's guideline relevant cites it too, and the reverse.
    """
    parts = tuple(body_parts)
    cited: dict[Party, list[Citation]] = {}
    silent: list[Party] = []
    borrowed: list[tuple[Party, Span, bool | None]] = []
    for party, spans in (
        (Party.CLAIMS_ADMINISTRATOR, issue.administrator),
        (Party.EXPERT_REVIEWER, issue.reviewer),
    ):
        own: list[Citation] = []
        none_cited = False
        same: tuple[Span, bool | None] | None = None
        for span in spans:
            statement = read_statement(outline.text[span.start : span.end])
            found = resolve_all(statement.references, decided=decided, body_parts=parts)
            own += [_citation(outline, span, f, party) for f in found]
            none_cited = none_cited or statement.none is not None
            if statement.same is not None and not found:
                at = Span(span.start + statement.same[0], span.start + statement.same[1])
                same = (at, statement.same_within)
        cited[party] = own
        if none_cited and not own and same is None:
            silent.append(party)
        if same is not None and not own:
            borrowed.append((party, *same))
    for party, at, within in borrowed:
        other = Party.CLAIMS_ADMINISTRATOR if party is Party.EXPERT_REVIEWER else Party.EXPERT_REVIEWER
        cited[party] = _borrow(outline, cited[other], party, at, within)
    order = (Party.CLAIMS_ADMINISTRATOR, Party.EXPERT_REVIEWER)
    return tuple(c for party in order for c in cited[party]), tuple(silent)


def _citation(outline: Outline, span: Span, found: Found, party: Party) -> Citation:
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
        evidence=evidence_of(outline.clean, [words], rule),
    )


def _borrow(
    outline: Outline, theirs: list[Citation], party: Party, at: Span, within: bool | None
) -> list[Citation]:
    mine = [c for c in theirs if within is None or c.within_mtus is not False]
    words = evidence_of(outline.clean, [at], "other-partys-guideline")
    return [replace(c, party=party, evidence=words) for c in mine]
