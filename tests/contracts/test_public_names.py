"""`import imrgraph` gives what its `__all__` promises, also when a room of the same name is imported."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import imrgraph
from imrgraph import errors


@pytest.mark.parametrize("name", [name for name in imrgraph.__all__ if not name.startswith("_")])
def test_every_public_name_is_there_and_explains_itself(name: str) -> None:
    found = getattr(imrgraph, name)
    assert callable(found)
    assert inspect.getdoc(found)


def test_all_is_sorted_and_dir_lists_it() -> None:
    assert list(imrgraph.__all__) == sorted(imrgraph.__all__)
    assert set(imrgraph.__all__) <= set(dir(imrgraph))


def test_every_error_is_public() -> None:
    raised = {name for name, found in vars(errors).items() if isinstance(found, type)}
    assert raised <= set(imrgraph.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        imrgraph.reed  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", ["read", "extract", "tables", "query", "evaluate", "gaps", "report"])
def test_a_room_does_not_hide_the_function_of_its_name(name: str) -> None:
    code = f"import imrgraph, imrgraph.{name}\nfrom imrgraph.{name} import __doc__\nassert callable(imrgraph.{name})"
    subprocess.run([sys.executable, "-c", code], check=True)
