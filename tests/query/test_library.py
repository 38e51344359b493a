"""Reading headers, finding queries."""

from __future__ import annotations

import pytest

from imrgraph.errors import QueryError
from imrgraph.query import Param, find_query, list_queries, parse_query, require_query


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "# param: treatment, an IRI. A parameter is always projected.",
            Param(name="treatment", kind="IRI", words="A parameter is always projected"),
            id="iri",
        ),
        pytest.param(
            "# param: party, a term, imr:ExpertReviewer or imr:ClaimsAdministrator; default imr:ExpertReviewer",
            Param(
                name="party",
                kind="term",
                words="imr:ExpertReviewer or imr:ClaimsAdministrator",
                default="imr:ExpertReviewer",
            ),
            id="default",
        ),
        pytest.param(
            "# param: kind, a term (optional)", Param(name="kind", kind="term", optional=True), id="optional"
        ),
        pytest.param("# param: year, a number", Param(name="year", kind="number"), id="literal"),
    ],
)
def test_a_param_line_reads(line: str, expected: Param) -> None:
    assert parse_query(f"# Which?\n{line}\nSELECT * WHERE {{}}").params == (expected,)


def test_a_text_without_header_has_no_question() -> None:
    query = parse_query("SELECT * { ?s ?p ?o } # param: no, a header")
    assert (query.question, query.params) == ("", ())


def test_a_broken_param_line_is_an_error() -> None:
    with pytest.raises(QueryError, match="param: NAME, a KIND"):
        parse_query("# param: treatment\nSELECT * {}")


def test_names_find_with_and_without_suffix() -> None:
    assert find_query("unresolved") is find_query("unresolved.rq") or find_query("unresolved") == find_query(
        "unresolved.rq"
    )
    assert find_query("../queries/unresolved") is None
    assert [query.name for query in list_queries()] == sorted(str(query.name) for query in list_queries())


def test_an_unknown_name_shows_what_is_near() -> None:
    with pytest.raises(QueryError, match="near: outcomes-by-guideline"):
        require_query("outcome-by-guidelines")
