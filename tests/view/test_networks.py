"""What pages of networks hold, before a browser sees them."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from imrgraph.data import example_letters_dir
from imrgraph.errors import ViewError
from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.query import run as query
from imrgraph.store import open_store
from imrgraph.store.build import build
from imrgraph.synth import write_corpus
from imrgraph.view import Item, network_page, view_answer, view_citations, view_letter, view_network
from imrgraph.view.projection import heaviest
from tests.engines import engine

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


def star(rays: int) -> nx.Graph:
    """A guideline with that many treatments, the first the heaviest; weight `rays` to 1, all upheld but the last."""
    graph = nx.Graph()
    graph.add_node("https://example.org/guideline/g", label="the guideline", kind="guideline", family="odg")
    for at in range(rays):
        node = f"https://example.org/treatment/t{at}"
        counts = {"upheld": 0, "overturned": 1} if at == rays - 1 else {"upheld": rays - at, "overturned": 0}
        graph.add_node(node, label=f"treatment {at}", kind="treatment", category="dme")
        graph.add_edge(
            "https://example.org/guideline/g", node, weight=rays - at, partially_overturned=0, **counts
        )
    return graph


def data_of(page: str) -> dict[str, Any]:
    """What the page's scripts are given."""
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def drawn_by(page: str) -> str:
    return "sigma" if "new Sigma(" in page else "pyvis"


def test_small_networks_are_drawn_by_pyvis_and_large_ones_by_sigma() -> None:
    assert drawn_by(network_page(star(299), title="small")) == "pyvis"
    assert drawn_by(network_page(star(300), title="large")) == "sigma"
    assert drawn_by(network_page(nx.complete_graph(64), title="many connections")) == "sigma"  # 2,016
    assert drawn_by(network_page(star(3), title="asked for", renderer="sigma")) == "sigma"


def test_a_page_holds_what_the_network_says() -> None:
    data = data_of(network_page(star(3), title="star"))
    nodes, edges = data["nodes"], data["edges"]
    assert nodes["label"] == ["the guideline", "treatment 0", "treatment 1", "treatment 2"]
    assert nodes["strength"] == [6, 3, 2, 1]
    assert nodes["degree"] == [3, 1, 1, 1]
    assert nodes["name"] == ["g", "t0", "t1", "t2"]
    assert (edges["from"], edges["to"], edges["weight"]) == ([0, 0, 0], [1, 2, 3], [3, 2, 1])
    assert edges["share"] == [0, 0, 100]
    assert [data["tones"][tone][0] for tone in edges["tone"]] == [
        "two thirds or more of the denials upheld",
        "two thirds or more of the denials upheld",
        "two thirds or more of the denials overturned",
    ]
    assert [column["name"] for column in nodes["columns"]] == ["family", "category"]
    assert nodes["columns"][1]["values"] == [None, "dme", "dme", "dme"]


def test_nodes_are_told_apart_by_kind_attribute_community_and_outcome() -> None:
    data = data_of(network_page(star(3), title="star"))
    kind = data["facets"][0]
    assert [one["name"] for one in data["facets"]] == ["kind", "category", "family", "outcome"]
    assert kind["values"] == [["treatment", "#0072b2"], ["guideline", "#e69f00"]]
    assert kind["of"] == [1, 0, 0, 0]
    assert [one["shape"] for one in data["kinds"]] == ["circle", "square"]


def test_many_groups_share_a_colour_and_two_communities_have_their_own() -> None:
    graph = nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(3))
    nx.set_node_attributes(graph, {at: f"place {at:02}" for at in graph}, "place")
    graph.add_nodes_from((at, {"place": f"place {at:02}"}) for at in range(7, 12))
    by_name = {one["name"]: one for one in data_of(network_page(graph, title="groups"))["facets"]}
    assert [words for words, _ in by_name["place"]["values"]][-1] == "5 others"
    assert by_name["place"]["of"] == [0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7]
    assert by_name["community"]["of"] == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2]


