"""What a store holds, in a form that two builds can be compared by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import imrgraph
from imrgraph.store.export import export
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.tables.schema import TABLES


def state(store: Path) -> str:
    """Digests of the sorted N-Triples, of the rows of each table, and of the letters' texts, as JSON."""
    with OxigraphStore(store) as opened, TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        export(opened, path)
        tables = imrgraph.tables(opened)
        texts = "".join(f"{letter.source_name} {letter.text}" for letter in opened.letters())
        return json.dumps(
            {
                "graph": _digest(b"\n".join(sorted(path.read_bytes().splitlines()))),
                **{name: _digest(repr(tables.rows(f"FROM {name}")).encode()) for name in TABLES},
                "texts": _digest(texts.encode()),
            }
        )


def differences(one: str, other: str) -> list[str]:
    """What of two states is not the same."""
    parts, others = json.loads(one), json.loads(other)
    return [name for name in parts if parts[name] != others[name]]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
