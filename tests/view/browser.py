"""A page in headless Chromium with every outside host blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


class Opened:
    """A page with what it asked for and complained about."""

    def __init__(
        self,
        browser: Browser,
        file: Path,
        text: str,
        *,
        size: tuple[int, int] = (1280, 800),
        before: str = "",
        drawn: str = "html[data-drawn=yes]",
    ) -> None:
        """Open the text as that file.

        Args:
            size: of the window, in pixels.
            before: a script that runs before those of the page.
            drawn: what is there when the page is.
        """
        file.write_text(text, encoding="utf-8", newline="\n")
        self.page: Page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        self.page.add_init_script(before)
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda asked: self._note(asked.url))
        self.page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        self.page.goto(file.as_uri())
        self.page.wait_for_selector(drawn, state="attached", timeout=30_000)
        self.page.wait_for_timeout(300)

    def _note(self, url: str) -> None:
        if not url.startswith("file:"):
            self.outside.append(url)
