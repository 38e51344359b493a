"""A server's answers, good and bad: what is asked, what is sent along, and the one line that says what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from imrgraph.errors import QueryError, StoreError
from imrgraph.rdf.terms import XSD
from imrgraph.store import Blank, Iri, Literal, Rows, Triples, open_store
from tests.servers import free_port
from tests.store.stub import Answer, Request, stub

if TYPE_CHECKING:
    from collections.abc import Callable

JSON = "application/sparql-results+json"
ONE = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?n { ?s ?p ?n }"


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"IMRGRAPH_SPARQL_{name}", raising=False)


def sent(request: Request) -> str:
    return parse_qs(request.body.decode())["query"][0]


def always(answer: Answer) -> Callable[[Request], Answer]:
    return lambda _: answer


def test_a_query_is_asked_with_its_prefixes_and_values() -> None:
    with stub(always(Answer(kind=JSON, body=ONE))) as server, open_store(server.address) as store:
        hostile = Literal('"} ; DROP ALL #\n')
        found = store.query("PREFIX imr: <urn:own:>\nSELECT ?n { ?s imr:n ?n }", {"n": hostile})
    assert found == Rows(("n",), ((Literal("1"),),))
    text = sent(server.requests[0])
    assert text.count("PREFIX imr:") == 1
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in text
    assert r'{ VALUES (?n) { ("\"} ; DROP ALL #\n") }  ?s imr:n ?n }' in text


def test_a_construct_is_asked_as_a_select_and_made_here() -> None:
    body = b"""{"head":{"vars":["s","o"]},"results":{"bindings":[
        {"s":{"type":"uri","value":"urn:a"},"o":{"type":"literal","value":"x } y"}},
        {"s":{"type":"bnode","value":"b1"},"o":{"type":"bnode","value":"b2"}},
        {"s":{"type":"uri","value":"urn:c"}}]}}"""
    with stub(always(Answer(kind=JSON, body=body))) as server, open_store(server.address) as store:
        found = store.query(
            'PREFIX p: <urn:p:>\nCONSTRUCT { ?s p:is ?o ; p:says "{?o}" } # { \nWHERE { ?s a ?o }',
            {"s": Iri("urn:a")},
        )
        assert isinstance(found, Triples)
        assert set(found) == {
            (Iri("urn:a"), Iri("urn:p:is"), Literal("x } y")),
            (Iri("urn:a"), Iri("urn:p:says"), Literal("{?o}")),
            (Blank("b1"), Iri("urn:p:is"), Blank("b2")),
            (Blank("b1"), Iri("urn:p:says"), Literal("{?o}")),
            (Iri("urn:c"), Iri("urn:p:says"), Literal("{?o}")),
        }
        asked = sent(server.requests[0])
        assert "CONSTRUCT" not in asked
        assert "SELECT DISTINCT ?s ?o " in asked
        assert "WHERE { VALUES (?s) { (<urn:a>) }  ?s a ?o }" in asked
        store.query("CONSTRUCT WHERE { ?s a ?o }")
        assert sent(server.requests[1]).endswith("SELECT DISTINCT ?s ?o WHERE { ?s a ?o }")
        store.query("CONSTRUCT { ?s a 1 } WHERE { ?s a ?o } ORDER BY ?o LIMIT 3")
        assert sent(server.requests[2]).endswith("SELECT ?s  WHERE { ?s a ?o } ORDER BY ?o LIMIT 3")
        with pytest.raises(QueryError, match=r"WHERE \{"):
            store.query("CONSTRUCT WHERE { ?s a ?o }", {"s": Iri("urn:a")})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("DROP ALL", id="update"),
        pytest.param("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", id="service"),
        pytest.param("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", id="from"),
        pytest.param("SELECT * { ?s ?p", id="syntax"),
    ],
)
def test_nothing_but_a_query_is_sent(text: str) -> None:
    with stub(always(Answer())) as server, open_store(server.address) as store, pytest.raises(QueryError):
        store.query(text)
    assert server.requests == []


def test_a_value_for_what_is_not_projected_is_an_error() -> None:
    with open_store("http://127.0.0.1:9/sparql") as store, pytest.raises(QueryError, match=r"\?nope"):
        store.query(SELECT, {"nope": Literal("x")})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(Answer(body=b"<p>Welcome"), "text/html, not with SPARQL results", id="html"),
        pytest.param(Answer(kind=JSON, body=b"<p>"), "broken or cut off", id="nonsense"),
        pytest.param(Answer(kind=JSON, body=ONE[:-20]), "broken or cut off", id="half"),
        pytest.param(Answer(kind=JSON, body=b'{"head":{},"boolean":true}'), "another question", id="boolean"),
        pytest.param(Answer(kind=JSON, body=ONE, headers={"X-SPARQL-MaxRows": "1"}), "only a part", id="cut"),
        pytest.param(Answer(500, b"secret words of a letter"), "answers 500", id="500"),
        pytest.param(Answer(404), "full address of the endpoint", id="404"),
        pytest.param(Answer(401), "IMRGRAPH_SPARQL_USER and IMRGRAPH_SPARQL_PASSWORD", id="401"),
        pytest.param(
            Answer(302, headers={"Location": "http://evil.example/in"}), "http://evil.example", id="302"
        ),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_one_line_that_names_the_server(answer: Answer, words: str) -> None:
    with (
        stub(always(answer)) as server,
        open_store(server.address) as store,
        pytest.raises(StoreError, match=words) as caught,
    ):
        store.query(SELECT)
    said = str(caught.value)
    assert said.startswith(server.address)
    assert said.isprintable()
    assert "secret" not in said
    assert len(server.requests) == 1


def test_a_refused_query_says_what_the_server_says_on_one_line() -> None:
    answer = Answer(400, b"line 1:\n no\x1b[1m such function", "text/plain")
    with (
        stub(always(answer)) as server,
        open_store(server.address) as store,
        pytest.raises(QueryError, match=r"refuses the query: line 1: no \[1m such function"),
    ):
        store.query(SELECT)


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("imrgraph.store.server.time.sleep", waited.append)
    answers = [Answer(503, headers={"Retry-After": "7"}), Answer(503), Answer(kind=JSON, body=ONE)]
    with stub(lambda _: answers.pop(0)) as server, open_store(server.address) as store:
        assert len(store.query(SELECT)) == 1  # type: ignore[arg-type]
    assert waited == [7.0, 4.0]
    with (
        stub(always(Answer(503))) as server,
        open_store(server.address) as store,
        pytest.raises(StoreError, match="busy"),
    ):
        store.query(SELECT)
    assert len(server.requests) == 3


def test_a_server_that_is_down() -> None:
    address = f"http://127.0.0.1:{free_port()}/sparql"
    with open_store(address) as store, pytest.raises(StoreError, match=f"{address}: cannot be reached"):
        store.query(ASK)


@pytest.mark.parametrize("address", ["http://", "https:///path", "http://[::1", "http://a b/"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(StoreError, match="is no http:// or https:// address"):
        open_store(address)


def test_credentials_in_an_address_are_refused_unseen() -> None:
    with pytest.raises(StoreError, match="IMRGRAPH_SPARQL_PASSWORD") as caught:
        open_store("http://me:geheim@example.org/sparql")
    assert "geheim" not in str(caught.value)
    assert "me:" not in str(caught.value)


def test_a_token_is_sent_to_the_server_and_not_to_where_it_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMRGRAPH_SPARQL_TOKEN", "geheim")
    with stub(always(Answer(kind=JSON, body=ONE))) as other:
        elsewhere = Answer(307, headers={"Location": other.address})
        with (
            stub(always(elsewhere)) as server,
            open_store(server.address) as store,
            pytest.raises(StoreError, match="not followed") as caught,
        ):
            store.query(SELECT)
    assert server.requests[0].headers["authorization"] == "Bearer geheim"
    assert other.requests == []
    assert "geheim" not in str(caught.value)


def test_a_token_that_no_header_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMRGRAPH_SPARQL_TOKEN", "gehe\nim")
    with pytest.raises(StoreError, match="IMRGRAPH_SPARQL_TOKEN holds characters"):
        open_store("http://127.0.0.1:9/sparql")


def test_a_password_is_sent_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMRGRAPH_SPARQL_USER", "me")
    monkeypatch.setenv("IMRGRAPH_SPARQL_PASSWORD", "geheim")

    def guarded(request: Request) -> Answer:
        if request.headers.get("authorization") == "Basic bWU6Z2VoZWlt":
            return Answer(kind=JSON, body=ONE)
        return Answer(401, headers={"WWW-Authenticate": 'Basic realm="x"'})

    with stub(guarded) as server, open_store(server.address) as store:
        assert len(store.query(SELECT)) == 1  # type: ignore[arg-type]
    assert "authorization" not in server.requests[0].headers
    assert len(server.requests) == 2


def test_triples_are_given_while_the_server_answers() -> None:
    body = b'{"head":{"vars":["s","o"]},"results":{"bindings":['
    row = b'{"s":{"type":"uri","value":"urn:s"},"o":{"type":"typed-literal","datatype":"%sinteger","value":"2"}}'
    answer = Answer(kind=JSON, body=body + row % XSD.encode() + b",")
    with stub(always(answer)) as server, open_store(server.address) as store:
        found = store.triples(None, Iri("urn:p"))
        assert next(found) == (Iri("urn:s"), Iri("urn:p"), Literal("2", XSD + "integer"))
        with pytest.raises(StoreError, match="cut off"):
            next(found)
    assert sent(server.requests[0]) == "SELECT * { ?s <urn:p> ?o }"
