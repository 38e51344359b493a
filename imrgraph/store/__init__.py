"""Triples in a form that can be asked: the store folder (Oxigraph) and graph files in memory (rdflib)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.store.base import Answer, Blank, Iri, Literal, Rows, Store, Term, Triple, Triples

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Answer", "Blank", "Iri", "Literal", "Rows", "Store", "Term", "Triple", "Triples", "open_store"]


def open_store(path: str | PathLike[str]) -> Store:
    """Open a store folder or a graph file for questions.

    Args:
        path: a folder that `imrgraph build --store` made, or a `.nt .nq .ttl .trig .jsonld` file.

    Raises:
        StoreError: nothing is there, another version made it, or it does not parse.
    """
    path = Path(path)
    if path.is_file():
        from imrgraph.store.memory import MemoryStore

        return MemoryStore.from_file(path)
    from imrgraph.store.oxigraph import OxigraphStore

    return OxigraphStore(path)
