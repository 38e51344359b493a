"""The citations of a determination, compared with a reader's: guideline lines, locators, and the rationale's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.evaluate.found import last_part
from imrgraph.evaluate.gold import LocatorKind
from imrgraph.evaluate.match import pair, plain, plain_names, plain_page, same_name
from imrgraph.evaluate.report import Fact
from imrgraph.rdf import terms as t
from imrgraph.records import CitationPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imrgraph.evaluate.found import FoundGraph
    from imrgraph.evaluate.gold import GoldDetermination, GoldLocator, GoldMention, GoldStatement
    from imrgraph.evaluate.report import Judgement, Place
    from imrgraph.store import Term

_OTHER = "other"
_LOCATORS = {
    LocatorKind.PAGE: t.PAGE,
    LocatorKind.TABLE: t.TABLE,
    LocatorKind.SECTION: t.SECTION,
    LocatorKind.EDITION: t.EDITION,
}
_NUMBERED = (LocatorKind.PAGE, LocatorKind.TABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCitations:
    """A determination's citations: those of guideline lines, the others, and how many have no guideline."""

    stated: tuple[Term, ...]
    mentioned: tuple[Term, ...]
    unresolved: int


def found_citations(graph: FoundGraph, determination: Term | None) -> FoundCitations:
    every = graph.values(determination, t.HAS_CITATION)
    resolved = [one for one in every if graph.values(one, t.GUIDELINE)]
    stated = [
        one for one in resolved if CitationPlace.GUIDELINE_STATEMENT.value in graph.locals(one, t.FOUND_IN)
    ]
    return FoundCitations(
        stated=tuple(stated),
        mentioned=tuple(one for one in resolved if one not in stated),
        unresolved=len(every) - len(resolved),
    )


def statements(
    graph: FoundGraph, found: Sequence[Term], gold: GoldDetermination, at: Place
) -> Iterator[Judgement]:
    """The citations of guideline lines.

    Each wanted one takes a citation of its own, preferably one that says rightly whether it is within the MTUS.
    Citing the same guideline twice is no error; citing a wrong one is.
    """

    def fits(wanted: GoldStatement, citation: Term) -> bool:
        by = graph.locals(citation, t.CITED_BY)
        return wanted.party.value in by and _names_guideline(graph, citation, wanted.guideline, wanted.names)

    def fits_exactly(wanted: GoldStatement, citation: Term) -> bool:
        within = wanted.within_mtus
        return fits(wanted, citation) and (within is None or graph.says_within_mtus(citation, within))

    exact = pair(gold.statements, found, fits_exactly)
    rest = [i for i in range(len(gold.statements)) if i not in exact]
    free = [one for j, one in enumerate(found) if j not in exact.values()]
    loose = {rest[i] for i in pair([gold.statements[i] for i in rest], free, fits)}
    for i, wanted in enumerate(gold.statements):
        paired = i in exact or i in loose
        told = " ".join((wanted.party.value, wanted.guideline, *wanted.names[:1]))
        yield at.judge(Fact.STATEMENT_RECALL, paired, told)
        if paired and wanted.within_mtus is not None:
            within = "within" if wanted.within_mtus else "not within"
            yield at.judge(Fact.WITHIN_MTUS, i in exact, f"{told} {within} the MTUS", "otherwise")
    for citation in found:
        hit = any(fits(wanted, citation) for wanted in gold.statements)
        yield at.judge(Fact.STATEMENT_PRECISION, hit, "no such citation", _described(graph, citation))


