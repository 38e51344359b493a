"""What goes from one side to the other: bars on both sides, and ribbons between them as wide as their counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.report.charts.canvas import (
    FINE,
    HEAD,
    INK,
    MUTED,
    TEXT,
    WIDTH,
    Frame,
    draw,
    folded,
    key,
    spread,
    wide,
)
from imrgraph.report.words import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from imrgraph.report.charts.canvas import Drawing

_HEIGHT = 6.2  # inches
_FOOT = 0.55
_BAR = 0.16  # inches
_GAP = 0.035  # of the height, between the bars of one side
_SHADES = ("#f9dfb3", "#f3b562", "#dd8134", "#ac4c18", "#6e2a0c")  # light to dark, as also grey shows
_SMALL = "#d4d4d4"
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """So many items from one name on the left to one on the right, and the share that its shade stands for; None: too few to tell."""

    left: str
    right: str
    count: int
    share: float | None


def flow(
    frame: Frame, ribbons: Sequence[Ribbon], *, order: Sequence[str], heads: tuple[str, str], shade: str
) -> Drawing:
    """Both sides in the same order, from the top.

    Args:
        order: all names.
        heads: what stands above the sides.
        shade: what the shades are of.
    """
    step = shade_step(ribbons)

    def paint(figure: Figure) -> None:
        sides = [Counter[str](), Counter[str]()]
        for ribbon in ribbons:
            sides[0][ribbon.left] += ribbon.count
            sides[1][ribbon.right] += ribbon.count
        labels = [_labels(side, order) for side in sides]
        reach = [0.35 + max(wide(figure, words, TEXT) for words in side.values()) for side in labels]
        height = _HEIGHT - HEAD - 0.3 - _FOOT
        area = figure.add_axes(
            (reach[0] / WIDTH, _FOOT / _HEIGHT, 1 - sum(reach) / WIDTH, height / _HEIGHT),
            xlim=(0, WIDTH - sum(reach)),
            ylim=(1, 0),
        )
        area.set_axis_off()
        places = [_places(side, order) for side in sides]
        _ribbons(area, ribbons, order, places, step)
        for at in (0, 1):
            _side(area, at, places[at], labels[at], heads[at])
        key(figure, _key(ribbons, step, shade))

    return draw(frame, _HEIGHT, paint)


def shade_step(ribbons: Sequence[Ribbon]) -> float:
    """How much of the share each shade covers, the last one all above: the smallest round number that tells apart what there is."""
    highest = max((ribbon.share for ribbon in ribbons if ribbon.share is not None), default=0.0)
    return next((step for step in _STEPS if highest <= step * (len(_SHADES) + 1)), _STEPS[-1])


def _labels(side: Mapping[str, int], order: Sequence[str]) -> dict[str, str]:
    total = sum(side.values())
    return {
        name: f"{folded(name, 24)}\n{side[name]:,} ({ratio(side[name], total)})"
        for name in order
        if side[name]
    }


def _places(side: Mapping[str, int], order: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Top and height of each bar, as shares of the whole height."""
    there = [name for name in order if side[name]]
    room = 1 - _GAP * (len(there) - 1)
    total, top, places = sum(side.values()), 0.0, {}
    for name in there:
        tall = room * side[name] / total
        places[name] = (top, tall)
        top += tall + _GAP
    return places


def _ribbons(
    area: Axes,
    ribbons: Sequence[Ribbon],
    order: Sequence[str],
    places: Sequence[Mapping[str, tuple[float, float]]],
    step: float,
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    rank = {name: at for at, name in enumerate(order)}
    total = sum(ribbon.count for ribbon in ribbons)
    used = [{name: top for name, (top, _) in side.items()} for side in places]
    scales = [sum(tall for _, tall in side.values()) / total for side in places]
    starts: dict[Ribbon, float] = {}
    for ribbon in sorted(ribbons, key=lambda one: (rank[one.left], rank[one.right])):
        starts[ribbon] = used[0][ribbon.left]
        used[0][ribbon.left] += ribbon.count * scales[0]
    left, right = _BAR, area.get_xlim()[1] - _BAR
    middle = (left + right) / 2
    for ribbon in sorted(ribbons, key=lambda one: (rank[one.right], rank[one.left])):
        a, b = starts[ribbon], used[1][ribbon.right]
        used[1][ribbon.right] += ribbon.count * scales[1]
        c, d = b + ribbon.count * scales[1], a + ribbon.count * scales[0]
        points = [(left, a), (middle, a), (middle, b), (right, b), (right, c), (middle, c), (middle, d), (left, d), (left, a)]  # fmt: skip
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        shade = _SMALL if ribbon.share is None else _SHADES[_shade(ribbon.share, step)]
        area.add_patch(PathPatch(Path(points, codes), facecolor=shade, edgecolor="white", linewidth=0.6))


def _shade(share: float, step: float) -> int:
    return min(int(share / step), len(_SHADES) - 1)


def _side(
    area: Axes, at: int, places: Mapping[str, tuple[float, float]], labels: Mapping[str, str], head: str
) -> None:
    from matplotlib.patches import Rectangle

    end = area.get_xlim()[1]
    x, out = (0.0, -1) if at == 0 else (end - _BAR, 1)
    middles = [top + tall / 2 for top, tall in places.values()]
    apart = 0.33 / (_HEIGHT - HEAD - 0.3 - _FOOT)
    look: Any = {"ha": "right" if at == 0 else "left"}
    for (name, (top, tall)), place in zip(places.items(), spread(middles, apart, 0, 1), strict=True):
        area.add_patch(Rectangle((x, top), _BAR, tall, facecolor=INK))
        edge = x if at == 0 else end
        area.plot(
            [edge, edge + out * 0.1], [top + tall / 2, place], color=MUTED, linewidth=0.6, clip_on=False
        )
        area.text(edge + out * 0.14, place, labels[name], va="center", linespacing=1.1, **look)
    area.text(0.0 if at == 0 else end, -0.035, head, size=FINE, color=MUTED, ha="left" if at == 0 else "right", va="bottom")  # fmt: skip


def _key(ribbons: Sequence[Ribbon], step: float, shade: str) -> list[tuple[dict[str, Any], str]]:
    used = sorted({_shade(ribbon.share, step) for ribbon in ribbons if ribbon.share is not None})
    look = {"marker": "s", "markersize": 8}
    entries = [
        (
            {**look, "color": _SHADES[at]},
            f"{100 * at * step:g} % or more" if at == len(_SHADES) - 1 else f"{100 * at * step:g}–{100 * (at + 1) * step:g} %",
        )
        for at in used
    ]  # fmt: skip
    if entries:
        entries[0] = (entries[0][0], f"{shade}: {entries[0][1]}")
    if any(ribbon.share is None for ribbon in ribbons):
        entries.append(({**look, "color": _SMALL}, "fewer than 10 independent items"))
    return entries
