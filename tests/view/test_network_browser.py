"""Pages of networks in headless Chromium with every outside host blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from imrgraph.view import Item, network_page
from tests.view.browser import Opened
from tests.view.test_networks import EVIL, star

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.lengthy

BOTH = pytest.mark.parametrize("renderer", ["pyvis", "sigma"])
_PLACE = "node => { const at = net.place(node), box = document.getElementById('picture').getBoundingClientRect(); return [at.x + box.x, at.y + box.y]; }"


class Network(Opened):
    """A picture of a network."""

    def at(self, node: int) -> tuple[float, float]:
        """Where that node is in the window."""
        x, y = self.page.evaluate(_PLACE, node)
        return x, y

    def chosen(self) -> Any:
        return self.page.evaluate("net.chosen")

    def nodes_on(self) -> int:
        found: int = self.page.evaluate("net.nodeOn.reduce((sum, one) => sum + one, 0)")
        return found

    def edges_on(self) -> int:
        found: int = self.page.evaluate("net.edgeOn.reduce((sum, one) => sum + one, 0)")
        return found

    def until(self, condition: str) -> None:
        """Wait for a condition; Playwright's own way evaluates a string, which the page's policy stops."""
        for _ in range(100):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"never came true: {condition}")

    def is_quiet(self) -> bool:
        return (self.outside, self.complaints) == ([], [])


def opened(browser: Browser, folder: Path, graph: nx.Graph, renderer: Any, **more: Any) -> Network:
    size = more.pop("size", (1280, 800))
    before = more.pop("before", "")
    text = network_page(graph, title="A network", renderer=renderer, **more)
    return Network(browser, folder / f"{renderer}.html", text, size=size, before=before)


@BOTH
def test_a_network_draws_without_a_network(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, star(6), renderer)
    assert made.is_quiet()
    assert made.page.locator("#picture canvas").count() >= 2
    assert not made.page.locator("#why").is_visible()
    assert made.page.locator("#legend .values li").all_inner_texts() == ["treatment\n6", "guideline\n1"]


@BOTH
def test_search_finds_names_and_enter_goes_there(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, star(20), renderer)
    made.page.keyboard.press("/")
    made.page.keyboard.type("MENT 1")
    options = made.page.locator("#hits [role=option]")
    assert options.all_inner_texts() == [f"treatment {at}treatment" for at in (1, *range(10, 20))]
    made.page.keyboard.press("ArrowDown")
    made.page.keyboard.press("Enter")
    assert made.chosen() == {"node": 11}
    assert made.page.locator("#details h2").inner_text() == "treatment 10"
    assert made.page.locator("#live").inner_text() == "treatment 10, treatment, 1 connection"
    assert not made.page.locator("#hits").is_visible()
    made.page.keyboard.press("Escape")
    assert made.chosen() is None
    assert not made.page.locator("#details").is_visible()
    assert made.is_quiet()


@BOTH
def test_pointing_and_clicking_tell_what_is_there(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, star(5), renderer)
    x, y = made.at(1)
    made.page.mouse.move(x - 40, y - 40)
    made.page.mouse.move(x, y, steps=5)
    made.page.wait_for_selector("#hint:not([hidden])")
    assert made.page.locator("#hint strong").inner_text() == "treatment 0"
    made.page.mouse.click(x, y)
    made.page.wait_for_selector("#details:not([hidden])")
    assert made.chosen() == {"node": 1}
    assert made.page.evaluate("[0, 1, 2].map(net.faded)") == [False, False, True]
    made.page.wait_for_timeout(500)  # not a double click, which zooms
    (x, y), (other_x, other_y) = made.at(0), made.at(1)
    made.page.mouse.click((x + 2 * other_x) / 3, (y + 2 * other_y) / 3)
    made.until("net.chosen && 'edge' in net.chosen")
    assert made.chosen() == {"edge": 0}
    made.page.wait_for_timeout(500)
    made.page.mouse.click(x + 3 * (x - other_x) / 2 + 10, 790)
    made.until("net.chosen === null")
    assert made.is_quiet()


@BOTH
def test_keys_walk_along_connections(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, nx.path_graph(3), renderer)
    ways = ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp")
    made.page.locator("#picture").focus()
    made.page.keyboard.press("ArrowRight")
    assert made.chosen() == {"node": 1}  # the strongest is where one begins
    (x, _), (right, _) = made.at(1), made.at(0)
    made.page.keyboard.press(ways[0] if right > x else ways[1])
    assert made.chosen() == {"node": 0}
    made.page.keyboard.press("Enter")
    assert made.page.evaluate("document.activeElement.textContent") == "0"
    made.page.keyboard.press("Tab")
    made.page.keyboard.press("Enter")
    assert made.chosen() == {"node": 1}
    assert made.is_quiet()


@BOTH
def test_kinds_weights_and_shares_are_filtered(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, star(6), renderer)
    made.page.locator("#least").fill("4")  # the fifth of the weights 1 to 6
    made.until("net.edgeOn.includes(0)")
    assert (made.nodes_on(), made.edges_on()) == (3, 2)
    assert made.page.locator("#shown").inner_text() == "3 nodes and 2 connections shown"
    made.page.locator("#reset").click()
    assert (made.nodes_on(), made.edges_on()) == (7, 6)
    made.page.locator("#low").fill("50")
    made.until("net.edgeOn.includes(0)")
    assert (made.nodes_on(), made.edges_on()) == (2, 1)  # the last treatment, whose denial was overturned
    made.page.locator("#reset").click()
    made.page.locator("#legend .values input").nth(1).uncheck()
    assert (made.nodes_on(), made.edges_on()) == (6, 0)
    made.page.keyboard.press("/")
    made.page.keyboard.type("the guide")
    made.page.keyboard.press("Enter")
    assert made.chosen() == {"node": 0}  # what is searched for is shown again
    assert made.nodes_on() == 7
    assert made.is_quiet()


@BOTH
def test_another_colouring_has_another_legend(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    made = opened(browser, tmp_path, star(3), renderer)
    made.page.locator("#facet").select_option("outcome")
    assert made.page.locator("#legend .values li").all_inner_texts() == [
        "two thirds or more of the denials overturned\n1",
        "two thirds or more of the denials upheld\n3",
    ]
    assert made.page.evaluate("[net.colour(0), net.colour(3)]") == ["#d55e00", "#009e73"]
    assert made.page.locator("#legend .marks").first.inner_text() == "treatment\nguideline"
    assert made.is_quiet()


def test_tables_are_sorted_filtered_and_lead_back(browser: Browser, tmp_path: Path) -> None:
    made = opened(browser, tmp_path, star(12), "pyvis")
    made.page.locator("#table-tab").click()
    names = made.page.locator("#nodes tbody tr td:first-child")
    assert names.first.inner_text() == "the guideline"
    made.page.locator("#nodes th button").first.click()
    assert names.first.inner_text() == "the guideline"
    assert names.last.inner_text() == "treatment 9"
    made.page.locator("#nodes th button").first.click()
    assert names.first.inner_text() == "treatment 9"
    assert made.page.locator("#nodes th").first.get_attribute("aria-sort") == "descending"
    made.page.evaluate("net.filters.least = 12, net.filter()")
    assert names.all_inner_texts() == ["treatment 0", "the guideline"]
    names.first.locator("button").click()
    assert made.page.locator("#picture-view").is_visible()
    assert made.chosen() == {"node": 1}
    assert made.is_quiet()


def test_the_items_behind_and_the_command_for_all(browser: Browser, tmp_path: Path) -> None:
    one = "https://example.org/guideline/g"
    items = [
        Item(case_number=f"CM14-{at:07}", number=at + 1, outcome="Upheld" if at else "") for at in range(23)
    ]
    made = opened(
        browser, tmp_path, star(2), "sigma", letters={one: items}, command="imrgraph metrics --trace"
    )
    made.page.evaluate("net.chooseNode(0)")
    details = made.page.locator("#details")
    assert "Disputed items behind it: 23" in details.inner_text()
    assert details.locator("tbody tr").count() == 20
    assert details.locator("tbody tr").first.locator("td").all_inner_texts() == ["CM14-0000000", "1", ""]
    assert "And 3 more." in details.inner_text()
    assert details.locator("code").first.inner_text() == "imrgraph metrics --trace 'g'"


@BOTH
def test_markup_in_words_is_text(browser: Browser, tmp_path: Path, renderer: Any) -> None:
    graph = nx.DiGraph()
    graph.add_node("a", label=EVIL, kind=EVIL, note=f'"{EVIL}', about=EVIL)
    graph.add_node("b'c", label="x" * 5_000, kind="other")
    graph.add_edge("a", "b'c", relation=EVIL, **{EVIL: "'\"><b>"})
    items = {"b'c": [Item(case_number=EVIL, number=1, outcome=EVIL)]}
    made = opened(browser, tmp_path, graph, renderer, note=EVIL, letters=items, command=f"imrgraph {EVIL}")
    for what in ("{node: 0}", "{node: 1}", "{edge: 0}"):
        made.page.evaluate(f"net.choose({what}), panel.point({what}, 10, 10)")
    made.page.evaluate("net.choose({node: 1})")
    assert made.page.locator("#details code").first.inner_text() == f"imrgraph {EVIL} 'b'\\''c'"
    made.page.locator("#search").fill("img")
    assert made.page.locator("#hits [role=option]").first.inner_text().startswith(EVIL)
    made.page.locator("#table-tab").click()
    assert made.page.locator("#edges tbody td").first.inner_text() == EVIL
    assert made.page.locator("img, b").count() == 0
    assert made.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert made.is_quiet()


def test_without_webgl_there_are_the_tables_and_the_reason(browser: Browser, tmp_path: Path) -> None:
    before = "HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {apply: (f, self, args) => String(args[0]).startsWith('webgl') ? null : Reflect.apply(f, self, args)});"
    made = opened(browser, tmp_path, star(4), "sigma", before=before)
    assert "no WebGL" in made.page.locator("#why").inner_text()
    assert made.page.locator("#nodes tbody tr").count() == 5
    assert made.page.locator("#picture-tab").is_disabled()
    made.page.locator("#search").fill("treatment 3")
    assert made.page.locator("#hits [role=option]").count() == 1
    assert made.outside == []


def test_without_script_there_are_the_tables(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "plain.html"
    file.write_text(network_page(star(4), title="plain"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#nodes tbody tr").count() == 5
    assert page.locator("#edges").is_visible()
    assert not page.locator("#picture").is_visible()


@pytest.mark.parametrize("size", [(800, 600), (390, 800)])
@BOTH
def test_nothing_is_cut_off_on_a_small_screen(
    browser: Browser, tmp_path: Path, renderer: Any, size: tuple[int, int]
) -> None:
    made = opened(browser, tmp_path, star(30), renderer, size=size)
    area = made.page.locator("#picture").bounding_box()
    assert area
    assert min(area["width"], area["height"]) >= 300
    assert made.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    places = [made.at(node) for node in range(31)]
    assert all(area["x"] < x < area["x"] + area["width"] for x, _ in places)
    assert all(area["y"] < y < area["y"] + area["height"] for _, y in places)


def test_twenty_thousand_nodes_stay_usable(browser: Browser, tmp_path: Path) -> None:
    graph = nx.circulant_graph(20_000, [1, 2, 3])
    for node in graph:
        graph.nodes[node].update(label=f"node {node:05}", kind=("letter", "treatment")[node % 2])
    for one, other, said in graph.edges(data=True):
        said["weight"] = 1 + (one + other) % 3
    made = opened(browser, tmp_path, graph, "auto", size=(900, 600))
    assert (made.nodes_on(), made.edges_on()) == (20_000, 60_000)
    made.page.locator("#search").fill("node 12345")
    made.page.keyboard.press("Enter")
    assert made.chosen() == {"node": 12_345}
    assert made.page.locator(".ties li").count() == 6
    made.page.locator("#least").fill("2")
    made.until("net.edgeOn.includes(0)")
    assert made.edges_on() == sum(weight == 3 for _, _, weight in graph.edges(data="weight"))
    made.page.locator("#table-tab").click()
    assert made.page.locator("#edges tbody tr").count() == 1_000
    assert made.outside == []
