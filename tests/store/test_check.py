"""Validation says in words which letter is wrong, where, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from imrgraph.errors import StoreError
from imrgraph.store import open_store
from imrgraph.store.check import check
from imrgraph.store.writer import StoreWriter
from tests.cases import case, full_case

if TYPE_CHECKING:
    from pathlib import Path

    from imrgraph.records import Case


def store(folder: Path, *cases: Case) -> None:
    with StoreWriter(folder) as writer:
        for each in cases:
            writer.add(each, origin=each.letter.source_name)


def test_a_letter_without_its_text_digest_is_named(folder: Path) -> None:
    wrong = replace(case(name="wrong.txt").letter, text_digest="bad", text="Other.")
    store(folder, case(), full_case(), replace(case(), letter=wrong))
    with open_store(folder) as opened:
        found = dict(check(opened))
    assert set(found) == {"a", "CM14-0000001", "wrong"}
    assert [violation.part for violation in found["wrong"]] == ["letter"]
    assert "textDigest" in found["wrong"][0].message
    assert found["a"] == ()


def test_a_graph_without_letters_is_an_error(folder: Path) -> None:
    store(folder)
    with open_store(folder) as opened, pytest.raises(StoreError, match="no letter"):
        next(check(opened))
