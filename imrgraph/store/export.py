"""A store's graph as one file that stands alone: ontology, vocabularies and letters, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.errors import StoreError
from imrgraph.rdf.terms import PREFIXES
from imrgraph.store.base import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imrgraph.store.oxigraph import OxigraphStore


def export(store: OxigraphStore, path: Path) -> None:
    """Write all that a store holds; the same letters give the same bytes.

    Args:
        store: an open store folder.
        path: a name ending in `.nt .nq .ttl .trig .jsonld`; an existing file is replaced when all is written.

    Raises:
        StoreError: the suffix is none of these, or the file cannot be written.
    """
    require_format(path)
    fresh = path.with_name(f".{path.name}.new")
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    prefixes = PREFIXES if path.suffix in (".ttl", ".trig") else None
    try:
        ox.serialize(_triples(store), str(fresh), form, prefixes=prefixes)
        fresh.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        fresh.unlink(missing_ok=True)


def require_format(path: Path) -> None:
    """Raises StoreError unless `export` can write a file of that name."""
    if path.suffix not in FORMATS:
        raise StoreError(f"{path}: a graph file ends in one of {', '.join(FORMATS)}")


def _triples(store: OxigraphStore) -> Iterator[ox.Triple]:
    """Letter by letter, so that a large store needs little memory."""
    yield from store.shared_triples()
    for key in store.letter_keys():
        found = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in store.letter_quads(key))
        yield from sorted(found, key=str)
