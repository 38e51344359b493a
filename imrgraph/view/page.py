"""A picture as one HTML file: pyvis holds the network, its bundled vis-network draws it, nothing is fetched.

pyvis's own template names outside hosts and prints titles as markup, so the page around the network is ours.
"""

from __future__ import annotations

import json
import math
from html import escape
from typing import TYPE_CHECKING, Any

from imrgraph.view.html import document, marked, resource, table, vis_network
from imrgraph.view.layout import BOX_WIDTH, box_height, place
from imrgraph.view.picture import Kind, Tone

if TYPE_CHECKING:
    from imrgraph.view.picture import Box, Line, Picture

# Okabe and Ito's palette, which people with colour-blindness tell apart; text in black or white, whichever is clearer.
_BLACK, _WHITE, _GREY = "#000000", "#ffffff", "#757575"
_BLUE, _ORANGE, _PURPLE, _YELLOW = "#0072b2", "#e69f00", "#cc79a7", "#f0e442"
FILL = {
    Kind.TREATMENT: (_BLUE, _WHITE),
    Kind.GUIDELINE: (_ORANGE, _BLACK),
    Kind.LETTER: (_BLACK, _WHITE),
    Kind.DETERMINATION: (_WHITE, _BLACK),
    Kind.CONDITION: (_PURPLE, _BLACK),
    Kind.EARLIER: (_WHITE, _BLACK),
    Kind.SPECIALTY: (_YELLOW, _BLACK),
}
STROKE = {Tone.OVERTURNED: "#009e73", Tone.MIXED: "#56b4e9", Tone.UPHELD: "#d55e00", Tone.NONE: _GREY}
_WIDEST = 11
_PLAIN = "#9a9a9a"

_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},  # the places are computed
    "interaction": {"hover": True, "tooltipDelay": 80, "navigationButtons": False, "keyboard": False},
    "nodes": {
        "shape": "box",
        "font": {"face": "Helvetica, Arial, sans-serif", "size": 14},
        "margin": {"top": 7, "bottom": 7, "left": 8, "right": 8},
        "widthConstraint": {"minimum": BOX_WIDTH - 16},
        "shapeProperties": {"borderRadius": 4},
        "labelHighlightBold": False,
    },
    "edges": {
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45},
        "selectionWidth": 1,
        "hoverWidth": 1,
        "arrows": {"to": {"enabled": False}},
    },
}


def page(picture: Picture) -> str:
    """The whole page. No word of a letter is markup or script in it, and no id is a name.

    Raises:
        ViewError: pyvis lacks the library that draws.
    """
    title = escape(picture.title)
    body = f"""<header>
<h1>{title}</h1>
{marked(picture.mark)}
<p class="counts">{escape(picture.counts)}</p>
<p>{escape(picture.note)}</p>
</header>
{_legend(picture)}
<main>
<div id="picture" role="img" aria-label="{title}: {escape(picture.counts)}. The table below holds the same."></div>
<p id="tools"><button id="fit" type="button">Show all</button> <span>Drag to move, scroll to zoom, point for numbers, click a box to see its connections alone.</span></p>
</main>
<section id="table"><h2>The same as a table</h2>
{table(picture.head, picture.rows)}</section>"""
    return document(
        title=picture.title,
        body=body,
        style=resource("base.css") + resource("page.css"),
        data=_data(picture),
        scripts=(vis_network(), resource("page.js")),
    )


def _data(picture: Picture) -> dict[str, Any]:
    """Nodes, edges and options, as vis-network takes them."""
    from pyvis.network import Network

    network = Network(directed=False, cdn_resources="in_line")
    places = place(picture.boxes, picture.lines)
    ids = {box.key: number for number, box in enumerate(picture.boxes)}
    for box in picture.boxes:
        network.add_node(ids[box.key], **_node(box, places[box.key]))
    for name, number in _headings(picture, places):
        network.add_node(len(network.nodes), **name, x=number[0], y=number[1])
    widest = max((line.weight for line in picture.lines), default=1)
    network.edges = [
        _edge(line, ids, widest) for line in picture.lines
    ]  # add_edge looks at all edges each time
    network.options = _OPTIONS
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _node(box: Box, at: tuple[int, int]) -> dict[str, Any]:
    fill, text = FILL[box.kind]
    border = STROKE[box.tone] if box.tone else _BLUE if box.kind is Kind.EARLIER else fill
    return {
        "label": "\n".join(box.lines),
        "title": box.hint or box.label,
        "shape": "box",
        "x": at[0],
        "y": at[1],
        "heightConstraint": {"minimum": box_height(box) - 14},
        "font": {"color": text},
        "borderWidth": 4 if box.tone else 2,
        "color": {
            "background": fill,
            "border": border,
            "highlight": {"background": fill, "border": _BLACK},
            "hover": {"background": fill, "border": _BLACK},
        },
    }


def _edge(line: Line, ids: dict[str, int], widest: int) -> dict[str, Any]:
    color = STROKE[line.tone] if line.tone else _PLAIN
    width = (
        1.5 + (_WIDEST - 1.5) * math.sqrt((line.weight - 1) / (widest - 1))
        if widest > 2
        else line.weight * 1.5
    )
    beside = {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12}} if line.dashed else {}
    return {
        **beside,  # both parties may cite the same guideline
        "from": ids[line.one],
        "to": ids[line.other],
        "width": round(width, 1),
        "title": line.hint,
        "dashes": [7, 6] if line.dashed else False,
        "color": {"color": color, "hover": color, "highlight": color, "opacity": 0.8},
    }


def _headings(
    picture: Picture, places: dict[str, tuple[int, int]]
) -> list[tuple[dict[str, Any], tuple[int, int]]]:
    top = min(places[box.key][1] - box_height(box) // 2 for box in picture.boxes)
    across = {box.column: places[box.key][0] for box in picture.boxes}
    look = {"shape": "text", "title": "", "chosen": False, "physics": False}
    return [
        (
            {**look, "label": words, "font": {"size": 17, "color": "#333333"}},
            (across[column], top - 34),
        )
        for column, words in enumerate(picture.headings)
        if column in across
    ]


def _legend(picture: Picture) -> str:
    items = []
    for kind in Kind:
        if any(box.kind is kind for box in picture.boxes):
            fill, _ = FILL[kind]
            border = {Kind.EARLIER: _BLUE, Kind.DETERMINATION: _GREY}.get(kind, fill)
            box = f'<rect x="1.5" y="1.5" width="17" height="11" rx="2" fill="{fill}" stroke="{border}" stroke-width="3"/>'
            items.append(_item(box, kind.value))
    items += [_item(_stroke(STROKE[tone]), words) for tone, words in picture.tones]
    if picture.dashes:
        solid, dashed = picture.dashes
        items += [_item(_stroke(_BLACK), solid), _item(_stroke(_BLACK, "7 6"), dashed)]
    if picture.weights:
        items.append(_item(f'<path d="M0 7 28 2V12Z" fill="{_GREY}"/>', picture.weights))
    return '<ul id="legend" aria-label="Legend">' + "".join(items) + "</ul>"


def _stroke(colour: str, dashes: str = "none") -> str:
    return f'<path d="M0 7H28" stroke="{colour}" stroke-width="4" stroke-dasharray="{dashes}"/>'


def _item(drawing: str, words: str) -> str:
    wide = 20 if drawing.startswith("<rect") else 28
    return f'<li><svg width="{wide}" height="14" aria-hidden="true">{drawing}</svg>{escape(words)}</li>'
