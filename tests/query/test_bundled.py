"""Every bundled query parses, gives the same rows in both engines, and has golden answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imrgraph.query import Format, Query, Table, list_queries, render, require_query, run
from imrgraph.vocab.concepts import FILES
from tests.engines import engine

if TYPE_CHECKING:
    from tests.conftest import Golden

GOLDEN = Path(__file__).parent.parent / "golden" / "queries"
CASES = [
    ("administrator-reviewer", {}, ""),
    ("citations-of-guideline", {"guideline": "guideline:acoem"}, "below-acoem"),
    ("citations-of-guideline", {"guideline": "guideline:odg", "party": "ExpertReviewer"}, "of-one-party"),
    ("condition-guideline", {}, ""),
    ("condition-guideline", {"party": "ClaimsAdministrator"}, "of-the-administrator"),
    ("condition-treatment", {}, ""),
    ("diagnoses-treatments-outcomes", {}, ""),
    ("diagnoses-treatments-outcomes", {"condition": "condition:back-disorder"}, "below-condition"),
    ("different-guidelines", {}, ""),
    ("different-guidelines", {"outcome": "imr:Overturned"}, "overturned"),
    ("flagged-codes", {}, ""),
    ("ground-sentences", {}, ""),
    (
        "ground-sentences",
        {"ground": "ground:no-objective-findings", "outcome": "imr:Upheld"},
        "of-one-ground",
    ),
    ("grounds-by-outcome", {}, ""),
    ("grounds-by-outcome", {"treatment": "treatment:mri"}, "of-one-treatment"),
    ("guideline-cocitation", {}, ""),
    ("guideline-hierarchy", {}, ""),
    ("guideline-hierarchy", {"party": "ClaimsAdministrator"}, "of-the-administrator"),
    ("guideline-pairs", {}, ""),
    ("guideline-pairs", {"guideline": "guideline:acoem"}, "with-acoem"),
    ("letter-everything", {"letter": "CM15-0000104"}, "of-one-letter"),
    ("letter-graph", {"letter": "CM14-0000102"}, ""),
    ("letter-similarity", {}, ""),
    ("letters", {}, ""),
    ("letters-by-specialty", {}, ""),
    ("letters-by-specialty", {"specialty": "specialty:pain-medicine"}, "of-one-specialty"),
    ("mtus-silent", {}, ""),
    ("outcomes-by-agreement", {}, ""),
    ("outcomes-by-guideline", {}, ""),
    ("outcomes-by-guideline", {"guideline": "guideline:acoem"}, "below-acoem"),
    ("outcomes-by-guideline", {"party": "ClaimsAdministrator"}, "of-the-administrator"),
    ("outcomes-by-treatment", {}, ""),
    ("outcomes-by-treatment", {"treatment": "treatment:diagnostic-imaging"}, "below-category"),
    ("precedents", {"treatment": "treatment:mri"}, "mri"),
    ("precedents", {"treatment": "treatment:physical-therapy", "outcome": "PartiallyOverturned"}, "partly"),
    ("treatment-guideline", {}, ""),
    ("unresolved", {}, ""),
    ("unresolved", {"kind": "Citation"}, "citations"),
    ("whole-graph", {}, ""),
]


def _file(name: str, variant: str, suffix: str = "csv") -> str:
    return f"{name}--{variant}.{suffix}" if variant else f"{name}.{suffix}"


@pytest.mark.parametrize(("name", "params", "variant"), CASES, ids=[_file(n, v) for n, _, v in CASES])
def test_both_engines_give_the_golden_rows(
    name: str, params: dict[str, str], variant: str, golden: Golden
) -> None:
    answers = [run(engine(one), name, params) for one in ("oxigraph", "rdflib")]
    assert answers[0] == answers[1]
    form = Format.CSV if isinstance(answers[0], Table) else Format.TURTLE
    suffix = "csv" if form is Format.CSV else "ttl"
    golden(f"queries/{_file(name, variant, suffix)}", render(answers[0], form))


def test_every_query_has_a_golden_answer_and_every_golden_answer_a_query() -> None:
    assert {name for name, _, _ in CASES} == {query.name for query in list_queries()}
    assert {path.stem for path in GOLDEN.iterdir()} == {Path(_file(n, v)).stem for n, _, v in CASES}


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: str(query.name))
def test_headers_say_what_a_reader_needs(query: Query) -> None:
    assert query.question.endswith("?")
    body = re.sub(r"^#.*$", "", query.text, flags=re.MULTILINE)
    projected = body.split("WHERE")[0] if "CONSTRUCT" not in body else body
    for param in query.params:
        assert re.search(rf"\?{param.name}\b", projected), f"{param.name} is not projected"
        assert param.kind in {*FILES, "letter", "term"}
    declared = set(re.findall(r"^PREFIX (\w+):", body, flags=re.MULTILINE))
    used = set(re.findall(r"\b(\w+):(?!/)\w*", re.sub(r"^PREFIX.*$", "", body, flags=re.MULTILINE)))
    assert used == declared


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: str(query.name))
def test_rows_are_fully_ordered(query: Query) -> None:
    """No two rows tie, so the order never depends on an engine: every row's sort key is its own."""
    if "CONSTRUCT" in query.text:
        return
    ordered = re.findall(r"\?(\w+)", query.text.rsplit("ORDER BY", 1)[1])
    for name, params, _ in CASES:
        if name == query.name:
            table = run(engine("oxigraph"), name, params)
            assert isinstance(table, Table)
            keys = [tuple(row.get(column) for column in ordered) for row in table.as_dicts()]
            assert len(keys) == len(set(keys))


def test_a_family_includes_its_chapters() -> None:
    asked = {"guideline": "guideline:acoem"}
    table = run(engine("oxigraph"), require_query("outcomes-by-guideline"), asked)
    assert isinstance(table, Table)
    assert {str(row["cited"]).rsplit("/", 1)[-1] for row in table.as_dicts()} == {"acoem-ch08", "acoem-ch12"}