def test_items_behind_are_cut_and_counted() -> None:
    graph = star(1)
    one, other = graph
    items = [Item(case_number=f"CM14-{at:07}", number=1, outcome="Upheld") for at in range(25)]
    said = data_of(
        network_page(
            graph,
            title="items",
            letters={one: items, (other, one): items[:2]},
            command="imrgraph metrics --trace",
        )
    )["letters"]
    assert said["nodes"] == {"0": [25, list(range(20))]}
    assert said["edges"] == {"0": [2, [0, 1]]}
    assert said["items"][1] == ["CM14-0000001", 1, "Upheld"]
    assert len(said["items"]) == 20


def test_any_graph_is_drawn() -> None:
    loops = nx.MultiDiGraph()
    loops.add_edge(1, 1, weight="many")
    loops.add_edge(1, ("a", 2), relation="knows", weight=float("nan"))
    loops.add_edge(1, ("a", 2), relation="likes", since=1999)
    edges = data_of(network_page(loops, title="any"))["edges"]
    assert edges["weight"] == [1, 1, 1]
    assert [column["values"] for column in edges["columns"]] == [
        [None, "knows", "likes"],
        [None, None, 1999],
    ]
    assert data_of(network_page(nx.empty_graph(1), title="one"))["nodes"]["label"] == ["0"]


def test_nothing_or_too_much_to_draw_is_an_error() -> None:
    with pytest.raises(ViewError, match="nothing to draw"):
        network_page(nx.Graph(), title="nothing")
    with pytest.raises(ViewError, match="narrow the network with --min-weight"):
        network_page(nx.empty_graph(60_001), title="too much")


def test_the_page_is_the_same_each_time_and_names_no_outside_host() -> None:
    made = network_page(
        to_networkx(engine("oxigraph"), "treatment-guideline"), title="treatments", renderer="sigma"
    )
    assert made == network_page(
        to_networkx(engine("rdflib"), "treatment-guideline"), title="treatments", renderer="sigma"
    )
    own = re.sub(r"<script>.*?</script>", "", made, flags=re.DOTALL)
    assert "://" not in own
    assert not re.search(r"<(link|img|iframe)\b|\bsrc=|\bstyle=|\bon\w+=", own)
    assert "sourceMappingURL" not in made
    assert "unsafe" not in re.findall(r'Content-Security-Policy" content="([^"]*)"', made)[0]


@pytest.mark.parametrize("renderer", ["pyvis", "sigma"])
def test_words_are_never_markup_or_script(renderer: Any) -> None:
    graph = nx.Graph()
    graph.add_node("a" + EVIL, label=EVIL, kind=EVIL, note=EVIL)
    graph.add_edge("a" + EVIL, "b", relation=EVIL, **{EVIL: EVIL})
    items = {"b": [Item(case_number=EVIL, number=1, outcome=EVIL)]}
    made = network_page(graph, title=EVIL, note=EVIL, renderer=renderer, letters=items, command=EVIL)
    assert "<script>alert" not in made
    assert "<img" not in made
    assert data_of(made)["nodes"]["label"][0] == EVIL


def test_words_that_turn_the_direction_are_marked() -> None:
    graph = nx.Graph()
    graph.add_node(1, label="right\u202eleft\nnext\ud800")
    assert data_of(network_page(graph, title="bidi"))["nodes"]["label"] == ["right\ufffdleft next\ufffd"]


def test_tables_without_script_stop_at_a_thousand_and_say_so() -> None:
    made = network_page(star(1_200), title="many")
    tables = re.findall(r'<table id="(\w+)">(.*?)</table>', made, re.DOTALL)
    assert [(name, body.count("<tr>")) for name, body in tables] == [("nodes", 1_001), ("edges", 1_001)]
    assert "The first 1,000 of 1,201, strongest first." in made
    assert tables[0][1].split("<tr>")[2].startswith("<td>the guideline</td>")


