"""From a graph and a folder of gold annotations to a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import GoldError
from imrgraph.evaluate import citations, rows
from imrgraph.evaluate.found import open_found
from imrgraph.evaluate.gold import read_gold
from imrgraph.evaluate.grounds import grounds
from imrgraph.evaluate.provenance import provenance
from imrgraph.evaluate.report import Fact, Place, count
from imrgraph.rdf import terms as t
from imrgraph.read.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from imrgraph.evaluate.found import FoundGraph
    from imrgraph.evaluate.gold import GoldLetter
    from imrgraph.evaluate.report import Judgement, Report
    from imrgraph.store import Store, Term


def evaluate(
    graph: Store | str | PathLike[str], gold: str | PathLike[str], letters: str | PathLike[str] | None = None
) -> Report:
    """Compare a graph with what readers found in the same letters.

    Args:
        graph: a store folder, a graph file, a server's address, or a store that is open. It may hold other letters too.
        gold: the folder of annotations, one JSON file for each letter, as `evaluate.gold` describes them.
        letters: the folder of the letters that they were made from; `letters/` beside `gold` unless told. Provenance
            is judged in those that are text files.

    Returns:
        Counts for each kind of fact, and the misses. A letter that the graph lacks misses all that is wanted of it.

    Raises:
        GoldError: there are no annotations, one does not parse, or its letter is not in the folder.
        StoreError: the graph cannot be opened.
    """
    wanted = read_gold(Path(gold))
    folder = Path(gold).parent / "letters" if letters is None else Path(letters)
    texts = {one.source: _text(folder / one.source) for one in wanted}
    with open_found(graph) as found:
        scored = [_letter(found, one, texts[one.source]) for one in wanted]
    judgements = [judgement for of_letter, _ in scored for judgement in of_letter]
    return count(judgements, sum(unresolved for _, unresolved in scored))


def _text(path: Path) -> str | None:
    """The text that positions count; None for a letter that is no text file."""
    if not path.is_file():
        raise GoldError(path.name, f"no such letter in {path.parent}")
    return decode(path.read_bytes()) if path.suffix == ".txt" else None


def _letter(graph: FoundGraph, gold: GoldLetter, text: str | None) -> tuple[list[Judgement], int]:
    """All judgements of a letter, and how many citations of its wanted determinations are unresolved."""
    at = Place(letter=gold.source)
    candidates = graph.letters(gold.source)
    letter = candidates[0] if candidates else None
    judged = [at.judge(Fact.LETTER_FOUND, len(candidates) == 1, "one letter", len(candidates))]
    for compare in (rows.case_facts, rows.reviewer, rows.conditions, rows.prior_treatments):
        judged += compare(graph, letter, gold, at)
    nodes, wanted = graph.values(letter, t.HAS_DETERMINATION), len(gold.determinations)
    judged.append(at.judge(Fact.DETERMINATION_COUNT, len(nodes) == wanted, str(wanted), len(nodes)))
    unresolved = 0
    for item in gold.determinations:
        node, here = _numbered(graph, nodes, item.number), Place(letter=gold.source, item=item.number)
        cited = citations.found_citations(graph, node)
        unresolved += cited.unresolved
        judged += rows.decision(graph, node, item, here)
        judged += rows.request(graph, node, item, here)
        judged += citations.statements(graph, cited.stated, item, here)
        judged += citations.locators(graph, cited.stated, item, here)
        judged += citations.mentions(graph, cited.mentioned, item, here)
        judged += grounds(graph, node, item, text, here)
    if text is not None and letter is not None:
        judged += provenance(graph, letter, text, at)
    return judged, unresolved


def _numbered(graph: FoundGraph, nodes: Iterable[Term], number: int) -> Term | None:
    """The determination of that number; None where there is none, or several."""
    found = [node for node in nodes if str(number) in graph.texts(node, t.ITEM_NUMBER)]
    return found[0] if len(found) == 1 else None
