"""What all figures share: paper, type, the mark of synthetic letters, and the two forms they are saved in."""

from __future__ import annotations

import io
import textwrap
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imrgraph.report.charts.svg import tidy
from imrgraph.view.html import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 8.6  # inches, as wide as a page's text
INK, MUTED, FAINT, ALARM = "#1a1a1a", "#595959", "#d9d9d9", "#b33c00"
_PNG_DPI = 200
_TITLE, TEXT, FINE = 11.5, 9.0, 8.0  # points
_MARGIN = 0.12  # inches
HEAD = 0.62  # inches that the title takes, and
FOOT = 0.78  # those of the axis' name and the key
_RC = {
    "axes.linewidth": 0.8,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": TEXT,
    "path.simplify": False,
    "savefig.facecolor": "white",
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "imrgraph",  # the same figure, the same bytes
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a label is one
    "xtick.color": MUTED,
    "ytick.color": MUTED,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: SVG without style sheets, scripts or outside addresses, and PNG of 200 dots per inch."""

    svg: str
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every figure.

    Attributes:
        name: makes the ids within the SVG unique among figures.
        title: above it.
        mark: that letters are synthetic, under the title; empty where none are.
        alt: the figure in words, for those who do not see it.
    """

    name: str
    title: str
    alt: str
    mark: str = ""


def draw(frame: Frame, height: float, paint: Callable[[Figure], None]) -> Drawing:
    """Set up the paper, let the figure be painted, and save it.

    Args:
        height: in inches, title included.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()  # whatever a matplotlibrc of the reader's says
        mpl.rcParams.update(_RC)  # type: ignore[arg-type]
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # of scripts that the type lacks
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasAgg(figure)
        left, top = _MARGIN / WIDTH, 1 - _MARGIN / height
        figure.text(left, top, plain(frame.title), size=_TITLE, weight="bold", va="top")
        if frame.mark:
            below = top - 0.21 / height
            figure.text(left, below, plain(frame.mark), size=TEXT, color=ALARM, weight="bold", va="top")
        paint(figure)
        svg, png = io.StringIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None})
        figure.savefig(png, format="png", dpi=_PNG_DPI, metadata={"Software": None})
    return Drawing(tidy(svg.getvalue(), frame.name, plain(frame.alt)), png.getvalue())


def folded(words: str, width: int, lines: int = 2) -> str:
    """Words on at most so many lines of so many characters; what is cut ends in an ellipsis. An arrow begins a line.

    >>> folded("one two three four", 9)
    'one two\\nthree …'
    """
    if (arrow := " → ") in words and lines > 1:
        return "\n→ ".join(folded(part, width, 1) for part in words.split(arrow))
    found = textwrap.wrap(plain(words), width, max_lines=lines, placeholder=" …", break_on_hyphens=False)
    return "\n".join(found) or "?"


def axes(figure: Figure, left: float, right: float, foot: float = FOOT, head: float = HEAD) -> Axes:
    """The plotting area between margins given in inches, with nothing but its ground line."""
    width, height = figure.get_size_inches()
    area = figure.add_axes(
        (left / width, foot / height, 1 - (left + right) / width, 1 - (foot + head) / height)
    )
    for side in ("top", "right", "left"):
        area.spines[side].set_visible(False)
    area.spines["bottom"].set_color(MUTED)
    area.tick_params(length=3, labelsize=FINE)
    area.set_axisbelow(True)
    return area


def key(figure: Figure, entries: Sequence[tuple[dict[str, Any], str]], left: float = _MARGIN) -> None:
    """The key at the foot: a marker (how `plot` is told to draw it) and words, one after the other, on as many lines as it takes."""
    from matplotlib.lines import Line2D

    width, height = figure.get_size_inches()
    x, rows, found = left, 0, []
    for look, words in entries:
        across = 0.2 + wide(figure, words, FINE)
        if x + across > width - _MARGIN and x > left:
            x, rows = left, rows + 1
        found.append((look, words, x, rows))
        x += across + 0.18
    for look, words, x, row in found:
        y = (0.1 + 0.17 * (rows - row)) / height
        figure.add_artist(
            Line2D([(x + 0.07) / width], [y], linestyle="none", transform=figure.transFigure, **look)
        )
        figure.text((x + 0.18) / width, y, words, size=FINE, color=MUTED, va="center_baseline")


def wide(figure: Figure, words: str, size: float, weight: str = "normal") -> float:
    """How wide words print, in inches."""
    text = figure.text(0, 0, words, size=size, weight=weight)
    extent = text.get_window_extent(figure.canvas.get_renderer())  # type: ignore[attr-defined]
    text.remove()
    return float(extent.width / figure.dpi)


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places as near as may be to those wanted, in their order, no two nearer than `apart`, within the limits if there is room.

    >>> spread([1.0, 1.1, 3.0], 0.5, 0.0, 4.0)
    [0.8, 1.3, 3.0]
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    groups: list[
        list[float]
    ] = []  # of neighbours that touch: how many, and the sum of where the first wants to be
    for at in order:
        groups.append([1, wanted[at]])
        while len(groups) > 1 and _end(groups[-2], apart) > _start(groups[-1]):
            count, sum_ = groups.pop()
            groups[-1] = [groups[-1][0] + count, groups[-1][1] + sum_ - count * groups[-1][0] * apart]
    found = [max(_start(group), low) + place * apart for group in groups for place in range(int(group[0]))]
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + apart)
    for at in reversed(range(len(found))):
        found[at] = min(found[at], found[at + 1] - apart if at + 1 < len(found) else high)
    return [round(found[order.index(at)], 6) for at in range(len(wanted))]


def _start(group: list[float]) -> float:
    return group[1] / group[0]


def _end(group: list[float], apart: float) -> float:
    return _start(group) + group[0] * apart
