"""Places for boxes in columns: connected ones near each other, nothing over anything, always the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrgraph.view.picture import Box, Line

BOX_WIDTH = 230
_GAPS = (150, 420)  # between columns, least and most
_WIDE = 2.0  # a picture about twice as wide as tall fills a screen
_LINE_HEIGHT = 17
_PADDING = 16
_ROW_GAP = 14
_SWEEPS = 12


def place(boxes: Sequence[Box], lines: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """The centre (x, y) of every box, in pixels; columns are centred around y = 0.

    The order within a column is by the mean height of what a box is connected to (the barycentre rule),
    a few times over, ties by label and key; the best order met, by crossing weight of the lines' slopes, is kept.
    """
    columns: dict[int, list[Box]] = defaultdict(list)
    for box in sorted(boxes, key=lambda b: (b.rank or 0, b.label.casefold(), b.key)):
        columns[box.column].append(box)
    heights = _heights(columns)
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for line in lines:
        near[line.one].append((line.other, line.weight))
        near[line.other].append((line.one, line.weight))
    best, least = heights, _length(heights, lines)
    for sweep in range(_SWEEPS):
        for number in sorted(columns, reverse=bool(sweep % 2)):
            if any(box.rank is not None for box in columns[number]):
                continue
            columns[number].sort(
                key=lambda b: (_mean(near[b.key], heights, heights[b.key]), b.label.casefold(), b.key)
            )
            heights = {**heights, **_heights({number: columns[number]})}
        length = _length(heights, lines)
        if length < least:
            best, least = heights, length
    tall = max(best.values()) - min(best.values()) + BOX_WIDTH // 2
    gaps = max(columns)
    gap = round((tall * _WIDE - BOX_WIDTH) / gaps) - BOX_WIDTH if gaps else 0
    step = BOX_WIDTH + max(_GAPS[0], min(_GAPS[1], gap))
    return {box.key: (box.column * step, best[box.key]) for box in boxes}


def box_height(box: Box) -> int:
    """How tall a box is drawn, in pixels."""
    return len(box.lines) * _LINE_HEIGHT + _PADDING


def _heights(columns: dict[int, list[Box]]) -> dict[str, int]:
    found = {}
    for column in columns.values():
        total = sum(box_height(box) + _ROW_GAP for box in column) - _ROW_GAP
        top = -total // 2
        for box in column:
            height = box_height(box)
            found[box.key] = top + height // 2
            top += height + _ROW_GAP
    return found


def _mean(near: Sequence[tuple[str, int]], heights: dict[str, int], own: int) -> float:
    weight = sum(w for _, w in near)
    return sum(heights[key] * w for key, w in near) / weight if weight else float(own)


def _length(heights: dict[str, int], lines: Sequence[Line]) -> int:
    return sum(abs(heights[line.one] - heights[line.other]) * line.weight for line in lines)
