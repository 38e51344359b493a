"""Answers to questions as pages in headless Chromium with every outside host blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imrgraph.query import run
from imrgraph.rdf.terms import PREFIXES
from imrgraph.view import view_answer
from tests.engines import OxigraphInMemory, engine
from tests.view.browser import Opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

EVIL = "</script><img src=x onerror=alert(1)><script>alert(2)</script>"
ITEMS = "SELECT ?letter ?item ?cited { ?letter imr:hasDetermination ?item . ?item imr:reviewerCites ?cited }"
ENDS = "SELECT ?item ?outcome ?cited { ?item imr:outcome ?outcome ; imr:reviewerCites ?cited }"


def opened(browser: Browser, folder: Path, question: str, **params: str) -> Opened:
    store = engine("oxigraph")
    made = Opened(browser, folder / "answer.html", view_answer(store, run(store, question, params)))
    assert (made.outside, made.complaints) == ([], [])
    return made


def legend(made: Opened) -> list[str]:
    return sorted(
        " ".join(words.split()) for words in made.page.locator("#legend .values li").all_inner_texts()
    )


def test_a_construct_is_drawn(browser: Browser, tmp_path: Path) -> None:
    made = opened(browser, tmp_path, "letter-graph", letter="CM14-0000101")
    assert made.page.locator("h1").inner_text() == "An answer"
    assert {"letter 1", "determination 2", "citation 4", "stated condition 2"} <= set(legend(made))
    made.page.get_by_role("tab", name="Tables").click()
    nodes = made.page.locator("#nodes tbody")
    assert "12 sessions of physical therapy" in nodes.inner_text()
    assert "hasDetermination" in made.page.locator("#edges tbody").inner_text()


def test_two_columns_are_drawn_with_their_counts(browser: Browser, tmp_path: Path) -> None:
    made = opened(browser, tmp_path, "treatment-guideline")
    assert legend(made) == ["guideline 5", "treatment 4"]
    assert "party = ExpertReviewer" in made.page.locator("header").inner_text()
    made.page.get_by_role("tab", name="Tables").click()
    first = made.page.locator("#edges tbody tr").first.inner_text().split("\t")
    assert first[:3] == ["MRI", "ACOEM chapter 12, Low Back Complaints", "2"]


@pytest.mark.parametrize(
    ("question", "kinds", "edges"),
    [
        pytest.param(ITEMS, ["determination 9", "guideline 6", "letter 6"], 20, id="path"),
        pytest.param(ENDS, ["determination 8", "guideline 6"], 10, id="relation"),
    ],
)
def test_three_columns_are_drawn(
    browser: Browser, tmp_path: Path, question: str, kinds: list[str], edges: int
) -> None:
    made = opened(browser, tmp_path, question)
    assert legend(made) == kinds
    made.page.get_by_role("tab", name="Tables").click()
    assert made.page.locator("#edges tbody tr").count() == edges
    if question == ENDS:
        assert "PartiallyOverturned" in made.page.locator("#edges tbody").inner_text()


def test_markup_in_an_answer_is_text(browser: Browser, tmp_path: Path) -> None:
    label = f"<{PREFIXES['rdfs']}label>"
    store = OxigraphInMemory(
        f"<http://x.org/a> <http://x.org/on> {EVIL!r}, <http://x.org/b> . <http://x.org/b> {label} {EVIL!r} ."
    )
    asked = "CONSTRUCT WHERE { ?s ?p ?o }"
    made = Opened(browser, tmp_path / "evil.html", view_answer(store, run(store, asked), title=EVIL))
    assert (made.outside, made.complaints) == ([], [])
    assert made.page.locator("h1").inner_text() == EVIL
    made.page.get_by_role("tab", name="Tables").click()
    assert EVIL in made.page.locator("#nodes tbody").inner_text()
    rows = view_answer(store, run(store, "SELECT ?s ?o { ?s <http://x.org/on> ?o FILTER(isLiteral(?o)) }"))
    words = Opened(browser, tmp_path / "rows.html", rows)
    assert (words.outside, words.complaints) == ([], [])
    assert words.page.locator("img").count() == 0
