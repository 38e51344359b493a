"""Put together what the extractors read in one letter."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from imrgraph.errors import LetterError
from imrgraph.extract.conditions import conditions
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.facts import case_facts
from imrgraph.extract.grounds import grounds_of
from imrgraph.extract.items import clean_item, read_item
from imrgraph.extract.outcomes import certified_part, outcome_of
from imrgraph.extract.prior import prior_treatments
from imrgraph.extract.rationales import rationale_citations
from imrgraph.extract.reviewers import reviewer
from imrgraph.extract.statements import statement_citations
from imrgraph.extract.utilization import rulings, ur_decision
from imrgraph.extract.why import reason, value_of
from imrgraph.extract.why_citations import why_placed
from imrgraph.read.clean import clean
from imrgraph.records import Case, CitationPlace, Determination, LetterFormat, Resolved
from imrgraph.segment import outline
from imrgraph.vocab import load_vocabulary

if TYPE_CHECKING:
    from datetime import date

    from imrgraph.extract.items import ItemFacts
    from imrgraph.extract.utilization import Ruling
    from imrgraph.extract.why import Told
    from imrgraph.records import (
        CaseFacts,
        Citation,
        Ground,
        Issue,
        Letter,
        Outcome,
        Party,
        Reason,
        Resolution,
    )
    from imrgraph.segment import Outline


def extract(letter: Letter) -> Case:
    """Read everything that one letter says.

    Args:
        letter: as `imrgraph.read` gives it.

    Returns:
        The case; `warnings` say what is missing from a partial letter.

    Raises:
        LetterError: the text has no mark of an IMR letter.
    """
    cut = outline(clean(letter.text))
    if cut.letter_format is LetterFormat.UNKNOWN and not cut.issues:
        raise LetterError(
            letter.source_name, "is no IMR final determination letter: none of its headings or labels"
        )
    facts = case_facts(cut)
    reviews = rulings(cut)
    found = _with_surgeries(_determinations(cut, facts, reviews))
    determinations = tuple(d for d, _ in found)
    return Case(
        letter=letter,
        letter_format=cut.letter_format,
        facts=facts,
        reviewer=reviewer(cut),
        conditions=conditions(cut),
        prior_treatments=prior_treatments(cut, _requested(found)),
        determinations=determinations,
        synthetic=_marked_synthetic(letter.text),
        why=(
            reason(
                cut.clean,
                "letterFormat",
                "layout-mark" if cut.format_mark else "layout-unknown",
                cut.format_mark,
            ),
        ),
        warnings=_warnings(cut, determinations),
    )


_HEAD = 1_000  # characters at a letter's beginning among which the mark stands


@cache
def _synthetic() -> re.Pattern[str]:
    return re.compile(r"^\W*SYNTHETIC\s+LETTER\b", re.MULTILINE)


def _marked_synthetic(text: str) -> bool:
    """Whether the letter says of itself, in a line at its head, that it is invented: `SYNTHETIC LETTER`.

    >>> _marked_synthetic("SYNTHETIC LETTER - invented for testing"), _marked_synthetic("Case Number: CM14-0012345")
    (True, False)
    """
    return _synthetic().search(text, 0, _HEAD) is not None


def _determinations(
    cut: Outline, facts: CaseFacts, reviews: tuple[Ruling, ...]
) -> tuple[tuple[Determination, bool], ...]:
    """The determinations, and of each whether it is of an associated service.

    Each reader goes through all items before the next one begins, as its patterns and words are then still at the
    processor's hand.
    """
    decided = _decided(facts)
    issues = cut.issues
    items = [read_item(issue.item, cut) for issue in issues]
    outcomes = [outcome_of(cut, issue) for issue in issues]
    stated = [
        statement_citations(cut, issue, decided=decided, body_parts=item.body_parts)
        for issue, item in zip(issues, items, strict=True)
    ]
    said = [
        rationale_citations(cut, issue, outcome, own, decided=decided, body_parts=item.body_parts)
        for issue, item, outcome, (own, _) in zip(issues, items, outcomes, stated, strict=True)
    ]
    grounds = [
        grounds_of(cut, issue, _concepts(item.resolution), value_of(outcome))
        for issue, item, outcome in zip(issues, items, outcomes, strict=True)
    ]
    return tuple(
        (_determination(cut, issue, reviews, item, outcome, (*own, *more), silent, why), item.is_associated)
        for issue, item, outcome, (own, silent), more, why in zip(
            issues, items, outcomes, stated, said, grounds, strict=True
        )
    )


def _determination(
    cut: Outline,
    issue: Issue,
    reviews: tuple[Ruling, ...],
    item: ItemFacts,
    outcome: Told[Outcome] | None,
    citations: tuple[Citation, ...],
    silent: tuple[Told[Party], ...],
    grounds: tuple[Ground, ...],
) -> Determination:
    part = certified_part(cut, issue, value_of(outcome))
    review = ur_decision(cut, issue, len(cut.issues), reviews)
    told: list[tuple[str, Told[object] | None]] = [
        ("outcome", outcome),
        *item.told,
        ("certifiedPart", part),
        ("urDecision", review),
        *(("citedNoEvidence", party) for party in silent),
    ]
    return Determination(
        number=issue.number,
        disputed_item=clean_item(cut.text[issue.item.start : issue.item.end]),
        resolution=item.resolution,
        body_parts=item.body_parts,
        laterality=item.laterality,
        spinal_level=item.spinal_level,
        strength=item.strength,
        dosage_form=item.dosage_form,
        frequency=item.frequency,
        duration=item.duration,
        quantity=item.quantity,
        service_from=item.service_from,
        service_to=item.service_to,
        timing=item.timing,
        outcome=value_of(outcome),
        certified_part=value_of(part),
        ur_decision=value_of(review),
        rationale="\n\n".join(cut.words(span) for span in issue.rationale) or None,
        grounds=grounds,
        cited_no_evidence=tuple(party.value for party in silent),
        citations=_in_text_order(citations),
        why=(
            *(_reason(cut, fact, t) for fact, t in told if t),
            *(replace(why_placed(cut, issue, span), fact="rationale") for span in issue.rationale[:1]),
        ),
        evidence=evidence_of(cut.clean, [issue.item, *issue.repeats], "disputed-item", fuzzy=item.fuzzy),
    )


_SEVERAL = frozenset(
    {"treatment", "candidate", "bodyPart", "citedNoEvidence"}
)  # facts that can have several values


def _reason(cut: Outline, fact: str, told: Told[object]) -> Reason:
    value = told.value if fact in _SEVERAL else None
    return reason(
        cut.clean, fact, told.rule, told.span, value=str(getattr(value, "value", value)) if value else None
    )


def _requested(found: tuple[tuple[Determination, bool], ...]) -> tuple[str, ...]:
    return tuple(c for d, _ in found for c in _concepts(d.resolution))


def _concepts(resolution: Resolution) -> tuple[str, ...]:
    return resolution.concepts if isinstance(resolution, Resolved) else ()


def _decided(facts: CaseFacts) -> date | None:
    """The day whose MTUS applies: the final decision's, else the utilization review's or the application's."""
    return facts.decision_date or facts.assigned_date or facts.application_date or facts.ur_decision_date


