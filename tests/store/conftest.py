"""Stores for tests, with one small vocabulary in them, so that a store costs milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imrgraph.data import ontology_dir
from imrgraph.store import vocabularies

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def small_vocabularies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabularies, "vocabulary_files", lambda: [ontology_dir() / "grounds.ttl"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "imrgraph.db"
