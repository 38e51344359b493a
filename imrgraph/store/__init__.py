"""Triples in a form that can be asked: the store folder (Oxigraph), graph files in memory (rdflib), SPARQL servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.store.base import Answer, Blank, Iri, Literal, Rows, Store, Term, Triple, Triples, is_address

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Answer", "Blank", "Iri", "Literal", "Rows", "Store", "Term", "Triple", "Triples", "open_store"]


def open_store(path: str | PathLike[str]) -> Store:
    """Open a store folder, a graph file or a SPARQL server for questions.

    Args:
        path: a folder that `imrgraph build --store` made, a `.nt .nq .ttl .trig .jsonld` file, or the address
            of a server's query endpoint (`https://...`), as a string.

    Raises:
        StoreError: nothing is there, another version made it, it does not parse, or the address is none.
            Whether a server answers shows when it is asked.
    """
    if isinstance(path, str) and is_address(path):
        from imrgraph.store.remote import RemoteStore

        return RemoteStore(path)
    path = Path(path)
    if path.is_file():
        from imrgraph.store.memory import MemoryStore

        return MemoryStore.from_file(path)
    from imrgraph.store.oxigraph import OxigraphStore

    return OxigraphStore(path)
