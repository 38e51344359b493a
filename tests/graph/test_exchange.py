"""Every format is read back by its usual reader, hostile words included."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import polars as pl
import pytest

from imrgraph.cli import main
from imrgraph.errors import MissingExtraError
from imrgraph.graph import PROJECTIONS, to_networkx
from imrgraph.graph.exchange import FORMATS, to_gexf, to_graphml, write_graph
from imrgraph.vocab.concepts import BASE
from tests.engines import GRAPH, engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = (
    '=cmd|"/c calc"!A1, \'<b>&amp;</b>\n\r\tnull\x00 esc\x1b[31m half\ud800 \\" `x` ;DROP ]]> \u2028end\\'
)
FIT = '=cmd|"/c calc"!A1, \'<b>&amp;</b>\n\r\tnull  esc [31m half  \\" `x` ;DROP ]]> \u2028end\\'
MRI = BASE + "treatment/mri"
_G = "{http://gexf.net/1.3}"


@pytest.fixture
def network() -> nx.Graph:
    """A network whose words nobody can be trusted with."""
    made = to_networkx(engine("oxigraph"), "treatment-guideline")
    made.nodes[MRI]["label"] = HOSTILE
    made.nodes[MRI]["odd"] = 0.5
    made.nodes[MRI]["sure"] = True
    return made


@pytest.mark.parametrize("projection", PROJECTIONS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_projection_is_written_in_every_format(projection: str, form: str, tmp_path: Path) -> None:
    graph = to_networkx(engine("oxigraph"), projection)
    write_graph(graph, tmp_path / f"a.{form}", form)
    write_graph(graph, tmp_path / f"b.{form}", form)
    assert _bytes(tmp_path / f"a.{form}") == _bytes(tmp_path / f"b.{form}")


def _bytes(path: Path) -> list[bytes]:
    if path.suffix == ".npz":  # a zip has times
        with np.load(path) as tables:
            return [tables[name].tobytes() for name in tables.files]
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file.read_bytes() for file in files]


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_graphml_reads_back(projection: str) -> None:
    graph = to_networkx(engine("oxigraph"), projection)
    read = nx.parse_graphml(to_graphml(graph), force_multigraph=graph.is_multigraph())
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(read.edges(data=True), key=str) == sorted(graph.edges(data=True), key=str)


def test_graphml_keeps_hostile_words(network: nx.Graph) -> None:
    read = nx.parse_graphml(to_graphml(network))
    assert _folded(read.nodes[MRI]["label"]) == _folded(FIT)
    assert read.nodes[MRI]["sure"] is True
    assert network.nodes[MRI]["label"] == HOSTILE


def _folded(text: str) -> str:
    """Without the difference of line ends, which XML drops."""
    return " ".join(text.replace("\r", "\n").split(" ")).replace("\n\n", "\n")


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_gexf_reads_back(projection: str) -> None:
    graph = to_networkx(engine("oxigraph"), projection)
    text = to_gexf(graph)
    read = nx.read_gexf(io.BytesIO(text.encode()), version="1.3")
    assert read.is_directed() == graph.is_directed()
    assert {said["iri"]: said["label"] for _, said in read.nodes(data=True)} == dict(
        graph.nodes(data="label")
    )
    name = dict(read.nodes(data="iri"))
    weights = sorted((*sorted((name[a], name[b])), said["weight"]) for a, b, said in read.edges(data=True))
    assert weights == sorted((*sorted((a, b)), w) for a, b, w in graph.edges(data="weight"))


def test_gexf_is_built_as_its_schema_says(network: nx.Graph) -> None:
    """The rules of gexf.xsd 1.3 that a file of ours can break: order, required attributes, types, references."""
    root = ET.fromstring(to_gexf(network))
    assert root.tag == f"{_G}gexf"
    assert root.get("version") == "1.3"
    assert [child.tag for child in root] == [f"{_G}meta", f"{_G}graph"]
    graph = root[1]
    assert graph.get("defaultedgetype") in {"directed", "undirected", "mutual"}
    assert [child.tag for child in graph] == [
        f"{_G}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    declared = {}
    for attributes in graph.iter(f"{_G}attributes"):
        assert attributes.get("class") in {"node", "edge"}
        declared[attributes.get("class")] = {one.get("id"): one.get("type") for one in attributes}
    assert set(declared["node"].values()) <= {"integer", "long", "double", "float", "boolean", "string"}
    ids = [node.get("id") for node in graph.iter(f"{_G}node")]
    assert len(set(ids)) == len(ids)
    read: dict[str, Callable[[str], object]] = {
        "long": int,
        "double": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "string": str,
    }
    for kind in ("node", "edge"):
        for one in graph.iter(f"{_G}{kind}"):
            assert one.get("id")
            assert {child.tag for child in one} <= {f"{_G}attvalues", "{http://gexf.net/1.3/viz}color"}
            for value in one.iter(f"{_G}attvalue"):
                read[str(declared[kind][value.get("for")])](str(value.get("value")))
    for edge in graph.iter(f"{_G}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert float(str(edge.get("weight"))) > 0
    [mri] = [
        node
        for node in graph.iter(f"{_G}node")
        if MRI in {v.get("value") for v in node.iter(f"{_G}attvalue")}
    ]
    assert (mri.get("label") or "").replace("\n", " ").split() == FIT.split()


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_json_reads_back_as_it_was(projection: str, tmp_path: Path) -> None:
    graph = to_networkx(engine("oxigraph"), projection)
    write_graph(graph, tmp_path / "n.json")
    read = nx.node_link_graph(json.loads((tmp_path / "n.json").read_text("utf-8")), edges="edges")
    assert type(read) is type(graph)
    assert nx.utils.graphs_equal(read, graph)


def test_json_keeps_hostile_words(network: nx.Graph, tmp_path: Path) -> None:
    write_graph(network, tmp_path / "n.json")
    read = nx.node_link_graph(json.loads((tmp_path / "n.json").read_bytes()), edges="edges")
    assert read.nodes[MRI]["label"] == HOSTILE


def test_csv_reads_back_and_runs_nothing(network: nx.Graph, tmp_path: Path) -> None:
    write_graph(network, tmp_path / "n.csv")
    with (tmp_path / "n.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = nx.Graph()
    read.add_weighted_edges_from((row["source"], row["target"], int(row["weight"])) for row in rows)
    assert {frozenset(e[:2]): e[2] for e in read.edges(data="weight")} == {
        frozenset(e[:2]): e[2] for e in network.edges(data="weight")
    }
    assert {row["targetLabel"] for row in rows if row["target"] == MRI} == {"'" + FIT}
    frame = pl.read_csv(tmp_path / "n.csv")
    assert frame["weight"].sum() == sum(w for *_, w in network.edges(data="weight"))


def test_parquet_reads_back(network: nx.Graph, tmp_path: Path) -> None:
    write_graph(network, tmp_path / "tables", "parquet")
    nodes, edges = (pl.read_parquet(tmp_path / "tables" / f"{name}.parquet") for name in ("nodes", "edges"))
    assert nodes["id"].to_list() == list(network)
    assert nodes.filter(pl.col("id") == MRI)["label"].to_list() == [FIT]
    assert nodes.schema["odd"] == pl.Float64
    assert edges.select("source", "target", "weight").rows() == list(network.edges(data="weight"))


def test_parquet_without_polars_names_the_extra(
    network: nx.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"imrgraph\[tables\]"):
        write_graph(network, tmp_path / "tables", "parquet")


def test_neo4j_reads_back(network: nx.Graph, tmp_path: Path) -> None:
    write_graph(network, tmp_path, "neo4j")
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (tmp_path / "relationships.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    assert [row["iri:ID"] for row in nodes] == list(network)
    assert {row[":LABEL"] for row in nodes} == {"Treatment", "Guideline"}
    assert {row[":TYPE"] for row in edges} == {"GUIDELINE_TREATMENT"}
    assert [int(row["weight:long"]) for row in edges] == [w for *_, w in network.edges(data="weight")]
    [label] = [row["label:string"] for row in nodes if row["iri:ID"] == MRI]
    assert not set(label) & set("\n\r\t\\\u2028\x00")
    assert len((tmp_path / "nodes.csv").read_text("utf-8").splitlines()) == len(nodes) + 1


def test_the_cypher_script_has_no_words_of_letters(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", kind="x`) DETACH DELETE n //", label="l")
    graph.add_node("b", kind="y")
    graph.add_edge("a", "b", relation="r]->() DELETE //", weight=1, **{"at`tr": 1})
    write_graph(graph, tmp_path, "neo4j")
    script = (tmp_path / "load.cypher").read_text("utf-8")
    assert "MERGE (n:XDETACHDELETEN {iri: row.`iri:ID`})" in script
    assert "MERGE (a)-[r:R_DELETE]->(b)" in script
    assert "r.`at``tr` = toInteger(row.`at``tr:long`)" in script


def test_arrays_fill_a_graph_of_several_kinds(tmp_path: Path) -> None:
    graph = to_networkx(engine("oxigraph"), "letter-everything")
    write_graph(graph, tmp_path / "n.npz")
    tables = np.load(tmp_path / "n.npz", allow_pickle=False)
    edges = set()
    for name in tables.files:
        parts = name.split("/")
        if parts[0] == "nodes" and parts[2] == "x":
            assert tables[name].dtype == np.float32
            assert tables[name].shape == (
                len(tables[f"nodes/{parts[1]}/id"]), len(tables[f"nodes/{parts[1]}/features"])
            )  # fmt: skip
        if parts[-1] == "edge_index":
            _, source, relation, target, _ = parts
            assert tables[name].dtype == np.int64
            assert len(tables[f"edges/{source}/{relation}/{target}/edge_attr"]) == tables[name].shape[1]
            ids = tables[f"nodes/{source}/id"], tables[f"nodes/{target}/id"]
            edges |= {(str(ids[0][a]), str(ids[1][b]), relation) for a, b in tables[name].T}
    assert edges == set(graph.edges(keys=True))


def test_features_say_degrees_and_groups(network: nx.Graph, tmp_path: Path) -> None:
    write_graph(network, tmp_path / "n.npz")
    tables = np.load(tmp_path / "n.npz", allow_pickle=False)
    row = tables["nodes/treatment/x"][list(tables["nodes/treatment/id"]).index(MRI)]
    said = dict(zip(tables["nodes/treatment/features"].tolist(), row.tolist(), strict=True))
    assert said["degree"] == network.degree[MRI]
    assert said["strength"] == network.degree(weight="weight")[MRI]
    assert (
        said["category=diagnostic-imaging"],
        said.get("category=program", 0),
    ) == (1, 0)


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_network_can_be_written(form: str, tmp_path: Path) -> None:
    write_graph(nx.Graph(), tmp_path / f"empty.{form}", form)


def test_export_writes_by_suffix_and_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["-p", "outcome=Overturned", "--min-weight", "1", "--graph", str(GRAPH)]
    assert main(["export", "treatment-guideline", "-o", "n.gexf", *given]) == 0
    assert main(["export", "treatment-guideline", "-o", "out", "--format", "neo4j", *given]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("n.gexf: ")
    assert (
        nx.read_gexf("n.gexf", version="1.3").number_of_edges()
        == to_networkx(engine("oxigraph"), "treatment-guideline", {"outcome": "Overturned"}).number_of_edges()
    )
    assert main(["export", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{name}\n    {words}" in listed for name, words in {**PROJECTIONS}.items())
    assert all(f"--format {name}\n" in listed for name in FORMATS)


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [
        pytest.param(["export"], 2, "name a network", id="nothing"),
        pytest.param(["export", "letter-everything", "-o", "x.txt"], 2, "--format", id="suffix"),
        pytest.param(["export", "nosuch", "-o", "x.csv"], 1, "no projection", id="projection"),
        pytest.param(["export", "letter-everything", "-o", "no/x.csv"], 1, "cannot be written", id="folder"),
        pytest.param(
            ["export", "letter-everything", "-o", "x.csv", "-p", "a=b"], 1, "no parameter", id="filter"
        ),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(
    argv: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main([*argv, "--graph", str(GRAPH)]) == status
    assert says in capsys.readouterr().err
