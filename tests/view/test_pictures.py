"""What pictures hold, before a browser sees them."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace

import networkx as nx
import pytest

from imrgraph.errors import QueryError, ViewError
from imrgraph.graph import to_networkx
from imrgraph.view import citations_picture, letter_picture, page, view_citations, view_letter
from imrgraph.view.layout import BOX_WIDTH, box_height, place
from imrgraph.view.picture import Box, Kind, Picture, Tone
from tests.engines import engine


def network(treatments: int, guidelines: int) -> nx.Graph:
    """A treatment-guideline projection of that many nodes, each treatment with three guidelines."""
    graph = nx.Graph()
    for at in range(guidelines):
        graph.add_node(f"g{at:03}", label=f"guideline {at}", kind="guideline", bipartite=1, family="odg")
    for at in range(treatments):
        graph.add_node(f"t{at:03}", label=f"treatment {at}", kind="treatment", bipartite=0, category="dme")
        for step in (1, 3, 7):
            counts = {"upheld": at % 3, "overturned": step, "partially_overturned": 0}
            graph.add_edge(f"t{at:03}", f"g{at * step % guidelines:03}", weight=at % 3 + step, **counts)
    return graph


def citations() -> Picture:
    return citations_picture(to_networkx(engine("oxigraph"), "treatment-guideline"))


def test_the_network_shows_each_side_and_each_outcome() -> None:
    picture = citations()
    assert picture.counts == "4 treatments, 5 guidelines, 9 connections"
    assert {box.column for box in picture.boxes if box.kind is Kind.TREATMENT} == {0}
    assert [tone for tone, _ in picture.tones] == [Tone.OVERTURNED, Tone.MIXED, Tone.UPHELD]
    assert len(picture.rows) == 9


def test_a_large_network_shows_its_heaviest_connections() -> None:
    picture = citations_picture(network(80, 30), top=25)
    assert len(picture.lines) == len(picture.rows) == 25
    assert "25 heaviest of" in picture.note
    assert {box.column for box in picture.boxes} == {0, 1, 2}
    assert len(citations_picture(network(80, 30), top=0).lines) == network(80, 30).number_of_edges()


@pytest.mark.parametrize("size", [(3, 2), (40, 12), (400, 60)])
def test_no_box_covers_another_and_places_are_always_the_same(size: tuple[int, int]) -> None:
    picture = citations_picture(network(*size), top=0)
    places = place(picture.boxes, picture.lines)
    assert places == place(picture.boxes[::-1], picture.lines)
    columns: dict[int, list[tuple[int, Box]]] = {}
    for box in picture.boxes:
        columns.setdefault(places[box.key][0], []).append((places[box.key][1], box))
    across = sorted(columns)
    assert all(right - left > BOX_WIDTH for left, right in itertools.pairwise(across))
    for column in columns.values():
        column.sort(key=lambda one: one[0])
        for (y, box), (below, next_box) in itertools.pairwise(column):
            assert below - y >= (box_height(box) + box_height(next_box)) // 2


def test_a_letter_shows_items_in_their_order() -> None:
    picture = letter_picture(to_networkx(engine("oxigraph"), "letter-everything", {"letter": "CM15-0000104"}))
    items = [box for box in picture.boxes if box.kind is Kind.DETERMINATION]
    places = place(picture.boxes, picture.lines)
    assert [box.label[:2] for box in sorted(items, key=lambda box: places[box.key][1])] == [
        "1.",
        "2.",
        "3.",
        "4.",
    ]
    assert items[0].tone is Tone.UPHELD
    assert items[3].tone is Tone.NONE


def test_labels_are_short_and_hints_whole() -> None:
    box = Box(key="x", label="word " * 60, kind=Kind.GUIDELINE, column=0)
    assert len(box.lines) == 3
    assert box.lines[-1].endswith("…")
    assert Box(key="x", label=" ", kind=Kind.GUIDELINE, column=0).lines == ("?",)


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ViewError, match="nothing to draw"):
        citations_picture(nx.Graph())
    with pytest.raises(ViewError, match="nothing was read"):
        letter_picture(nx.MultiDiGraph())
    with pytest.raises(QueryError, match="no letter"):
        view_letter(engine("oxigraph"), "CM99-0000000")


def test_the_page_is_the_same_each_time_and_names_no_outside_host() -> None:
    made = view_citations(engine("oxigraph"))
    assert made == view_citations(engine("rdflib"))
    own = re.sub(r"<script>.*?</script>", "", made, flags=re.DOTALL)  # vis-network's licence has addresses
    assert "://" not in own
    assert made.count("<h1>") == 1
    assert not re.search(r"<(link|img|iframe)\b|\bsrc=", own)


def test_words_are_never_markup_or_script() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    picture = replace(
        citations(),
        title=evil,
        note=evil,
        counts=evil,
        headings=(evil, evil),
        boxes=tuple(replace(box, label=evil, hint=evil) for box in citations().boxes),
        lines=tuple(replace(line, hint=evil) for line in citations().lines),
        rows=((evil,),),
        head=(evil,),
    )
    made = page(picture)
    assert "<script>alert" not in made
    assert "<img" not in made
    data = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', made, re.DOTALL)
    assert data
    drawn = json.loads(data[1])
    assert drawn["edges"][0]["title"] == evil
    assert all(isinstance(node["id"], int) for node in drawn["nodes"])
