"""Headless Chromium, opened once."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_NAMES = (
    os.environ.get("IMRGRAPH_CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_CHROMIUM = next(filter(None, map(shutil.which, filter(None, _NAMES))), None)
_WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")  # drawn without a graphics card


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if _CHROMIUM is None:
        pytest.fail("these tests need Chromium: make test installs it, or set IMRGRAPH_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", *_WEBGL])
        yield opened
        opened.close()
