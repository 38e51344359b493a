"""Horizontal or stacked bars: counts and shares that have no interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.report.charts.canvas import (
    FAINT,
    FINE,
    FOOT,
    HEAD,
    MUTED,
    TEXT,
    Frame,
    axes,
    draw,
    folded,
    key,
    wide,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from imrgraph.report.charts.canvas import Drawing

_ROW = 0.31  # inches
_LABEL_CHARS = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: lengths of its parts, one after the other, and the words behind it."""

    label: str
    parts: tuple[float, ...]
    words: str


def bars(
    frame: Frame, rows: Sequence[Bar], *, colors: Sequence[str], names: Sequence[str], axis: str
) -> Drawing:
    """The rows in the order given, from the top.

    Args:
        colors, names: of the parts, in their order; names make the key where there are several.
        axis: what lengths are.
    """
    labels = [folded(row.label, _LABEL_CHARS) for row in rows]
    height = HEAD + FOOT + _ROW * max(len(rows), 2)

    def paint(figure: Figure) -> None:
        left = 0.3 + max(wide(figure, label, TEXT) for label in labels)
        right = 0.35 + max(wide(figure, row.words, TEXT) for row in rows)
        area = axes(figure, left, right)
        area.set_ylim(len(rows) - 0.5, -0.5)
        longest = max(sum(row.parts) for row in rows) or 1
        area.set_xlim(0, longest)
        for at, (row, label) in enumerate(zip(rows, labels, strict=True)):
            start = 0.0
            for length, color in zip(row.parts, colors, strict=True):
                area.barh(at, length, left=start, height=0.66, color=color)
                start += length
            area.annotate(label, (0, at), (-7, 0), ("axes fraction", "data"), "offset points", ha="right", va="center_baseline", linespacing=1.05)  # fmt: skip
            area.annotate(row.words, (start, at), (5, 0), "data", "offset points", va="center_baseline")
        area.set_yticks([])
        area.locator_params(axis="x", nbins=6, integer=longest >= 5)
        area.grid(axis="x", color=FAINT, linewidth=0.6)
        area.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        area.set_xlabel(axis, size=FINE, color=MUTED, labelpad=2)
        if len(names) > 1:
            look = {"marker": "s", "markersize": 7}
            key(figure, [({**look, "color": color}, name) for color, name in zip(colors, names, strict=True)])

    return draw(frame, height, paint)
