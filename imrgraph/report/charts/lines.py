"""Shares over the years, one line each, named where it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.report.charts.canvas import (
    FAINT,
    FINE,
    FOOT,
    HEAD,
    INK,
    MUTED,
    TEXT,
    Frame,
    axes,
    draw,
    key,
    spread,
    wide,
)
from imrgraph.view.html import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from imrgraph.report.charts.canvas import Drawing

_HEIGHT = 4.4  # inches
_LOOKS = (
    ("#0072b2", "o"), ("#d55e00", "s"), ("#009e73", "^"), ("#5b5b5b", "D"), ("#cc79a7", "v"), ("#56b4e9", "P"),
)  # Okabe and Ito's colours, with markers for those who see none  # fmt: skip
MOST = len(_LOOKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A share from 0 to 1 in one year, with its interval; small ones are drawn hollow."""

    year: int
    value: float
    low: float
    high: float
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    label: str
    points: tuple[Point, ...]


def lines(frame: Frame, given: Sequence[Line], *, axis: str, event: tuple[float, str] | None) -> Drawing:
    """At most `MOST` lines.

    Args:
        axis: what the shares are, printed above the scale.
        event: a point in time, in years whose middle is the whole number, and its words; left out where no year lies on one
            of its sides.
    """

    def paint(figure: Figure) -> None:
        right = 0.45 + max(wide(figure, plain(line.label), TEXT, "bold") for line in given)
        area = axes(figure, 0.62, right, foot=0.62, head=HEAD + 0.28)
        years = sorted({point.year for line in given for point in line.points})
        highest = min(
            1.0, 1.08 * max(point.high for line in given for point in line.points if not point.small)
        )
        area.set_xlim(years[0] - 0.35, years[-1] + 0.35)
        area.set_ylim(0, highest)
        area.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
        area.grid(axis="y", color=FAINT, linewidth=0.6)
        area.tick_params(axis="y", length=0)
        step = 1 + (len(range(years[0], years[-1])) // 14)
        area.set_xticks(range(years[0], years[-1] + 1, step), map(str, range(years[0], years[-1] + 1, step)))
        area.annotate(axis, (0, 1), (-38, 8), "axes fraction", "offset points", size=FINE, color=MUTED)
        if event and years[0] < event[0] < years[-1]:
            area.axvline(event[0], color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
            area.annotate(event[1], (event[0], 1), (0, 8), ("data", "axes fraction"), "offset points", ha="center", size=FINE)  # fmt: skip
        for line, (color, marker) in zip(given, _LOOKS, strict=False):
            _line(area, line, color, marker)
        _names(area, given, years[-1], highest)
        hollow: dict[str, Any] = {"marker": "o", "color": MUTED, "markerfacecolor": "white"}
        if any(point.small for line in given for point in line.points):
            key(figure, [(hollow, "hollow: the year says less than 10 independent items")])

    return draw(frame, _HEIGHT, paint)


def _line(area: Axes, line: Line, color: str, marker: str) -> None:
    years, values = [point.year for point in line.points], [point.value for point in line.points]
    area.plot(years, values, color=color, linewidth=1.8, zorder=3)
    for point in line.points:
        area.plot([point.year] * 2, [point.low, point.high], color=color, linewidth=1.2, alpha=0.6, zorder=2)
        fill = "white" if point.small else color
        area.plot([point.year], [point.value], marker=marker, color=color, markerfacecolor=fill, markersize=5.5, zorder=4)  # fmt: skip


def _names(area: Axes, given: Sequence[Line], last: int, highest: float) -> None:
    """Each line's name at its end, moved apart where they would touch, with a thin line to where it belongs."""
    ends = [line.points[-1] for line in given]
    apart = highest * 0.17 / (_HEIGHT - FOOT - HEAD)
    places = spread([end.value for end in ends], apart, 0, highest)
    for line, end, place, (color, _) in zip(given, ends, places, _LOOKS, strict=False):
        x = last + 0.35
        area.plot([end.year, x], [end.value, place], color=color, linewidth=0.7, linestyle=(0, (1, 1)), clip_on=False)  # fmt: skip
        area.annotate(plain(line.label), (x, place), (4, 0), "data", "offset points", va="center", color=INK, weight="bold", annotation_clip=False)  # fmt: skip
        area.plot([x], [place], marker="s", color=color, markersize=4, clip_on=False)
