"""Pages of networks in headless Chromium with every outside host blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from imrgraph.view import network_page
from tests.view.browser import Opened
from tests.view.test_networks import star

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

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
