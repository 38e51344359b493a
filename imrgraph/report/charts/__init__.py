"""Figures as SVG and PNG, drawn by matplotlib, which is imported when the first one is."""

from imrgraph.report.charts.bars import Bar, bars
from imrgraph.report.charts.canvas import Drawing
from imrgraph.report.charts.flow import Ribbon, flow
from imrgraph.report.charts.intervals import Dot, Tone, dots
from imrgraph.report.charts.lines import Line, Point, lines
from imrgraph.report.charts.network import network

__all__ = [
    "Bar",
    "Dot",
    "Drawing",
    "Line",
    "Point",
    "Ribbon",
    "Tone",
    "bars",
    "dots",
    "flow",
    "lines",
    "network",
]
