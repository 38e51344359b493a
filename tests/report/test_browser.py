"""The report in headless Chromium with every outside host blocked, and with hostile words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.graph import Names
from imrgraph.report.page import report_page
from imrgraph.report.run import made_of
from imrgraph.store import Iri, Literal
from imrgraph.vocab.concepts import IMR
from tests.metrics.facts import items_of
from tests.report.material import cites, material_of
from tests.view.browser import Opened

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from playwright.sync_api import Browser

EVIL = "</text><script>alert(1)</script><img src=x onerror=alert(2)> $\\frac{1}{0}$ url(#a) \u202e\x0b\"'"
_SHOWN = "footer"


def test_the_page_opens_without_a_network_and_without_complaint(
    browser: Browser, made: Path, tmp_path: Path
) -> None:
    text = (made / "index.html").read_text("utf-8")
    opened = Opened(browser, tmp_path / "alone.html", text, drawn=_SHOWN)
    assert (opened.outside, opened.complaints) == ([], [])
    figures = opened.page.locator("svg")
    assert figures.count() == len(list((made / "figures").glob("*.svg")))
    for at in range(figures.count()):
        box = figures.nth(at).bounding_box()
        assert box
        assert box["width"] > 700
    fill = opened.page.evaluate("getComputedStyle(document.querySelector('.banner')).backgroundColor")
    assert fill == "rgb(255, 241, 232)"  # the style sheet is in force


def test_it_fits_a_telephone(browser: Browser, made: Path, tmp_path: Path) -> None:
    text = (made / "index.html").read_text("utf-8")
    opened = Opened(browser, tmp_path / "alone.html", text, size=(400, 800), drawn=_SHOWN)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_network_beside_it_opens(browser: Browser, made: Path, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path / "network.html", (made / "network.html").read_text("utf-8"))
    assert (opened.outside, opened.complaints) == ([], [])
    assert "Synthetic letters only" in opened.page.locator("body").inner_text()


def test_words_of_letters_are_never_markup(
    browser: Browser, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    items = [
        item
        for at in range(40)
        for item in items_of(
            f"l{at}",
            "o" if at % 2 else "u",
            treatments=("t/evil", f"t/{at % 3}"),
            reviewer=(f"g/{at % 2}", "g/evil"),
            administrator=("g/evil",),
            letter_says={"date": f"{2014 + at % 4}-01-01", "year": 2014 + at % 4, "conditions": ("c/evil",)},
        )
    ]
    names = Names(labels=dict.fromkeys(("t/evil", "g/evil", "g/0", "g/1", "c/evil"), EVIL))
    mention = {
        "kind": Iri(f"{IMR}Citation"), "resolution": Iri(f"{IMR}Unresolved"), "words": Literal(EVIL), "letter": Iri("l0"), "mention": Iri("m"),
    }  # fmt: skip
    flagged = {
        "flag": Iri(f"{IMR}unknownCode"),
        "code": Literal(EVIL),
        "letter": Iri("l0"),
        "mention": Iri("m"),
    }
    material = material_of(
        items,
        citations=tuple(citation for item in items for citation in cites(item)),
        names=names,
        unresolved=(mention,),
        flagged=(flagged,),
        params={"category": EVIL},
    )
    report = made_of(material, EVIL)
    assert sum(plate.drawing is not None for plate in report.plates) >= 8
    opened = Opened(browser, tmp_path / "evil.html", report_page(report), drawn=_SHOWN)
    assert (opened.outside, opened.complaints) == ([], [])
    assert opened.page.locator("script, img").count() == 0
    assert "<script>alert(1)</script>" in opened.page.locator("h1").inner_text()
    assert "$\\frac{1}{0}$" in " ".join(opened.page.locator("svg text").all_text_contents())
    assert "<script>alert(1)" in opened.page.locator("#gaps-words td").nth(2).inner_text()
    assert [str(one.message) for one in recwarn if "Glyph" in str(one.message)] == []
