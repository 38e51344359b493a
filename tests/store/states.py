"""What a store holds, in a form that two builds can be compared by."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import imrgraph
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.tables.schema import TABLES


def state(store: Path) -> str:
    """A digest over the sorted N-Triples, the rows of all tables, and the letters' texts."""
    digest = hashlib.sha256()
    with OxigraphStore(store) as opened, TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        export(opened, path)
        digest.update(b"\n".join(sorted(path.read_bytes().splitlines())))
        tables = imrgraph.tables(opened)
        for name in TABLES:
            digest.update(repr(tables.rows(f"FROM {name}")).encode())
        for letter in opened.letters():
            digest.update(f"{letter.source_name} {letter.text}".encode())
    return digest.hexdigest()
