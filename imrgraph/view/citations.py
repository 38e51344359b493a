"""The citation network as a picture: treatments beside the guidelines that reviewers relied on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imrgraph.errors import ViewError
from imrgraph.graph import to_networkx
from imrgraph.graph.synthetic import mark_of
from imrgraph.view.page import page
from imrgraph.view.picture import SHARES, Box, Kind, Line, Picture, count, overturned_share, tone_of

if TYPE_CHECKING:
    import networkx as nx

    from imrgraph.store import Store

_ONE_SIDE = 9  # treatments; more stand on both sides of the guidelines


def view_citations(store: Store, top: int = 40) -> str:
    """The treatment-guideline network as one HTML page that needs no network.

    Args:
        store: what `open_store` gives.
        top: how many connections to draw, heaviest first; 0 draws all.

    Raises:
        ViewError: the store has no determination with a treatment and a reviewer's guideline.
    """
    picture = citations_picture(to_networkx(store, "treatment-guideline"), top)
    return page(replace(picture, mark=mark_of(store)))


def citations_picture(graph: nx.Graph, top: int = 40) -> Picture:
    """The picture of a treatment-guideline projection. Raises ViewError when it is empty."""
    edges = [_ordered(graph, *edge) for edge in graph.edges(data=True)]
    if not edges:
        raise ViewError(
            "no determination has both a treatment and a guideline of the reviewer; nothing to draw"
        )
    edges.sort(key=lambda edge: (-edge[2]["weight"], edge[0], edge[1]))
    drawn = edges[:top] if top else edges
    labels = {node: str(said["label"]) for node, said in graph.nodes(data=True)}
    lines = tuple(
        Line(
            one=treatment,
            other=guideline,
            weight=said["weight"],
            tone=tone_of(overturned_share(said)),
            hint=f"{labels[treatment]}\n{labels[guideline]}\n{_counts(said)}",
        )
        for treatment, guideline, said in drawn
    )
    treatments = sorted({line.one for line in lines}, key=lambda node: (labels[node].casefold(), node))
    guidelines = sorted({line.other for line in lines})
    two_sided = len(treatments) > _ONE_SIDE
    sides = _sides(treatments, lines) if two_sided else dict.fromkeys(treatments, 0)
    boxes = [_box(graph, node, Kind.TREATMENT, sides[node]) for node in treatments]
    boxes += [_box(graph, node, Kind.GUIDELINE, 1) for node in guidelines]
    asked = "Treatments asked for"
    heads = (asked, "Guidelines the reviewer relied on")
    left_out = (
        ""
        if len(drawn) == len(edges)
        else f" Drawn: the {len(drawn):,} heaviest of {len(edges):,} connections."
    )
    return Picture(
        title="Which guidelines decided which treatment disputes",
        counts=", ".join(
            (
                count(len(treatments), "treatment"),
                count(len(guidelines), "guideline"),
                count(len(lines), "connection"),
            )
        ),
        note="A line joins a treatment that was asked for with a guideline that the expert reviewer relied on to decide"
        " the dispute. Items whose treatment or guideline was not recognised are not shown." + left_out,
        boxes=tuple(boxes),
        lines=lines,
        headings=(*heads, asked) if two_sided else heads,
        tones=tuple(
            (tone, words) for tone, words in SHARES.items() if any(line.tone is tone for line in lines)
        ),
        weights=_range([line.weight for line in lines]),
        head=("Treatment", "Guideline", "Disputed items", "Upheld", "Overturned", "Partly overturned"),
        rows=tuple(
            (
                labels[t],
                labels[g],
                *(str(said[n]) for n in ("weight", "upheld", "overturned", "partially_overturned")),
            )
            for t, g, said in drawn
        ),
    )


def _ordered(graph: nx.Graph, one: str, other: str, said: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    return (one, other, said) if graph.nodes[one]["bipartite"] == 0 else (other, one, said)


def _box(graph: nx.Graph, node: str, kind: Kind, column: int) -> Box:
    said, edges = graph.nodes[node], [edge for _, _, edge in graph.edges(node, data=True)]
    total = {name: sum(edge[name] for edge in edges) for name in _counted()}
    above = said.get("category") or said.get("family") or ""
    hint = f"{said['label']}\n{kind.value} ({above.replace(';', ', ')})\n{_counts(total)}"
    return Box(key=node, label=str(said["label"]), kind=kind, column=column, hint=hint)


def _sides(treatments: list[str], lines: tuple[Line, ...]) -> dict[str, int]:
    """Left (0) or right (2): treatments with the same leading guideline together, the sides about equal."""
    leading: dict[str, str] = {}
    for line in lines:  # heaviest first
        leading.setdefault(line.one, line.other)
    groups: dict[str, list[str]] = {}
    for treatment in treatments:
        groups.setdefault(leading[treatment], []).append(treatment)
    sides: dict[str, int] = {}
    for _, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        left = sum(side == 0 for side in sides.values())
        for at, treatment in enumerate(group):
            free = len(treatments) // 2 - left - at
            sides[treatment] = 0 if free > 0 else 2
    return sides


def _counted() -> tuple[str, ...]:
    return ("weight", "upheld", "overturned", "partially_overturned")


def _counts(said: dict[str, Any]) -> str:
    return (
        f"{count(said['weight'], 'disputed item')}: {said['upheld']} upheld, {said['overturned']} overturned,"
        f" {said['partially_overturned']} partly overturned"
    )


def _range(weights: list[int]) -> str:
    low, high = min(weights), max(weights)
    return f"width: {count(low, 'disputed item')}" + (f" to {high:,}" if high > low else " each")
