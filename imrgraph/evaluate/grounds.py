"""The grounds of a determination, compared with a reader's. Grounds have rows of their own beside those of `score.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.evaluate.found import last_part
from imrgraph.evaluate.match import folded, pair
from imrgraph.evaluate.provenance import passages
from imrgraph.evaluate.report import Fact
from imrgraph.rdf import terms as t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.evaluate.found import FoundGraph
    from imrgraph.evaluate.gold import GoldDetermination
    from imrgraph.evaluate.report import Judgement, Place
    from imrgraph.store import Term


def grounds(
    graph: FoundGraph, node: Term | None, gold: GoldDetermination, text: str | None, at: Place
) -> Iterator[Judgement]:
    """What of the wanted grounds was found, in which sentence, and whether those given are right.

    Args:
        text: the letter's text that positions count; sentences are judged only with it.

    Yields:
        Nothing where the gold does not speak of grounds.
    """
    if gold.grounds is None:
        return
    found = graph.values(node, t.HAS_GROUND)
    names = [_name(graph, one) for one in found]
    paired = pair(gold.grounds, names, lambda wanted, name: name in wanted.names)
    for number, wanted in enumerate(gold.grounds):
        yield at.judge(Fact.GROUNDS, number in paired, wanted.names[0], ", ".join(names))
        if number in paired and wanted.words and text is not None:
            said = " ".join(passages(graph, found[paired[number]], text))
            told = f"the sentence of {wanted.names[0]}"
            yield at.judge(Fact.GROUND_SENTENCES, folded(wanted.words) in said, told, "another sentence")
    allowed = {name for wanted in gold.grounds for name in wanted.names} | set(gold.optional_grounds)
    for name in names:
        yield at.judge(Fact.GROUND_PRECISION, name in allowed, ", ".join(sorted(allowed)), name)


def _name(graph: FoundGraph, node: Term) -> str:
    return ", ".join(last_part(ground) for ground in graph.values(node, t.GROUND))
