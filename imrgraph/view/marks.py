"""How the nodes of any network look: a shape for each kind, and colours that tell groups of nodes apart.

Colours are those of Okabe and Ito's palette, which people with colour-blindness tell apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.metrics import louvain, undirected
from imrgraph.view.html import plain
from imrgraph.view.page import STROKE
from imrgraph.view.picture import SHARES, Tone, overturned_share, tone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "down")
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
OTHERS = "#8a8a8a"
_KNOWN = {
    "treatment": ("#0072b2", "circle"),
    "guideline": ("#e69f00", "square"),
    "condition": ("#cc79a7", "triangle"),
    "letter": ("#4d4d4d", "circle"),
    "determination": ("#56b4e9", "diamond"),
    "outcome": ("#009e73", "hexagon"),
    "specialty": ("#f0e442", "down"),
}
_OWN = {"kind", "label", "about"}
_GROUPED = 30_000  # edges up to which communities are looked for; beyond, that can take minutes
_MOST_VALUES = 40  # of an attribute that nodes are coloured by


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to tell nodes apart.

    Attributes:
        name: in words for the legend.
        values: words and colour of each group, in the legend's order.
        of: each node's group, as its place in `values`.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    of: tuple[int, ...]


def kinds(graph: nx.Graph) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """The kinds of nodes, most frequent first; the shape of each; and each node's kind by its place among them."""
    said = [kind_of(data) for _, data in graph.nodes(data=True)]
    names = tuple(name for name, _ in sorted(Counter(said).items(), key=lambda item: (-item[1], item[0])))
    at = {name: place for place, name in enumerate(names)}
    free = [shape for shape in SHAPES if shape not in {_KNOWN[name][1] for name in names if name in _KNOWN}]
    unknown = [name for name in names if name not in _KNOWN]
    shapes = {name: (free or SHAPES)[place % len(free or SHAPES)] for place, name in enumerate(unknown)}
    return (
        names,
        tuple(_KNOWN[name][1] if name in _KNOWN else shapes[name] for name in names),
        tuple(at[name] for name in said),
    )


def kind_of(data: dict[str, Any]) -> str:
    return plain(data.get("kind") or "node")


def facets(graph: nx.Graph) -> tuple[Facet, ...]:
    """The ways in which the nodes differ, the one to start with first: kind, attributes in words, communities, outcomes."""
    nodes = [data for _, data in graph.nodes(data=True)]
    found: list[Facet | None] = [_by_kind(nodes)]
    words = {name for data in nodes for name, value in data.items() if isinstance(value, str)}
    attributes = [_by_attribute(name, nodes) for name in (*sorted(words - _OWN), "year")]
    communities = _by_community(graph) if graph.number_of_edges() <= _GROUPED else None
    found += [*attributes[:-1], communities, _by_outcome(graph), attributes[-1]]
    telling = [facet for facet in found if facet is not None and len(facet.values) > 1]
    return tuple(telling) or (_by_kind(nodes),)


def _by_kind(nodes: Sequence[dict[str, Any]]) -> Facet:
    values = [kind_of(data) for data in nodes]
    rest = [name for name in _most_frequent(values) if name not in _KNOWN]
    unused = [
        colour for colour in PALETTE if colour not in {_KNOWN[name][0] for name in values if name in _KNOWN}
    ]
    colours = {name: _KNOWN[name][0] for name in values if name in _KNOWN}
    return _facet("kind", values, colours | dict(zip(rest, unused, strict=False)), fold=False)


def _by_attribute(name: str, nodes: Sequence[dict[str, Any]]) -> Facet | None:
    """None where it has too many values to tell apart."""
    values = [plain(value) if (value := data.get(name)) not in (None, "") else "none" for data in nodes]
    if len(set(values) - {"none"}) > _MOST_VALUES:
        return None
    return _facet(
        name,
        values,
        dict(zip((value for value in _most_frequent(values) if value != "none"), PALETTE, strict=False)),
    )


def _by_community(graph: nx.Graph) -> Facet:
    """Louvain communities by weight, each named after what sets it apart (`about`, joined by `;`), or its strongest node."""
    simple = undirected(graph)
    strength = dict(simple.degree(weight="weight"))
    label = {node: plain(data.get("label", node)) for node, data in graph.nodes(data=True)}
    group: dict[Any, str] = {}
    names: list[str] = []
    about = {node: plain(words).split("; ") for node, words in graph.nodes(data="about") if words}
    common = Counter(topic for topics in about.values() for topic in topics)
    for members in louvain(simple):
        topics = Counter(topic for node in members for topic in about.get(node, ()))
        # What the community has more often than its size would have it.
        more = {topic: number - common[topic] * len(members) / len(graph) for topic, number in topics.items()}
        chief = max(members, key=lambda node: (strength[node], str(node)))
        topic = min(more, key=lambda words: (-more[words], words)) if more else label[chief]
        names.append(f"{len(names) + 1}: {topic}" if len(members) > 1 else "none")
        group.update(dict.fromkeys(members, names[-1]))
    named = [name for name in names if name != "none"]
    return _facet(
        "community", [group[node] for node in graph], dict(zip(named, PALETTE, strict=False)), order=named
    )


def _by_outcome(graph: nx.Graph) -> Facet:
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    for one, other, said in graph.edges(data=True):
        for name in ("upheld", "overturned", "partially_overturned"):
            for end in {one, other}:
                counts[end][name] += said.get(name) or 0
    tones = [tone_of(overturned_share(counts[node])) for node in graph]
    words = {tone: SHARES[tone] for tone in Tone}
    return _facet(
        "outcome",
        [words[tone] for tone in tones],
        {words[tone]: STROKE[tone] for tone in Tone},
        order=list(words.values()),
    )


def _most_frequent(values: Sequence[str]) -> list[str]:
    counted = sorted(Counter(values).items(), key=lambda item: (item[0] == "none", -item[1], item[0]))
    return [name for name, _ in counted]


def _facet(
    name: str,
    values: Sequence[str],
    colours: dict[str, str],
    *,
    order: Sequence[str] = (),
    fold: bool = True,
) -> Facet:
    """The groups with a colour, then the others in one, unless they stay apart (`fold`)."""
    met = set(values)
    kept = [
        value
        for value in (order or _most_frequent(values))
        if value in met and (value in colours or not fold)
    ]
    rest = len(met) - len(kept)
    last = next(iter(met - set(kept))) if rest == 1 else f"{rest:,} others"
    groups = [(value, colours.get(value, OTHERS)) for value in kept] + ([(last, OTHERS)] if rest else [])
    at = {value: place for place, value in enumerate(kept)}
    return Facet(
        name=name, values=tuple(groups), of=tuple(at.get(value, len(groups) - 1) for value in values)
    )
