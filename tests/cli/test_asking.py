"""`imrgraph query`, `metrics` and `view`: what they print where, and their exit status."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import networkx as nx
import pytest

from imrgraph.cli import main
from imrgraph.cli.options import as_given
from imrgraph.query import list_queries
from tests.engines import GRAPH

Captured = pytest.CaptureFixture[str]
FROM = ["--graph", str(GRAPH)]
STORE = ["--store", str(GRAPH)]
DRAWN = ["query", "treatment-guideline", *STORE, "--graph", "x.html"]
STATEMENTS = ["query", "letter-graph", "-p", "letter=five", *STORE, "--graph", "x.html"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_query_list_names_each_question(capsys: Captured) -> None:
    assert main(["query", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(f"{query.name}\n    {query.question}" in out for query in list_queries())


def test_query_prints_rows_on_stdout_alone(capsys: Captured) -> None:
    asked = [
        "query",
        "citations-of-guideline",
        "-p",
        "guideline=guideline:acoem-ch12",
        "--format",
        "csv",
        *FROM,
    ]
    assert main(asked) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert {row["page"] for row in csv.DictReader(io.StringIO(out))} == {"303", "303-305", "300", ""}


def test_query_reads_a_file_and_standard_input(
    here: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# param: letter, a letter\nSELECT ?letter ?item { ?letter imr:hasDetermination/imr:disputedItem ?item }"
    (here / "mine.rq").write_text(text)
    assert main(["query", "./mine.rq", "-p", "letter=five", *FROM]) == 0
    first = capsys.readouterr().out
    assert "PT, <b>=SUM(1)</b>" in first
    assert main(["query", "mine.rq", "-p", "letter=five", *FROM]) == 0
    assert capsys.readouterr().out == first
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main(["query", "-", "-p", "letter=five", *FROM]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [
        pytest.param(["query"], 2, "name a query", id="nothing"),
        pytest.param(["query", "letters", "-p", "x", *FROM], 2, "NAME=VALUE", id="no equals sign"),
        pytest.param(["query", "letters", "--format", "xml", *FROM], 2, "xml", id="format"),
        pytest.param(["query", "nosuch", *FROM], 1, "no query named", id="name"),
        pytest.param(["query", "nosuch.rq", *FROM], 1, "nosuch.rq", id="file"),
        pytest.param(["query", "letters", "--format", "turtle", *FROM], 1, "CONSTRUCT", id="turtle of rows"),
        pytest.param(["query", "letters", "--graph", "none.ttl"], 1, "none.ttl", id="graph"),
        pytest.param(["query", "letters"], 1, "imrgraph.db", id="store"),
        pytest.param(["query", "letters", "--graph", "x.txt"], 2, "FILE.html", id="neither page nor graph"),
        pytest.param(["query", "letters", *STORE, "--graph", "x.html"], 1, "caseNumber", id="no nodes"),
        pytest.param(["query", "letters", "--columns", "a,b", *FROM], 2, "--graph", id="columns of no page"),
        pytest.param([*DRAWN, "--format", "csv"], 2, "--format or --graph", id="page and table"),
        pytest.param([*DRAWN, "--columns", "guideline,nosuch"], 1, "no column 'nosuch'", id="no such column"),
        pytest.param([*STATEMENTS, "--columns", "s,o"], 2, "no columns", id="columns of a graph"),
        pytest.param(["metrics", "nosuch", *FROM], 1, "no projection", id="projection"),
        pytest.param(["metrics", "-o", "x.txt", *FROM], 2, ".graphml", id="suffix"),
        pytest.param(["metrics", "-o", "no/x.csv", *FROM], 1, "no/x.csv: cannot be written", id="no folder"),
        pytest.param(["view", "citations", "-o", "no/x", *FROM], 1, "no/x: cannot be", id="no folder either"),
        pytest.param(["view", "letter", *FROM], 2, "name the letter", id="no letter"),
        pytest.param(["view", "letter", "CM99-1", *FROM], 1, "no letter", id="letter"),
        pytest.param(["view", "citations", "CM99-1", *FROM], 2, "CM99-1", id="letter too many"),
        pytest.param(["view", "citations", "--seed", "1", *FROM], 2, "--backbone", id="no network's option"),
        pytest.param(["view", "nosuch", *FROM], 1, "no projection", id="picture"),
        pytest.param(
            ["view", "treatment-guideline", "-p", "x=1", *FROM], 1, "x", id="a filter that there is not"
        ),
        pytest.param(
            ["view", "guideline-cocitation", "--min-weight", "99", *FROM], 1, "nothing to draw", id="nothing"
        ),
        pytest.param(["view", "treatment-guideline", "--backbone", "2", *FROM], 1, "alpha", id="alpha"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(
    argv: list[str], status: int, says: str, capsys: Captured
) -> None:
    assert main(argv) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert status == 2 or len(err.splitlines()) == 1


def test_metrics_prints_the_leading_nodes_and_writes_all(here: Path, capsys: Captured) -> None:
    assert main(["metrics", "treatment-guideline", "--top", "2", "--format", "csv", *FROM]) == 0
    out, err = capsys.readouterr()
    assert next(row["nodeLabel"] for row in csv.DictReader(io.StringIO(out))) == "MRI"
    assert len(out.splitlines()) == 3
    assert err == "the first 2 of 9 (--top)\n"
    assert main(["metrics", "-o", "all.csv", *FROM]) == 0
    assert main(["metrics", "-o", "all.graphml", *FROM]) == 0
    assert len((here / "all.csv").read_text().splitlines()) == 10
    assert len(nx.read_graphml(here / "all.graphml")) == 9


def test_view_writes_one_file_and_nothing_else(here: Path, capsys: Captured) -> None:
    assert main(["view", "letter", "CM14-0000102", "-o", "letter.html", *FROM]) == 0
    assert main(["view", "citations", *FROM]) == 0
    assert sorted(path.name for path in here.iterdir()) == ["citations.html", "letter.html"]
    assert capsys.readouterr().out == ""
    assert main(["view", "citations", "-o", "-", *FROM]) == 0
    assert capsys.readouterr().out == (here / "citations.html").read_text(encoding="utf-8")


def test_a_query_is_drawn_and_says_what_it_draws(here: Path, capsys: Captured) -> None:
    assert main(DRAWN) == 0
    drawn = "drawn: treatment to guideline; weight: determinations (--columns chooses others)\n"
    assert capsys.readouterr() == ("", drawn + "x.html: open it in a browser\n")
    page = (here / "x.html").read_text(encoding="utf-8")
    assert "Which guideline is relied on in disputes over which treatment" in page
    assert main([*DRAWN[:-1], "-"]) == 0
    assert capsys.readouterr() == (page, drawn)
    assert main([*DRAWN, "--columns", "guideline,treatment,family"]) == 0
    assert "drawn: guideline to treatment, related by family; weight: determ" in capsys.readouterr().err
    assert "An arrow leads from guideline to treatment, one for each family; the more determinations" in (
        here / "x.html"
    ).read_text(encoding="utf-8")
    assert main(STATEMENTS) == 0
    assert capsys.readouterr() == ("", "x.html: open it in a browser\n")


def test_a_graph_file_is_asked_by_either_option(capsys: Captured) -> None:
    assert main(["query", "letters", *FROM]) == 0
    rows = capsys.readouterr().out
    assert main(["query", "letters", *STORE]) == 0
    assert capsys.readouterr().out == rows
    before = GRAPH.read_bytes()
    assert main([*DRAWN[:-1], str(GRAPH)]) == 2  # it is asked, not written over
    assert "not both" in capsys.readouterr().err
    assert GRAPH.read_bytes() == before


def test_view_draws_any_network_narrowed_as_asked(here: Path) -> None:
    assert main(["view", "treatment-guideline", *FROM]) == 0
    assert "9 nodes, 9 connections" in (here / "treatment-guideline.html").read_text(encoding="utf-8")
    narrowed = ["-p", "outcome=Overturned", "--top", "2", "--renderer", "sigma", "-o", "narrow.html"]
    assert main(["view", "treatment-guideline", *narrowed, *FROM]) == 0
    page = (here / "narrow.html").read_text(encoding="utf-8")
    assert "4 nodes, 2 connections" in page  # of equal ones those that come first by name
    assert "Drawn: the 2 heaviest of 4 connections." in page
    assert "outcome: Overturned." in page
    assert f"imrgraph metrics treatment-guideline -p outcome=Overturned --graph {GRAPH} --trace" in page


@pytest.mark.parametrize(
    ("store", "graph", "options"),
    [
        pytest.param(None, None, (), id="the usual store"),
        pytest.param("try.db", None, ("--store", "try.db"), id="store"),
        pytest.param(None, Path("g.ttl"), ("--graph", "g.ttl"), id="graph file"),
        pytest.param("https://me:secret@host/sparql", None, (), id="server"),
    ],
)
def test_a_page_names_the_store_but_no_server(
    store: str | None, graph: Path | None, options: tuple[str, ...]
) -> None:
    assert as_given(store, graph) == options
