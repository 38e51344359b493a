"""The facts of a letter and of its determinations, compared with a reader's: one function for each group of rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.evaluate.found import last_part
from imrgraph.evaluate.gold import CaseFact
from imrgraph.evaluate.match import plain, plain_names
from imrgraph.evaluate.report import Fact
from imrgraph.rdf import terms as t
from imrgraph.store import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from imrgraph.evaluate.found import FoundGraph
    from imrgraph.evaluate.gold import GoldCondition, GoldDetermination, GoldLetter
    from imrgraph.evaluate.report import Judgement, Place
    from imrgraph.store import Term

_DATES = {
    CaseFact.INJURY_DATE: t.INJURY_DATE,
    CaseFact.UR_DECISION_DATE: t.UR_DECISION_DATE,
    CaseFact.ASSIGNED_DATE: t.ASSIGNED_DATE,
    CaseFact.APPLICATION_DATE: t.APPLICATION_DATE,
    CaseFact.DECISION_DATE: t.DECISION_DATE,
}
_ISO_DATE = 10  # characters; a time or zone may follow
_NO_FRACTION = re.compile(r"\.0+\Z")


def case_facts(graph: FoundGraph, letter: Term | None, gold: GoldLetter, at: Place) -> Iterator[Judgement]:
    """Each fact that the gold gives must be the only value found."""
    for fact, wanted in gold.facts:
        found = _case_fact(graph, letter, fact)
        yield at.judge(Fact.CASE_FACTS, found == {wanted}, f"{fact.value} {wanted}", _listed(found))


def _case_fact(graph: FoundGraph, letter: Term | None, fact: CaseFact) -> set[str]:
    if fact is CaseFact.AGE:
        return set(graph.texts(letter, t.WORKER_AGE))
    if fact is CaseFact.SEX:
        return {name.lower() for name in graph.locals(letter, t.WORKER_SEX)}
    if fact is CaseFact.CASE_NUMBER:
        return set(graph.texts(letter, t.IDENTIFIER))
    return {text[:_ISO_DATE] for text in graph.texts(letter, _DATES[fact])}


def reviewer(graph: FoundGraph, letter: Term | None, gold: GoldLetter, at: Place) -> Iterator[Judgement]:
    """Specialties and states: exactly the wanted ones, so that one too many is a miss as one too few is."""
    found = graph.values(letter, t.REVIEWER_SPECIALTY)
    known = [graph.concept_names(one) if isinstance(one, Iri) else {plain(str(one))} for one in found]
    for specialty in gold.specialties:
        hit = any(plain(specialty) in names for names in known)
        yield at.judge(Fact.REVIEWER, hit, f"specialty {specialty}", _last_parts(found))
    wanted = plain_names(gold.specialties)
    for one, names in zip(found, known, strict=True):
        yield at.judge(Fact.REVIEWER, bool(wanted & names), "no other specialty", _last_parts([one]))
    states = [
        last_part(one) if isinstance(one, Iri) else str(one)
        for one in graph.values(letter, t.REVIEWER_LICENSED_IN)
    ]
    licensed = {plain(state): state for state in gold.licensed_in}
    found_states = plain_names(states)
    for state in sorted(found_states | set(licensed)):
        hit = state in found_states and state in licensed
        told = f"licensed in {licensed[state]}" if state in licensed else "no other state"
        yield at.judge(Fact.REVIEWER, hit, told, _listed(states))


def conditions(graph: FoundGraph, letter: Term | None, gold: GoldLetter, at: Place) -> Iterator[Judgement]:
    """Conditions that must, and must not, be found with an assertion, and the codes printed with them.

    A trap is avoided only in a letter that gave conditions at all.
    """
    nodes = graph.values(letter, t.HAS_CONDITION)
    found = [(_names(graph, node, t.CONDITION), graph.locals(node, t.ASSERTION)) for node in nodes]
    codes = {code for node in nodes for code in graph.texts(node, t.STATED_CODE)}
    for wanted in gold.conditions:
        said = _assertions(wanted, found)
        allowed = {one.value for one in (wanted.assertion, *wanted.also)}
        told = f"{wanted.names[0]} {wanted.assertion.value}"
        yield at.judge(Fact.CONDITIONS, bool(said & allowed), told, _listed(said))
        if wanted.code:
            yield at.judge(Fact.CONDITION_CODES, wanted.code in codes, wanted.code, _listed(codes))
    for trap in gold.condition_traps:
        said = _assertions(trap, found)
        hit = bool(nodes) and trap.assertion.value not in said
        told = f"{trap.names[0]} not {trap.assertion.value}"
        yield at.judge(Fact.CONDITION_TRAPS, hit, told, _listed(said) if nodes else "no conditions at all")


def _assertions(wanted: GoldCondition, found: Iterable[tuple[set[str], set[str]]]) -> set[str]:
    """The assertions with which a condition of one of these names was found."""
    names = plain_names(wanted.names)
    return {assertion for known, assertions in found if names & known for assertion in assertions}


def prior_treatments(
    graph: FoundGraph, letter: Term | None, gold: GoldLetter, at: Place
) -> Iterator[Judgement]:
    """Treatments so far that must, and must not, be found; a trap counts as with conditions."""
    found = [_names(graph, node, t.TREATMENT) for node in graph.values(letter, t.HAS_PRIOR_TREATMENT)]
    known = {name for names in found for name in names}
    for wanted in gold.prior:
        yield at.judge(Fact.PRIOR, bool(plain_names(wanted) & known), wanted[0])
    for trap in gold.prior_traps:
        hit = bool(found) and not plain_names(trap) & known
        told = "it" if found else "no treatments at all"
        yield at.judge(Fact.PRIOR_TRAPS, hit, f"not {trap[0]}", told)


def decision(graph: FoundGraph, node: Term | None, gold: GoldDetermination, at: Place) -> Iterator[Judgement]:
    """What was disputed and decided: the item's words, outcome, UR decision, quantity, dates of service."""
    items = plain_names(graph.texts(node, t.DISPUTED_ITEM))
    wording = "another wording" if items else ""
    yield at.judge(Fact.DISPUTED_ITEM, items == {plain(gold.item)}, repr(gold.item), wording)
    found = graph.locals(node, t.OUTCOME)
    yield at.judge(Fact.OUTCOME, found == {gold.outcome.value}, gold.outcome.value, _listed(found))
    if gold.ur_decision:
        found = graph.locals(node, t.UR_DECISION)
        hit = found == {gold.ur_decision.value}
        yield at.judge(Fact.UR_DECISION, hit, gold.ur_decision.value, _listed(found))
    if gold.quantity and _prints(gold.item, gold.quantity):
        found = {_NO_FRACTION.sub("", text) for text in graph.texts(node, t.QUANTITY)}
        yield at.judge(Fact.QUANTITY, gold.quantity in found, gold.quantity, _listed(found))
    if gold.service:
        ends = [
            ",".join(text[:_ISO_DATE] for text in graph.texts(node, end))
            for end in (t.SERVICE_FROM, t.SERVICE_TO)
        ]
        hit = ends == list(gold.service)
        yield at.judge(Fact.SERVICE_DATES, hit, " to ".join(gold.service), " to ".join(filter(None, ends)))


