"""One report of synthetic letters, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import imrgraph
from imrgraph.synth import write_corpus

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def synthetic_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 150 synthetic letters; only for reading."""
    folder = tmp_path_factory.mktemp("synthetic")
    corpus = write_corpus(folder / "letters", letters=150)
    summary = imrgraph.build(corpus.letters, folder / "imrgraph.db", jobs=0)
    assert not summary.failed
    return folder / "imrgraph.db"


@pytest.fixture(scope="session")
def made(synthetic_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its report; only for reading."""
    folder = tmp_path_factory.mktemp("made") / "report"
    with imrgraph.open(synthetic_store) as store:
        imrgraph.report(store, folder)
    return folder
