"""Guideline statements in real wordings: `tests/data/statements.csv`, a row each, where an expert can add one.

The column `citations` holds the citations joined by ` | `: notation, mtus or non-mtus, then the locators;
`none` where no evidence was cited, `same` where the other party's guideline is meant.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrgraph.cite import read_statement, resolve_all
from imrgraph.cite.tokens import tokens
from imrgraph.records import Ambiguous, Resolved

ROWS = list(csv.DictReader((Path(__file__).parent.parent / "data" / "statements.csv").open(encoding="utf-8")))


def written(text: str) -> str:
    statement = read_statement(text)
    out = ["none"] if statement.none and not statement.references else []
    out += ["same"] if statement.same and not statement.references else []
    for found in resolve_all(statement.references):
        concepts: tuple[str, ...] = ()
        if isinstance(found.resolution, Resolved):
            concepts = found.resolution.concepts
        name = "/".join(c.rsplit("/", 1)[-1] for c in concepts) or "unresolved"
        if isinstance(found.resolution, Ambiguous):
            name = "?" + "/".join(c.rsplit("/", 1)[-1] for c in found.resolution.candidates)
        within = {True: "mtus", False: "non-mtus", None: "unsaid"}[found.within]
        parts = [name, within]
        for kind, values in (
            ("page", found.pages), ("table", found.tables), ("edition", found.editions), ("section", found.sections),
        ):  # fmt: skip
            parts += [f"{kind}={value}" for value in values]
        out.append(" ".join(parts))
    return " | ".join(out)


@pytest.mark.parametrize(
    ("text", "citations"), [pytest.param(r["text"], r["citations"], id=r["id"]) for r in ROWS]
)
def test_a_statement_becomes_citations(text: str, citations: str) -> None:
    assert written(text) == citations


@pytest.mark.parametrize("row", [pytest.param(r, id=r["id"]) for r in ROWS])
def test_line_ends_change_nothing(row: dict[str, str]) -> None:
    assert written(row["text"].replace(" ", "\n")) == row["citations"]


def test_a_page_that_no_chapter_holds_stays_ambiguous() -> None:
    found = resolve_all(
        read_statement(
            "Decision based on MTUS ACOEM Chapter 9 Shoulder Complaints, Chapter 12 Low Back Complaints Page(s): 207, 999."
        ).references
    )
    doubtful = [f for f in found if isinstance(f.resolution, Ambiguous)]
    assert [f.pages for f in doubtful] == [("999",)]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    for reference in read_statement(text).references:
        assert 0 <= reference.start < reference.end <= len(text)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        pytest.param("The FDA notes that the drug may cause sedation.", ["FDA"], id="notes-that"),
        pytest.param("Cochrane notes the evidence is low.", ["Cochrane"], id="notes-the"),
        pytest.param("The FDA notes were enclosed.", [], id="notes-of"),
    ],
)
def test_what_a_sentence_names(sentence: str, named: list[str]) -> None:
    found = read_statement(sentence, prose=True).references
    assert [sentence[one.start : one.end] for one in found] == named
