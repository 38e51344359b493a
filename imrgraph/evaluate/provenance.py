"""Whether every fact of a letter gives back, by its positions, words of that letter that can mean it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrgraph.evaluate.found import last_part
from imrgraph.evaluate.match import folded, plain_names, related
from imrgraph.evaluate.report import Fact
from imrgraph.rdf import terms as t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.evaluate.found import FoundGraph
    from imrgraph.evaluate.report import Judgement, Place
    from imrgraph.store import Term

_SPAN = re.compile(r"/text#char=(\d+),(\d+)$")
_CONCEPTS = (t.GUIDELINE, t.CONDITION, t.TREATMENT, t.CANDIDATE)
_POINTS_BACK = re.compile("guideline|citation|criteria|above|same|ibid|they|reference", re.IGNORECASE)


def provenance(graph: FoundGraph, letter: Term, text: str, at: Place) -> Iterator[Judgement]:
    """Each determination, citation, condition and prior treatment of the letter, wanted or not.

    Args:
        text: the letter's text that positions count.
    """
    determinations = graph.values(letter, t.HAS_DETERMINATION)
    citations = [one for item in determinations for one in graph.values(item, t.HAS_CITATION)]
    facts = [*graph.values(letter, t.HAS_CONDITION), *graph.values(letter, t.HAS_PRIOR_TREATMENT)]
    for node in (*determinations, *citations, *facts):
        anchor = _anchor(graph, node)
        if not anchor:
            wrong = "without one anchor"
        elif anchor not in passages(graph, node, text):
            wrong = "whose positions do not give back its anchor"
        elif node in determinations:
            names = plain_names(graph.texts(node, t.DISPUTED_ITEM))
            wrong = "" if related(names, anchor) else "whose anchor is no words of its item"
        else:
            right = _can_mean(graph, node, anchor, points_back=node in citations)
            wrong = "" if right else "whose anchor is no name of its concept"
        told = f"{last_part(node)} {wrong}"
        yield at.judge(Fact.PROVENANCE, not wrong, "the words that each fact was read from", told)


def _anchor(graph: FoundGraph, node: Term) -> str:
    """The anchor with white space folded; empty where there is none, or more than one."""
    anchors = graph.texts(node, t.ANCHOR)
    return folded(anchors[0]) if len(anchors) == 1 else ""


def passages(graph: FoundGraph, node: Term, text: str) -> list[str]:
    """What stands at a node's positions, white space folded; nothing where one of them is malformed."""
    spans = [_SPAN.search(evidence) for evidence in graph.texts(node, t.EVIDENCE)]
    return [folded(text[int(span[1]) : int(span[2])]) for span in spans if span] if all(spans) else []


def _can_mean(graph: FoundGraph, node: Term, anchor: str, *, points_back: bool) -> bool:
    """Whether the anchor can name the node's concepts, what is broader than they, or a code of theirs.

    Args:
        points_back: whether words such as "the same guidelines" do.
    """
    concepts = [concept for property in _CONCEPTS for concept in graph.values(node, property)]
    if not concepts or (points_back and _POINTS_BACK.search(anchor)):
        return True
    names = graph.names_of(one for concept in concepts for one in graph.ancestors(concept))
    return related(names, anchor) or any(code in anchor for code in graph.texts(node, t.STATED_CODE))
