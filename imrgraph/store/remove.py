"""Letters leave a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.rdf.iris import encode
from imrgraph.rdf.terms import LETTERS
from imrgraph.store.folder import Reading
from imrgraph.store.unwritten import written
from imrgraph.store.writer import StoreWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from imrgraph.store.counts import Counts


def remove(letters: Iterable[str], store: str | PathLike[str]) -> tuple[int, Counts]:
    """Remove letters from a store folder, with all their words.

    Args:
        letters: case numbers, KEYs or IRIs; every text of a case number is meant.
        store: the folder.

    Returns:
        How many letters were removed, and what the store holds now.

    Raises:
        StoreError: there is no such store, or it has no such letter (nothing is removed then), or it is being written,
            or cannot be written.
    """
    path = Path(store)
    Reading(path).close()  # a store that is not there must not be made
    with written(path), StoreWriter(path) as writer:
        removed = 0
        for name in dict.fromkeys(letters):
            key = name.removeprefix(LETTERS)
            found = writer.remove(key) or writer.remove(encode(key))
            if not found:
                raise StoreError(
                    f"{path}: no letter {name!r}; imrgraph query letters --store {path} lists them"
                )
            removed += found
    return removed, writer.final_counts