def request(graph: FoundGraph, node: Term | None, gold: GoldDetermination, at: Place) -> Iterator[Judgement]:
    """The concepts of the request: treatment, its category, body part. Any of several concepts may hit."""
    asked = graph.values(node, t.TREATMENT)
    told = _last_parts(asked)
    hit = bool(plain_names(gold.treatment.names) & graph.names_of(asked))
    yield at.judge(Fact.TREATMENT, hit, repr(gold.treatment.names[0]), told)
    categories = {name for concept in asked for name in graph.categories(concept)}
    hit = bool(categories) and categories <= set(gold.treatment.categories)
    allowed = " or ".join(gold.treatment.categories)
    yield at.judge(Fact.TREATMENT_CATEGORY, hit, allowed, _listed(categories))
    if gold.body_part:
        parts = graph.values(node, t.BODY_PART)
        hit = bool(plain_names(gold.body_part) & graph.names_of(parts))
        yield at.judge(Fact.BODY_PART, hit, repr(gold.body_part[0]), _last_parts(parts))


def _prints(item: str, quantity: str) -> bool:
    """Whether the number stands in the item's words; what a reader computed is not asked of the graph."""
    return re.search(rf"(?<!\d){re.escape(quantity)}(?!\d)", item) is not None


def _names(graph: FoundGraph, node: Term, property: str) -> set[str]:
    """What a node may be called: its anchor, and all names of its concepts."""
    return plain_names(graph.texts(node, t.ANCHOR)) | graph.names_of(graph.values(node, property))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _last_parts(concepts: Iterable[Term]) -> str:
    return _listed(last_part(concept) for concept in concepts)