def locators(
    graph: FoundGraph, found: Sequence[Term], gold: GoldDetermination, at: Place
) -> Iterator[Judgement]:
    """Pages, tables, sections and editions of guideline lines; of the last two, further ones are no error."""
    have: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for citation in found:
        guidelines = {
            name for concept in graph.values(citation, t.GUIDELINE) for name in graph.notations(concept)
        }
        for by in graph.locals(citation, t.CITED_BY):
            for kind, property in _LOCATORS.items():
                for text in graph.texts(citation, property):
                    have[by, kind.value, _plain_locator(kind, text)] |= guidelines
    wanted = {_locator_key(one): one.guideline for one in gold.locators}
    optional = {_locator_key(one) for one in gold.optional_locators}
    for key, guideline in sorted(wanted.items(), key=str):
        hit = key in have and (guideline is None or guideline in have[key])
        told = " ".join((*key, *([f"of {guideline}"] if guideline else [])))
        yield at.judge(Fact.LOCATOR_RECALL, hit, told, ", ".join(sorted(have.get(key, ()))))
    numbered = {kind.value for kind in _NUMBERED}
    for key in sorted(key for key in have if key[1] in numbered):
        hit = key in wanted or key in optional
        yield at.judge(Fact.PAGE_PRECISION, hit, "no such locator", " ".join(key))


def mentions(
    graph: FoundGraph, found: Sequence[Term], gold: GoldDetermination, at: Place
) -> Iterator[Judgement]:
    """The authorities that the rationale names, by family, their bearing on the request, and none besides."""
    for wanted in gold.mentions:
        nodes = _mentioning(graph, found, wanted)
        told = " ".join((wanted.family, *wanted.names[:1]))
        yield at.judge(Fact.MENTIONS, bool(nodes), told)
        if nodes and wanted.stance:
            stances = {name for node in nodes for name in graph.locals(node, t.STANCE)}
            allowed = {one.value for one in (wanted.stance, *wanted.also)}
            hit = wanted.stance.value in stances and stances <= allowed
            yield at.judge(Fact.STANCE, hit, f"{told} {wanted.stance.value}", ", ".join(sorted(stances)))
    wanted_families = {wanted.family for wanted in gold.mentions}
    for node in found:
        family = graph.family(node)
        hit = family in wanted_families or family in gold.optional_families
        if not hit and wanted_families & {"mtus", "acoem"}:  # "the MTUS says", of a chapter that it adopts
            hit = graph.says_within_mtus(node, True)
        yield at.judge(Fact.MENTION_PRECISION, hit, "no such authority", _described(graph, node))


def _mentioning(graph: FoundGraph, found: Sequence[Term], wanted: GoldMention) -> list[Term]:
    """The rationale's citations of a family; "the MTUS" may stand resolved to the chapter that the MTUS adopts."""
    nodes = [node for node in found if graph.family(node) == wanted.family]
    if wanted.family == _OTHER and wanted.names:
        nodes = [node for node in nodes if _names_guideline(graph, node, _OTHER, wanted.names)]
    if not nodes and wanted.family == "mtus":
        nodes = [node for node in found if graph.says_within_mtus(node, True)]
    return nodes


def _names_guideline(graph: FoundGraph, citation: Term, guideline: str, names: Sequence[str]) -> bool:
    """Whether one of a citation's guidelines has that notation; of other authorities, one of those names."""
    for concept in graph.values(citation, t.GUIDELINE):
        notations = graph.notations(concept)
        if guideline != _OTHER:
            if guideline in notations:
                return True
        elif any(notation.startswith(_OTHER) for notation in notations):
            known = graph.concept_names(concept) | plain_names(graph.texts(citation, t.SECTION))
            if same_name(plain_names(names), known):
                return True
    return False


def _locator_key(locator: GoldLocator) -> tuple[str, str, str]:
    return locator.party.value, locator.kind.value, _plain_locator(locator.kind, locator.value)


def _plain_locator(kind: LocatorKind, text: str) -> str:
    return plain_page(text) if kind in _NUMBERED else plain(text)


def _described(graph: FoundGraph, citation: Term) -> str:
    """Who cites what, by the names of concepts."""
    concepts = (last_part(concept) for concept in graph.values(citation, t.GUIDELINE))
    return " ".join((*sorted(graph.locals(citation, t.CITED_BY)), *concepts))
