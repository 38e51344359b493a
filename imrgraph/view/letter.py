"""One letter as a picture: what it states of the worker, what was disputed, decided and cited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imrgraph.errors import ViewError
from imrgraph.graph import to_networkx
from imrgraph.graph.synthetic import mark_of
from imrgraph.view.page import page
from imrgraph.view.picture import Box, Kind, Line, Picture, Tone, count

if TYPE_CHECKING:
    import networkx as nx

    from imrgraph.store import Store

_TONES = {
    "overturned": Tone.OVERTURNED,
    "partially overturned": Tone.MIXED,
    "upheld": Tone.UPHELD,
}
_OF_LETTER = {
    "concerns": Kind.CONDITION,
    "hasPriorTreatment": Kind.EARLIER,
    "reviewerSpecialty": Kind.SPECIALTY,
}
_WORDS = {
    "concerns": "condition stated as present",
    "hasPriorTreatment": "earlier treatment",
    "reviewerSpecialty": "reviewer's specialty",
    "treatment": "treatment asked for",
    "outcome": "outcome",
    "administratorCites": "guideline of the claims administrator",
    "reviewerCites": "guideline of the expert reviewer",
}


def view_letter(store: Store, letter: str) -> str:
    """One letter as one HTML page that needs no network.

    Args:
        store: what `open_store` gives.
        letter: a case number, a key, or an IRI.

    Raises:
        QueryError: the store has no such letter.
        ViewError: nothing was read in it.
    """
    graph = to_networkx(store, "letter-everything", {"letter": letter})
    letters = [node for node, said in graph.nodes(data=True) if said["kind"] == "letter"]
    return page(replace(letter_picture(graph), mark=mark_of(store, letters)))


def letter_picture(graph: nx.MultiDiGraph) -> Picture:
    """The picture of a letter-everything projection of one letter. Raises ViewError when it is empty."""
    letters = [node for node, said in graph.nodes(data=True) if said["kind"] == "letter"]
    if len(letters) != 1:
        raise ViewError("nothing was read in this letter" if not letters else "more than one letter")
    letter, label = letters[0], _label(graph, letters[0])
    items = sorted(
        (n for n, said in graph.nodes(data=True) if said["kind"] == "determination"),
        key=lambda n: (graph.nodes[n].get("item_number", 0), n),
    )
    boxes = {letter: Box(key=letter, label=label, kind=Kind.LETTER, column=1, hint=f"letter {label}")}
    lines: list[Line] = []
    rows: list[tuple[str, ...]] = []
    for _, node, relation in sorted(graph.out_edges(letter, keys=True), key=lambda e: (e[2], e[1])):
        if relation in _OF_LETTER:
            key = f"{relation} {node}"
            boxes[key] = Box(
                key=key,
                label=_label(graph, node),
                kind=_OF_LETTER[relation],
                column=0,
                hint=_hint(graph, node, relation),
            )
            lines.append(Line(one=key, other=letter, hint=_WORDS[relation]))
            rows.append((label, _WORDS[relation], _label(graph, node)))
    for item in items:
        _add_item(graph, letter, item, boxes, lines, rows)
    used = {line.tone for line in lines if line.tone}
    return Picture(
        title=f"Letter {label}",
        counts=", ".join(
            (
                count(len(items), "disputed item"),
                count(_number(boxes, Kind.GUIDELINE), "guideline"),
                count(_number(boxes, Kind.CONDITION), "condition"),
                count(_number(boxes, Kind.EARLIER), "earlier treatment"),
            )
        ),
        note="From the left: what the letter states of the worker and the reviewer, each disputed item with its outcome,"
        " and the treatment asked for and the guidelines that the parties relied on. What was not recognised"
        " is not shown.",
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
        headings=("Worker and reviewer", "Letter", "Disputed items", "Treatments and guidelines"),
        tones=tuple((tone, tone.value) for tone in Tone if tone in used),
        dashes=("solid: cited by the expert reviewer", "dashed: cited by the claims administrator"),
        head=("Of", "What", "Which"),
        rows=tuple(rows),
    )


def _add_item(
    graph: nx.MultiDiGraph,
    letter: str,
    item: str,
    boxes: dict[str, Box],
    lines: list[Line],
    rows: list[tuple[str, ...]],
) -> None:
    number = graph.nodes[item].get("item_number", "?")
    rank = sum(box.kind is Kind.DETERMINATION for box in boxes.values())
    words = f"{number}. {_label(graph, item)}"
    edges = sorted(graph.out_edges(item, keys=True), key=lambda e: (list(_WORDS).index(e[2]), e[1]))
    outcomes = [_label(graph, node) for _, node, relation in edges if relation == "outcome"]
    tone = _TONES.get(outcomes[0], Tone.NONE) if outcomes else Tone.NONE
    hint = f"{words}\n{', '.join(outcomes) or 'no outcome'}"
    boxes[item] = Box(
        key=item, label=words, kind=Kind.DETERMINATION, column=2, hint=hint, tone=tone, rank=rank
    )
    lines.append(Line(one=letter, other=item, weight=2, tone=tone, hint=hint))
    for _, node, relation in edges:
        rows.append((words, _WORDS[relation], _label(graph, node)))
        if relation == "outcome":
            continue
        kind = Kind.TREATMENT if relation == "treatment" else Kind.GUIDELINE
        boxes.setdefault(
            node,
            Box(
                key=node, label=_label(graph, node), kind=kind, column=3, hint=_hint(graph, node, kind.value)
            ),
        )
        cited = relation != "treatment"
        lines.append(
            Line(
                one=item,
                other=node,
                weight=2 if relation == "reviewerCites" else 1,
                tone=tone if cited else None,
                dashed=relation == "administratorCites",
                hint=f"item {number}: {_WORDS[relation]}\n{_label(graph, node)}",
            )
        )


def _label(graph: nx.MultiDiGraph, node: str) -> str:
    return str(graph.nodes[node]["label"])


def _hint(graph: nx.MultiDiGraph, node: str, words: str) -> str:
    return f"{_label(graph, node)}\n{_WORDS.get(words, words)}"


def _number(boxes: dict[str, Box], kind: Kind) -> int:
    return sum(box.kind is kind for box in boxes.values())
