"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import imrgraph

_MODULES = [
    found.name
    for found in pkgutil.walk_packages(imrgraph.__path__, "imrgraph.")
    if not found.name.endswith("__main__")
]


@pytest.mark.parametrize("name", _MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