def _in_text_order(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda c: (c.place is CitationPlace.RATIONALE, c.evidence.spans[0])))


def _with_surgeries(
    determinations: tuple[tuple[Determination, bool], ...],
) -> tuple[tuple[Determination, bool], ...]:
    """Tie each associated service to the surgery that was decided before it."""
    surgery: int | None = None
    out: list[tuple[Determination, bool]] = []
    for determination, associated in determinations:
        if associated:
            why = tuple(r for r in determination.why if surgery or r.fact != "associatedWith")
            out.append((replace(determination, associated_with=surgery, why=why), associated))
            continue
        if _is_surgery(determination):
            surgery = determination.number
        out.append((determination, associated))
    return tuple(out)


def _is_surgery(determination: Determination) -> bool:
    vocabulary = load_vocabulary("treatment")
    if not isinstance(determination.resolution, Resolved):
        return False
    return any(vocabulary.is_a(c, vocabulary.iri("surgery")) for c in determination.resolution.concepts)


def _warnings(cut: Outline, determinations: tuple[Determination, ...]) -> tuple[str, ...]:
    out = []
    if not determinations:
        out.append("no determination found")
    for d in determinations:
        if d.outcome is None:
            out.append(f"item {d.number} has no outcome")
    if cut.issues and not cut.issues[-1].rationale:
        out.append(f"item {len(cut.issues)} has no rationale: the letter may be cut off")
    elif (
        cut.text.rstrip()[-1:] not in tuple(".:;!?)\"'")
        and cut.issues
        and cut.issues[-1].rationale[-1].end >= len(cut.text.rstrip())
    ):
        out.append("the last rationale ends in mid-sentence: the letter may be cut off")
    return tuple(out)
