"""Loading real servers: what arrives, what a second push adds, how one that was killed goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from imrgraph.cli import main
from imrgraph.errors import StoreError
from imrgraph.store import Iri, Rows, open_store
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.store.push import Pushed, push
from imrgraph.store.writer import StoreWriter
from tests.cases import case
from tests.servers import GRAPH, Running, free_port, oxigraph_server, virtuoso_server
from tests.store.stub import Answer, Request, stub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imrgraph.store import Triple

LETTERS = 7


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Running]:
    with oxigraph_server() as running:
        yield running


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Each of them, with the credentials that loading it takes."""
    running: Running = request.getfixturevalue(request.param)
    monkeypatch.delenv("IMRGRAPH_SPARQL_TOKEN", raising=False)
    for name, value in (("USER", running.user), ("PASSWORD", running.password)):
        if value:
            monkeypatch.setenv(f"IMRGRAPH_SPARQL_{name}", value)
        else:
            monkeypatch.delenv(f"IMRGRAPH_SPARQL_{name}", raising=False)
    return running


@pytest.fixture
def source(folder: Path) -> Path:
    """A store of seven letters."""
    with StoreWriter(folder) as writer:
        for name in "abcdefg":
            writer.add(case(f"Letter {name}.", f"{name}.txt"), origin=f"/{name}.txt")
    return folder


def held(path: Path | str) -> set[Triple]:
    with open_store(path) as store:
        return set(store.triples())


def notes(source: Path) -> Path:
    return source.with_name(source.name + ".push.json")


@pytest.mark.parametrize("by", ["graph-store", "update"])
def test_what_a_store_holds_is_what_a_server_holds(server: Running, source: Path, by: str) -> None:
    address = server.store if by == "graph-store" else server.update
    told: list[int] = []
    done = push(source, address, graph=server.graph, batch=3, replace=True, progress=told.append)
    expected = held(source)
    assert done == Pushed(letters=LETTERS, triples=len(expected))
    assert told == [3, 6, 7]
    assert held(server.query) == expected
    push(source, address, graph=server.graph)
    assert held(server.query) == expected
    assert not notes(source).exists()


def test_a_graph_file_is_pushed_too(server: Running, source: Path, tmp_path: Path) -> None:
    with OxigraphStore(source) as store:
        export(store, tmp_path / "graph.ttl")
    done = push(tmp_path / "graph.ttl", server.store, graph=server.graph, batch=2, replace=True)
    assert done.letters == LETTERS
    assert held(server.query) == held(source)


def test_replacing_empties_the_graph_first(server: Running, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.nt"
    other.write_text("<urn:old> <urn:p> <urn:o> .\n", encoding="utf-8")
    push(other, server.store, graph=server.graph)
    old = (Iri("urn:old"), Iri("urn:p"), Iri("urn:o"))
    assert old in held(server.query)
    push(source, server.store, graph=server.graph)
    assert old in held(server.query)
    push(source, server.store, graph=server.graph, replace=True)
    assert held(server.query) == held(source)


def test_a_push_that_is_killed_goes_on(server: Running, source: Path) -> None:
    push_one = (
        "import os, signal, sys, pathlib; from imrgraph.store.push import push\n"
        "stop = lambda letters: os.kill(os.getpid(), signal.SIGKILL) if letters == 4 else None\n"
        "push(pathlib.Path(sys.argv[1]), sys.argv[2], graph=sys.argv[3] or None, batch=2, replace=True, progress=stop)"
    )
    command = [sys.executable, "-c", push_one, str(source), server.store, server.graph or ""]
    assert subprocess.run(command, env=os.environ, check=False).returncode == -signal.SIGKILL
    some = held(server.query)
    assert some < held(source)
    [note] = json.loads(notes(source).read_text()).values()
    assert (note["letters"], note["after"]) == (4, "d")
    assert "dba" not in notes(source).read_text()
    told: list[int] = []
    done = push(
        source, server.store, graph=server.graph, batch=2, resume=True, replace=True, progress=told.append
    )
    assert done == Pushed(letters=3, triples=len(held(source) - some))
    assert told == [6, 7]
    assert held(server.query) == held(source)
    assert not notes(source).exists()


def test_a_store_that_has_changed_is_not_resumed(oxigraph: Running, source: Path) -> None:
    def stop(letters: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        push(source, oxigraph.store, batch=2, progress=stop)
    with StoreWriter(source) as writer:
        writer.add(case("Letter h.", "h.txt"), origin="/h.txt")
    with pytest.raises(StoreError, match="has changed since"):
        push(source, oxigraph.store, resume=True)
    assert push(source, oxigraph.store).letters == LETTERS + 1


def test_damaged_notes_are_said(oxigraph: Running, source: Path) -> None:
    notes(source).write_text("[1", encoding="utf-8")
    with pytest.raises(StoreError, match=r"push\.json: cannot be read; remove it"):
        push(source, oxigraph.store, resume=True)


def test_a_wrong_password_is_one_line_without_it(
    virtuoso: Running, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IMRGRAPH_SPARQL_USER", "dba")
    monkeypatch.setenv("IMRGRAPH_SPARQL_PASSWORD", "geheim")
    assert main(["push", virtuoso.store, "--store", str(source), "--named-graph", GRAPH]) == 1
    said = capsys.readouterr().err
    assert "refuses (401): set IMRGRAPH_SPARQL_USER" in said
    assert "geheim" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "answers 500"), (302, "not followed"), (403, "refuses"), (413, "answers 413")],
)
def test_what_a_server_says_to_letters_is_not_repeated(source: Path, status: int, words: str) -> None:
    answer = Answer(status, b"failed backs", headers={"Location": "http://evil.example/"})
    with stub(lambda _: answer) as server, pytest.raises(StoreError, match=words) as caught:
        push(source, server.address)
    assert "failed backs" not in str(caught.value)
    assert len(server.requests) == 1


def test_a_server_without_a_graph_store_is_updated(source: Path) -> None:
    def answer(request: Request) -> Answer:
        return Answer(204 if request.headers["content-type"].startswith("application/x-www-form") else 415)

    with stub(answer) as server:
        push(source, server.address)
    assert [r.headers["content-type"] for r in server.requests[:2]] == [
        "application/n-triples",
        "application/x-www-form-urlencoded",
    ]
    assert b"update=INSERT+DATA" in server.requests[1].body


def test_a_server_that_is_down(source: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        push(source, f"http://127.0.0.1:{free_port()}/store")


def test_blank_nodes_are_refused(tmp_path: Path, oxigraph: Running) -> None:
    (tmp_path / "graph.nt").write_text("_:a <urn:p> <urn:o> .\n", encoding="utf-8")
    with pytest.raises(StoreError, match="blank nodes"):
        push(tmp_path / "graph.nt", oxigraph.store)


def test_a_graph_s_name_is_an_iri(source: Path, oxigraph: Running) -> None:
    with pytest.raises(StoreError, match="is no IRI"):
        push(source, oxigraph.store, graph="my letters> } ; DROP ALL")


def test_a_named_graph_is_asked_by_its_name(oxigraph: Running, source: Path) -> None:
    push(source, oxigraph.store, graph=GRAPH)
    named = replace(oxigraph, query=f"{oxigraph.query}?default-graph-uri={GRAPH}")
    with open_store(named.query) as store:
        found = store.query("SELECT ?l { ?l a imr:Letter }")
    assert isinstance(found, Rows)
    assert len(found) == LETTERS