def test_the_libraries_are_those_that_the_readme_names() -> None:
    folder = files("imrgraph.view").joinpath("vendor")
    rows = re.findall(
        r"^\| `(\w+)` \| [\d.]+ \| \S+ `package/dist/([\w.]+)` \| MIT \| `([0-9a-f]{64})` \|$",
        folder.joinpath("README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert {name for name, _, _ in rows} == {
        one.name for one in folder.iterdir() if one.is_dir()
    }  # none without a row
    for name, file, digest in rows:
        assert hashlib.sha256(folder.joinpath(name, file).read_bytes()).hexdigest() == digest
        assert "Permission is hereby granted" in folder.joinpath(name, "LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_every_projection_has_a_page(projection: str) -> None:
    store = engine("oxigraph")
    graph = to_networkx(store, projection)
    data = data_of(view_network(store, projection))
    assert data["nodes"]["count"] == len(graph)
    assert data["edges"]["count"] == graph.number_of_edges()
    assert data["letters"]["items"]
    assert data["letters"]["command"] == f"imrgraph metrics {projection} --trace"


def test_the_items_behind_a_connection_are_those_that_it_counts() -> None:
    data = data_of(view_network(engine("oxigraph"), "treatment-guideline"))
    label, edges, letters = data["nodes"]["label"], data["edges"], data["letters"]
    [at] = [
        at
        for at in range(edges["count"])
        if (label[edges["from"][at]], label[edges["to"][at]])
        == ("ACOEM chapter 12, Low Back Complaints", "MRI")
    ]
    number, items = letters["edges"][str(at)]
    assert number == edges["weight"][at] == 2
    assert [letters["items"][item] for item in items] == [
        ["CM14-0000101", 1, "Upheld"],
        ["CM15-0000104", 4, ""],
    ]


def test_a_backbone_and_the_heaviest_edges_are_kept_and_named() -> None:
    graph = star(4)
    assert sorted(heaviest(graph, 2)) == sorted(
        ["https://example.org/guideline/g", *(f"https://example.org/treatment/t{at}" for at in (0, 1))]
    )
    page = view_network(engine("oxigraph"), "administrator-reviewer", alpha=0.9)
    assert "connections that weigh more than chance would have it" in page
    assert data_of(page)["directed"] is False


def test_alike_letters_say_what_they_are_about() -> None:
    data = data_of(view_network(engine("oxigraph"), "letter-similarity"))
    columns = {column["name"]: column["values"] for column in data["nodes"]["columns"]}
    about = dict(zip(data["nodes"]["label"], columns["about"], strict=True))
    assert about["CM14-0000102"].split("; ")[0] == "MRI"


def test_communities_are_named_after_what_sets_them_apart() -> None:
    graph = nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(4))
    for node in graph:
        graph.nodes[node]["about"] = "common; " + ("left" if node < 4 else "right")
    facets = {one["name"]: one["values"] for one in data_of(network_page(graph, title="two"))["facets"]}
    assert [words for words, _ in facets["community"]] == ["1: left", "2: right"]


@pytest.mark.parametrize(
    ("synthetic", "said"),
    [
        pytest.param(0, None, id="none"),
        pytest.param(1, "Includes 1 synthetic letter of 4: not for conclusions", id="some"),
        pytest.param(4, "Synthetic letters only: this says nothing about the real program", id="all"),
    ],
)
def test_pictures_of_synthetic_letters_say_so(synthetic: int, said: str | None, tmp_path: Path) -> None:
    sources: list[Path] = list(write_corpus(tmp_path / "try", synthetic or 1, gold=False).letters.iterdir())
    if synthetic < 4:
        sources = [*sources[:synthetic], *sorted(example_letters_dir().iterdir())]
    build(sources, tmp_path / "store", jobs=0)
    with open_store(tmp_path / "store") as store:
        answer = query(store, "treatment-guideline")
        pages = (
            view_network(store, "treatment-guideline"),
            view_citations(store),
            view_answer(store, answer),
        )
    for page in pages:
        assert re.findall(r'<p class="mark" role="note">(.*?)</p>', page) == ([said] if said else [])


def test_the_page_of_a_letter_says_whether_that_letter_is_synthetic(tmp_path: Path) -> None:
    invented = write_corpus(tmp_path / "try", 1, gold=False).letters
    build([invented, example_letters_dir()], tmp_path / "store", jobs=0)
    [made] = [path.stem for path in invented.iterdir()]
    with open_store(tmp_path / "store") as store:
        assert 'class="mark"' in view_letter(store, made)
        assert 'class="mark"' not in view_letter(store, "000_20de0494f4bc5a7d")
