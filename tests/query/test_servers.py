"""Every bundled query gives the same rows from a store folder and from two real servers: Oxigraph and Virtuoso."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from imrgraph.cli import main
from imrgraph.errors import StoreError
from imrgraph.query import list_queries
from imrgraph.query.run import run
from imrgraph.rdf.terms import XSD
from imrgraph.report import report
from imrgraph.store import Iri, Literal, Rows, Store, Triples, open_store
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from tests.servers import Running, oxigraph_server, virtuoso_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.lengthy

BROAD = {  # concepts with several ways up to them, or much below
    "condition": "condition:back-disorder",
    "ground": "ground:objective-findings-lacking",
    "guideline": "guideline:acoem",
    "letter": "000_20de0494f4bc5a7d",
    "outcome": "imr:Overturned",
    "party": "imr:ClaimsAdministrator",
    "kind": "imr:Citation",
    "specialty": "specialty:pain-medicine",
    "treatment": "treatment:surgery",
}
ASKED = [
    (query.name or "", dict[str, str]())
    for query in list_queries()
    if not any(p.required for p in query.params)
]
ASKED += [
    (query.name or "", {p.name: BROAD[p.name] for p in query.params})
    for query in list_queries()
    if query.params
]


@pytest.fixture(scope="module")
def local(mixed_store: Path) -> Iterator[Store]:
    with open_store(mixed_store) as store:
        yield store


@pytest.fixture(scope="module")
def graph(mixed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That store's graph, as a file."""
    path = tmp_path_factory.mktemp("graph") / "graph.nt"
    with OxigraphStore(mixed_store) as store:
        export(store, path)
    return path


@pytest.fixture(scope="module")
def addresses(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Both servers with that store's graph."""
    folder = tmp_path_factory.mktemp("servers")
    with oxigraph_server() as oxigraph, virtuoso_server(folder) as virtuoso:
        for server in (oxigraph, virtuoso):
            _load(server, graph)
        yield {"oxigraph": oxigraph.query, "virtuoso": virtuoso.query}


@pytest.fixture(scope="module")
def servers(addresses: Mapping[str, str]) -> Iterator[Mapping[str, Store]]:
    with open_store(addresses["oxigraph"]) as one, open_store(addresses["virtuoso"]) as other:
        yield {"oxigraph": one, "virtuoso": other}


def _load(server: Running, file: Path) -> None:
    where = {"graph": server.graph} if server.graph else {"default": ""}
    auth = httpx.DigestAuth(server.user, server.password or "") if server.user else None
    kind = {"Content-Type": "application/n-triples"}
    done = httpx.post(
        server.store, params=where, content=file.read_bytes(), headers=kind, auth=auth, timeout=120
    )
    assert done.is_success


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize(
    ("query", "params"), ASKED, ids=[f"{q}-{'given' if p else 'plain'}" for q, p in ASKED]
)
def test_every_query_gives_the_same_rows(
    query: str, params: dict[str, str], name: str, local: Store, servers: Mapping[str, Store]
) -> None:
    expected = run(local, query, params)
    assert run(servers[name], query, params) == expected


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_server_holds_every_triple_as_it_was(name: str, local: Store, servers: Mapping[str, Store]) -> None:
    expected = set(local.triples())
    assert set(servers[name].triples()) == expected
    assert len(expected) > 50_000


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_terms_come_back_as_they_are(name: str, servers: Mapping[str, Store]) -> None:
    store = servers[name]
    assert store.query("ASK { ?l a imr:Letter }") is True
    assert store.query("ASK { ?l a imr:Nonsense }") is False
    asked = 'SELECT ?x (COUNT(*) AS ?n) { VALUES ?x { "a\\"b\\n\\u00e9" 1 true "2014-12-26"^^xsd:date "le"@FR } } GROUP BY ?x ORDER BY STR(?x)'
    found = store.query(asked)
    assert isinstance(found, Rows)
    assert {row[0] for row in found} == {
        Literal('a"b\né'),
        Literal("1", XSD + "integer"),
        Literal("true", XSD + "boolean"),
        Literal("2014-12-26", XSD + "date"),
        Literal("le", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "fr"),
    }
    assert {row[1] for row in found} == {Literal("1", XSD + "integer")}
    described = store.query("DESCRIBE <https://w3id.org/imrgraph/treatment/mri>")
    assert isinstance(described, Triples)
    assert Iri("https://w3id.org/imrgraph/treatment/mri") in {subject for subject, _, _ in described}


def test_letters_have_no_text_on_a_server(servers: Mapping[str, Store]) -> None:
    assert all(store.letter_text("0" * 64) is None for store in servers.values())


def test_an_answer_that_virtuoso_cuts_is_an_error(graph: Path, tmp_path: Path) -> None:
    with virtuoso_server(tmp_path, rows=500) as server:
        _load(server, graph)
        with open_store(server.query) as store:
            for query in ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "SELECT * WHERE { ?s ?p ?o }"):
                whole = store.query(f"{query} LIMIT 400")
                assert isinstance(whole, (Rows, Triples))
                assert len(whole) == 400
                with pytest.raises(StoreError, match="only a part of the answer; raise its limits"):
                    store.query(query)


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_report_of_a_server_says_the_same(
    name: str, local: Store, servers: Mapping[str, Store], tmp_path: Path
) -> None:
    pages = [report(store, tmp_path / at).parent for at, store in (("here", local), ("there", servers[name]))]
    here, there = ({path.relative_to(page): path for path in page.rglob("*.*")} for page in pages)
    assert here.keys() == there.keys()
    assert len(here) > 20
    differ = [str(path) for path in here if here[path].read_bytes() != there[path].read_bytes()]
    assert differ == ["index.html"]  # which says how the store was built


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_graph_on_a_server_is_compared_with_gold(
    name: str,
    mixed_store: Path,
    addresses: Mapping[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    development = Path(__file__).parent.parent / "letters" / "development"
    for path in sorted((development / "gold").glob("*.json"))[:2]:
        shutil.copy(path, tmp_path)
    said = []
    for store in (str(mixed_store), addresses[name]):
        letters = ["--letters", str(development / "letters"), "--misses"]
        assert main(["evaluate", store, str(tmp_path), *letters]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "letter found                   2 / 2 " in said[0]


def test_tables_of_a_server_are_refused_in_one_line(
    addresses: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sql", "FROM letters", "--store", addresses["oxigraph"]]) == 1
    assert "only a store folder has tables" in capsys.readouterr().err
