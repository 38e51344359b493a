"""Pictures in headless Chromium with every outside host blocked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imrgraph.graph import to_networkx
from imrgraph.view import citations_picture, page, view_citations, view_letter
from tests.engines import engine
from tests.view.browser import Opened
from tests.view.test_pictures import network

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_COLOURS = """() => {
  const canvas = document.querySelector("#picture canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = {};
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3] === 255) {
      const colour = [pixels[i], pixels[i + 1], pixels[i + 2]].join();
      seen[colour] = (seen[colour] || 0) + 1;
    }
  }
  return seen;
}"""
BLUE, ORANGE, GREEN_LINE = "0,114,178", "230,159,0", "0,158,115"


class Drawn(Opened):
    """A picture of boxes."""

    def colours(self) -> dict[str, int]:
        found: dict[str, int] = self.page.evaluate(_COLOURS)
        return found

    def tooltip(self, x: float, y: float) -> str:
        """The words that pointing at the canvas there brings up."""
        area = self.page.locator("#picture canvas").bounding_box()
        assert area
        self.page.mouse.move(area["x"] + x - 3, area["y"] + y)
        self.page.mouse.move(area["x"] + x, area["y"] + y, steps=3)
        self.page.wait_for_timeout(500)
        return self.page.locator("div.vis-tooltip").inner_text()


def test_the_network_draws_without_a_network(browser: Browser, tmp_path: Path) -> None:
    opened = Drawn(browser, tmp_path / "citations.html", view_citations(engine("oxigraph")))
    assert (opened.outside, opened.complaints) == ([], [])
    assert min(opened.colours()[colour] for colour in (BLUE, ORANGE)) > 2_000
    assert opened.page.title() == "Which guidelines decided which treatment disputes - imrgraph"
    assert opened.page.locator("h1").count() == 1
    assert opened.page.locator("#legend li").count() == 6
    assert opened.page.locator("#table tbody tr").count() == 9


def test_a_letter_draws_without_a_network(browser: Browser, tmp_path: Path) -> None:
    opened = Drawn(browser, tmp_path / "letter.html", view_letter(engine("oxigraph"), "CM14-0000101"))
    assert (opened.outside, opened.complaints) == ([], [])
    assert opened.colours()["0,0,0"] > 1_000
    assert "dashed: cited by the claims administrator" in opened.page.locator("#legend").inner_text()


def test_the_picture_fills_a_narrow_screen_too(browser: Browser, tmp_path: Path) -> None:
    opened = Drawn(browser, tmp_path / "letter.html", view_letter(engine("oxigraph"), "CM14-0000101"))
    opened.page.set_viewport_size({"width": 400, "height": 700})
    opened.page.wait_for_timeout(300)
    area = opened.page.locator("#picture canvas").bounding_box()
    assert area
    assert area["width"] == 400
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_markup_in_words_is_text(browser: Browser, tmp_path: Path) -> None:
    evil = '<img src="https://example.org/x.png" onerror="alert(1)"><script>alert(2)</script>'
    picture = citations_picture(to_networkx(engine("oxigraph"), "treatment-guideline"))
    picture = replace(
        picture,
        title=evil,
        note=evil,
        boxes=tuple(replace(box, label=evil, hint=evil) for box in picture.boxes),
        lines=tuple(replace(line, hint=evil) for line in picture.lines),
        rows=((evil, evil),),
    )
    opened = Drawn(browser, tmp_path / "evil.html", page(picture))
    blue = opened.page.evaluate(
        """() => {
          const canvas = document.querySelector("#picture canvas");
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          for (let i = 0; i < pixels.length; i += 4) {
            if (pixels[i] === 0 && pixels[i + 1] === 114 && pixels[i + 2] === 178) {
              const at = i / 4, ratio = canvas.width / canvas.clientWidth;
              return [(at % canvas.width) / ratio + 12, Math.floor(at / canvas.width) / ratio + 12];
            }
          }
        }"""
    )
    assert opened.tooltip(*blue) == evil
    assert (opened.outside, opened.complaints) == ([], [])
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("h1").inner_text() == evil


def test_the_policy_stops_other_scripts(browser: Browser, tmp_path: Path) -> None:
    text = view_citations(engine("oxigraph")).replace("</main>", "</main><script>window.ran = true</script>")
    opened = Drawn(browser, tmp_path / "other.html", text)
    assert opened.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in said for said in opened.complaints)


def test_hundreds_of_boxes_draw(browser: Browser, tmp_path: Path) -> None:
    picture = citations_picture(network(400, 60), top=0)
    opened = Drawn(browser, tmp_path / "large.html", page(picture))
    assert (opened.outside, opened.complaints) == ([], [])
    assert opened.colours()[BLUE] > 1_000


def test_a_click_leaves_a_boxs_connections(browser: Browser, tmp_path: Path) -> None:
    opened = Drawn(browser, tmp_path / "click.html", view_citations(engine("oxigraph")))
    before = opened.colours()[ORANGE]
    area = opened.page.locator("#picture canvas").bounding_box()
    assert area
    where = opened.page.evaluate(
        """() => { const c = document.querySelector("#picture canvas"), r = c.width / c.clientWidth;
          const p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
          for (let i = 0; i < p.length; i += 4)
            if (p[i] === 230 && p[i + 1] === 159 && p[i + 2] === 0)
              return [(i / 4 % c.width) / r + 12, Math.floor(i / 4 / c.width) / r + 12]; }"""
    )
    opened.page.mouse.click(area["x"] + where[0], area["y"] + where[1])
    opened.page.wait_for_timeout(300)
    assert opened.colours()[ORANGE] < before / 2
    opened.page.mouse.click(area["x"] + 5, area["y"] + 5)
    opened.page.mouse.move(area["x"] + 9, area["y"] + 9)
    opened.page.wait_for_timeout(300)
    assert opened.colours()[ORANGE] >= before * 0.95
