"""The options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from imrgraph.store import Store

DEFAULT_STORE = Path("imrgraph.db")

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="PATH",
        help="The store folder, or a graph file (.nt .nq .ttl .trig .jsonld).",
        show_default=str(DEFAULT_STORE),
    ),
]
FolderOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="The store folder.", show_default=str(DEFAULT_STORE)),
]
GraphOption = Annotated[
    Path | None,
    typer.Option("--graph", metavar="FILE", help="A graph file, as with --store."),
]
VocabularyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--vocabulary", metavar="FILE", help="A Turtle file that adds concepts or labels; may be repeated."
    ),
]


def open_given(store: Path | None, graph: Path | None) -> Store:
    """Open the store or graph file that the options name.

    Raises:
        StoreError: it cannot be opened.
    """
    from imrgraph.errors import StoreError
    from imrgraph.store import open_store

    if store is not None and graph is not None:
        raise typer.BadParameter("give --store or --graph, not both")
    if graph is not None and not graph.is_file():
        raise StoreError(f"{graph}: no such graph file")
    return open_store(graph or store or DEFAULT_STORE)


def write_page(output: Path, text: str) -> None:
    """Write a page where `output` says; `-` is standard output.

    Raises:
        ViewError: it cannot be written.
    """
    from imrgraph.errors import ViewError

    if str(output) == "-":
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ViewError(f"{output}: cannot be written ({error.strerror})") from error
    print(f"{output}: open it in a browser", file=sys.stderr)
