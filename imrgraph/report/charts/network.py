"""A network as a figure: places computed, the important nodes named where there is room."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from imrgraph.report.charts.canvas import HEAD, WIDTH, Frame, draw, folded, key
from imrgraph.view.page import FILL
from imrgraph.view.picture import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation
    from matplotlib.transforms import Bbox

    from imrgraph.report.charts.canvas import Drawing

_LOWEST, _HIGHEST = 3.5, 7.6  # inches of the drawing
_FOOT = 0.4
_AROUND = (1.22, 1.12)  # times as wide and as high as the places, for labels
_LABEL_CHARS = 26
_LED = 1 / 3  # of the names may stand off, with a line to their nodes
_LEADS = (26.0, 44.0, 62.0, 84.0)  # points
_WAYS = 16
_STEPS = 12  # points of such a line that are held against what is there
_LARGEST, _LEAST = 15.0, 3.5  # points across
_THICKEST, _THINNEST = 5.0, 0.5
_ROOM = 1.5  # pixels around a label
_EDGE = "#a8a8a8"
_LOOKS: dict[str, tuple[Kind, str, str]] = {
    "treatment": (Kind.TREATMENT, "o", "treatment asked for"),
    "guideline": (Kind.GUIDELINE, "s", "guideline that the reviewer cites"),
}


def network(frame: Frame, graph: nx.Graph, ranks: Mapping[str, float]) -> Drawing:
    """A network of treatments and guidelines.

    Args:
        graph: nodes with `label` and `kind`, edges with `weight`.
        ranks: how important each node is; the important ones are named first, the others where there is room.
    """
    import numpy as np

    from imrgraph.view.places import force_places  # which imports scipy

    nodes = sorted(graph)
    number = {node: at for at, node in enumerate(nodes)}
    edges = sorted(
        (min(number[a], number[b]), max(number[a], number[b]), float(weight))
        for a, b, weight in graph.edges(data="weight")
    )
    found = force_places(
        np.array([a for a, _, _ in edges], dtype=np.intp),
        np.array([b for _, b, _ in edges], dtype=np.intp),
        np.array([weight for *_, weight in edges], dtype=np.float64),
        len(nodes),
    )
    places = {node: (float(found[at][0]), float(found[at][1])) for node, at in number.items()}

    across, up = (max(part) - min(part) for part in zip(*places.values(), strict=True))
    tall = min(max(WIDTH * 0.96 * (up * _AROUND[1]) / max(across * _AROUND[0], 1.0), _LOWEST), _HIGHEST)

    def paint(figure: Figure) -> None:
        height = HEAD + tall + _FOOT
        area = figure.add_axes((0.02, _FOOT / height, 0.96, tall / height))
        area.set_axis_off()
        _fit(area, list(places.values()), tall)
        heaviest = max(weight for *_, weight in edges)
        for a, b, weight in edges:
            (x, y), (u, v) = places[nodes[a]], places[nodes[b]]
            width = _THINNEST + (_THICKEST - _THINNEST) * weight / heaviest
            area.plot([x, u], [y, v], color=_EDGE, linewidth=width, zorder=1, solid_capstyle="round")
        sizes = _sizes(graph)
        for node in nodes:
            kind, marker, _ = _LOOKS[graph.nodes[node]["kind"]]
            area.plot(*([part] for part in places[node]), marker=marker, markersize=sizes[node], color=FILL[kind][0], markeredgecolor="white", markeredgewidth=0.7, zorder=3)  # fmt: skip
        order = sorted(nodes, key=lambda node: (-ranks[node], node))
        _name(figure, area, graph, order, places, sizes)
        looks: list[tuple[dict[str, Any], str]] = [
            ({"marker": marker, "color": FILL[kind][0], "markersize": 7}, words)
            for kind, marker, words in _LOOKS.values()
        ]
        looks.append(({"marker": "_", "color": _EDGE, "markersize": 11, "markeredgewidth": 4}, "the thicker, the more disputed items"))  # fmt: skip
        key(figure, looks)

    return draw(frame, HEAD + tall + _FOOT, paint)


def _fit(area: Axes, places: Sequence[tuple[float, float]], tall: float) -> None:
    """Limits that hold all places with room for labels, in the shape of the paper, which is so many inches tall."""
    (left, right), (low, high) = ((min(part), max(part)) for part in zip(*places, strict=True))
    width, height = max(right - left, 1.0) * _AROUND[0], max(high - low, 1.0) * _AROUND[1]
    shape = WIDTH * 0.96 / tall
    width, height = max(width, height * shape), max(height, width / shape)
    area.set_xlim((left + right - width) / 2, (left + right + width) / 2)
    area.set_ylim((low + high - height) / 2, (low + high + height) / 2)


def _sizes(graph: nx.Graph) -> dict[str, float]:
    """Points across, the area by all items of the node."""
    strengths = {node: float(strength) for node, strength in graph.degree(weight="weight")}
    most = max(strengths.values())
    return {
        node: _LEAST + (_LARGEST - _LEAST) * sqrt(strength / most) for node, strength in strengths.items()
    }


def _name(
    figure: Figure,
    area: Axes,
    graph: nx.Graph,
    order: Sequence[str],
    places: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, float],
) -> None:
    """Write names beside their nodes, first come first served, over no other name and no node."""
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    taken = [_box(figure, area, places[node], sizes[node]) for node in order]
    paper = area.get_window_extent(renderer)
    for rank, node in enumerate(order):
        for look in [*_sides(sizes[node]), *(_led() if rank < len(order) * _LED else ())]:
            text = area.annotate(
                folded(graph.nodes[node]["label"], _LABEL_CHARS),
                places[node],
                look.pop("by"),
                textcoords="offset points",
                size=8.5 if rank < len(order) * _LED else 7.5,
                weight="bold" if rank < 5 else "normal",
                linespacing=1.05,
                zorder=4,
                **look,
            )
            text.update_positions(renderer)
            extent = Text.get_window_extent(text, renderer).padded(_ROOM)  # of the words, without their line
            line = _line(area, places[node], extent) if "arrowprops" in look else []
            if (
                _inside(extent, paper)
                and not any(extent.overlaps(box) for box in taken)
                and not any(box.contains(*point) for point in line for box in taken[len(order) :])
            ):
                _backed(text)
                taken += [extent, *(Bbox.from_bounds(*point, 1, 1) for point in line)]
                break
            text.remove()


def _line(area: Axes, place: tuple[float, float], words: Bbox) -> list[tuple[float, float]]:
    """Points on the way from a node to its words, in pixels."""
    x, y = area.transData.transform(place)
    u, v = min(max(x, words.x0), words.x1), min(max(y, words.y0), words.y1)
    return [(x + (u - x) * at / _STEPS, y + (v - y) * at / _STEPS) for at in range(1, _STEPS)]


def _led() -> list[dict[str, Any]]:
    """Places further off, in all directions."""
    line = {"arrowstyle": "-", "color": "#4d4d4d", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 1}
    found = []
    for far in _LEADS:
        for at in range(_WAYS):
            x, y = cos(2 * pi * at / _WAYS), sin(2 * pi * at / _WAYS)
            side = "left" if x > 0.3 else "right" if x < -0.3 else "center"
            found.append({"by": (far * x, far * y), "ha": side, "va": "center", "arrowprops": line})
    return found


def _backed(text: Annotation) -> None:
    """A ground of its own, so that lines below do not cross the words."""
    text.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.4})


def _sides(size: float) -> list[dict[str, Any]]:
    off = size / 2 + 2
    return [
        {"by": (off, 0), "ha": "left", "va": "center"},
        {"by": (-off, 0), "ha": "right", "va": "center"},
        {"by": (0, off), "ha": "center", "va": "bottom"},
        {"by": (0, -off), "ha": "center", "va": "top"},
        {"by": (off * 0.7, off * 0.7), "ha": "left", "va": "bottom"},
        {"by": (off * 0.7, -off * 0.7), "ha": "left", "va": "top"},
        {"by": (-off * 0.7, off * 0.7), "ha": "right", "va": "bottom"},
        {"by": (-off * 0.7, -off * 0.7), "ha": "right", "va": "top"},
    ]


def _box(figure: Figure, area: Axes, place: tuple[float, float], size: float) -> Bbox:
    from matplotlib.transforms import Bbox

    x, y = area.transData.transform(place)
    half = size / 2 * figure.dpi / 72
    return Bbox.from_extents(x - half, y - half, x + half, y + half)


def _inside(extent: Bbox, paper: Bbox) -> bool:
    return bool(
        extent.x0 > paper.x0 and extent.x1 < paper.x1 and extent.y0 > paper.y0 and extent.y1 < paper.y1
    )
