"""Dot plots: shares or odds ratios with their 95 % intervals, one row each, numbers at the right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from imrgraph.report.charts.canvas import (
    FAINT,
    FINE,
    FOOT,
    HEAD,
    INK,
    MUTED,
    TEXT,
    WIDTH,
    Frame,
    axes,
    draw,
    folded,
    key,
    wide,
)
from imrgraph.view.page import STROKE
from imrgraph.view.picture import Tone as Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from imrgraph.report.charts.canvas import Drawing

_ROW = 0.31  # inches
_LABEL_CHARS = 40
_HEADS = 0.24  # inches, of the words above the columns
_STEPS = (0.05, 0.1, 0.2, 0.25)
_TICKS = 6


class Tone(Enum):
    """How a row compares with the others; the value is what the key says."""

    ABOVE = "above"
    BELOW = "below"
    SAME = "same"
    SMALL = "small"


_LOOK: dict[Tone, dict[str, Any]] = {
    Tone.ABOVE: {"marker": "^", "color": STROKE[Outcome.OVERTURNED], "markersize": 8},
    Tone.BELOW: {"marker": "v", "color": STROKE[Outcome.UPHELD], "markersize": 8},
    Tone.SAME: {"marker": "o", "color": "#3a3a3a", "markersize": 6.5},
    Tone.SMALL: {"marker": "o", "color": "#8a8a8a", "markersize": 6.5, "markerfacecolor": "white"},
}
_SECOND: dict[str, Any] = {"marker": "D", "color": "#0072b2", "markersize": 4.5, "markerfacecolor": "white"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One row.

    Attributes:
        value, low, high: what is drawn, in the axis' unit.
        right: what is printed at the right, one for each of the columns.
        second: another value with its interval, drawn smaller below the first.
    """

    label: str
    value: float
    low: float
    high: float
    tone: Tone
    right: tuple[str, ...]
    second: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What the values are.

    Attributes:
        name: printed below.
        columns: the heads of the columns at the right.
        keys: what the key says of the tones, and of the second value.
        reference: where a line crosses all rows, and its words.
        is_ratio: odds ratios on a logarithmic scale; else shares from 0 to 1.
    """

    name: str
    columns: tuple[str, ...]
    keys: dict[Tone, str]
    second: str = ""
    reference: tuple[float, str] | None = None
    is_ratio: bool = False


def dots(frame: Frame, rows: Sequence[Dot], axis: Axis) -> Drawing:
    """The rows in the order given, from the top."""
    labels = [folded(row.label, _LABEL_CHARS) for row in rows]
    height = HEAD + _HEADS + FOOT + _ROW * max(len(rows), 2)

    def paint(figure: Figure) -> None:
        left = 0.3 + max(wide(figure, label, TEXT) for label in labels)
        widths = [
            0.22 + max(wide(figure, words, TEXT) for words in (head, *(row.right[at] for row in rows)))
            for at, head in enumerate(axis.columns)
        ]
        area = axes(figure, left, sum(widths) + 0.15, head=HEAD + _HEADS)
        area.set_ylim(len(rows) - 0.5, -0.5)
        low, high = _limits(rows, axis.is_ratio)
        _scale(area, axis, low, high)
        for at, (row, label) in enumerate(zip(rows, labels, strict=True)):
            _row(area, at, row, low, high)
            area.annotate(label, (0, at), (-9, 0), ("axes fraction", "data"), "offset points", ha="right", va="center_baseline", linespacing=1.05)  # fmt: skip
        _columns(area, axis, rows, widths)
        if axis.reference:
            value, words = axis.reference
            area.axvline(value, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
            area.annotate(words, (value, 1), (0, 4), ("data", "axes fraction"), "offset points", ha="center", va="bottom", size=FINE)  # fmt: skip
        used = {row.tone for row in rows}
        entries = [(_LOOK[tone], words) for tone, words in axis.keys.items() if tone in used]
        if axis.second and any(row.second for row in rows):
            entries.append((_SECOND, axis.second))
        key(figure, entries)

    return draw(frame, height, paint)


def _limits(rows: Sequence[Dot], is_ratio: bool) -> tuple[float, float]:
    """Both ends of the axis: all intervals of what is not small, and all values."""
    ends = [(row.low, row.high) for row in rows if row.tone is not Tone.SMALL]
    ends += [(row.value, row.value) for row in rows]
    ends += [row.second[1:] for row in rows if row.second and row.tone is not Tone.SMALL]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    if is_ratio:
        return max(min(low, 0.5) / 1.1, 1 / 64), min(max(high, 2) * 1.1, 64)
    return 0.0, min(1.0, high * 1.05 + 0.01)


def _scale(area: Axes, axis: Axis, low: float, high: float) -> None:
    from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

    if axis.is_ratio:
        area.set_xscale("log")
        ticks = [2.0**power for power in range(-6, 7) if low <= 2.0**power <= high]
        words = [f"{tick:g}" for tick in ticks]
    else:
        step = next((step for step in _STEPS if high / step <= _TICKS), _STEPS[-1])
        ticks = [step * at for at in range(int(high / step) + 1)]
        words = [f"{tick:.0%}".replace("%", " %") for tick in ticks]
    area.set_xlim(low, high)
    area.xaxis.set_major_locator(FixedLocator(ticks))
    area.xaxis.set_major_formatter(FixedFormatter(words))
    area.xaxis.set_minor_locator(NullLocator())
    area.set_yticks([])
    area.grid(axis="x", color=FAINT, linewidth=0.6)
    area.set_xlabel(axis.name, size=FINE, color=MUTED, labelpad=2)


def _row(area: Axes, at: int, row: Dot, low: float, high: float) -> None:
    look = _LOOK[row.tone]
    above = 0.13 if row.second else 0.0
    _bar(area, at - above, row.low, row.high, str(look["color"]), low, high)
    area.plot([row.value], [at - above], linestyle="none", zorder=3, clip_on=False, **look)
    if row.second:
        value, first, last = row.second
        _bar(area, at + 0.2, first, last, str(_SECOND["color"]), low, high)
        area.plot(
            [min(max(value, low), high)], [at + 0.2], linestyle="none", zorder=3, clip_on=False, **_SECOND
        )


def _bar(area: Axes, y: float, first: float, last: float, color: str, low: float, high: float) -> None:
    """An interval; where it goes on beyond the axis, an arrow head says so."""
    area.plot([max(first, low), min(last, high)], [y, y], color=color, linewidth=1.5, zorder=2)
    for end, marker, beyond in ((low, "<", first < low), (high, ">", last > high)):
        if beyond:
            area.plot([end], [y], marker=marker, color=color, markersize=4, clip_on=False, zorder=2)


def _columns(area: Axes, axis: Axis, rows: Sequence[Dot], widths: Sequence[float]) -> None:
    end = area.get_position().x1 * WIDTH
    x = end
    for at, (head, width) in enumerate(zip(axis.columns, widths, strict=True)):
        x += width
        points = (x - end) * 72
        area.annotate(head, (1, 1), (points, 4), "axes fraction", "offset points", ha="right", va="bottom", size=FINE, color=MUTED)  # fmt: skip
        for y, row in enumerate(rows):
            area.annotate(row.right[at], (1, y), (points, 0), ("axes fraction", "data"), "offset points", ha="right", va="center_baseline")  # fmt: skip
