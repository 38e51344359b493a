"""`imrgraph remove`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imrgraph.cli.options import DEFAULT_STORE, require_folder


def command(
    letters: Annotated[
        list[str],
        typer.Argument(metavar="LETTER...", help="Case numbers or keys; imrgraph query letters lists them."),
    ],
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="The store folder.", callback=require_folder)
    ] = DEFAULT_STORE,
) -> None:
    """Remove letters from a store: their facts, their texts, and where they were read.

    The graph is written anew, so that none of their words stays in its files: for a large store that takes a while.
    All texts of a case number go. A later build of a source that still has the letter stores it again.

    \b
    Examples:
      imrgraph remove CM14-0012345
      imrgraph remove CM14-0012345 CM14-0012346 --store 2015.db
    """
    from imrgraph.store.remove import remove

    removed, left = remove(letters, store)
    print(f"removed {removed:,} letters\n{store} holds {left.letters:,} letters")
