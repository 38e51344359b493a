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
    str | None,
    typer.Option(
        "--store",
        metavar="PATH|URL",
        help="The store folder, a graph file (.nt .nq .ttl .trig .jsonld), or a SPARQL server (https://...).",
        show_default=str(DEFAULT_STORE),
    ),
]


def require_folder(path: Path | None) -> Path | None:
    """Refuse an address where a store folder is meant: it would become a folder called `http:`."""
    if path is not None and path.parts[:1] in (("http:",), ("https:",)):
        raise typer.BadParameter(
            "takes a store folder here, no server; imrgraph push loads one into a server"
        )
    return path


FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="The store folder.",
        show_default=str(DEFAULT_STORE),
        callback=require_folder,
    ),
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


def open_given(store: str | None, graph: Path | None) -> Store:
    """Open the store, server or graph file that the options name.

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


def as_given(store: str | None, graph: Path | None) -> tuple[str, ...]:
    """The options that name the same store or graph file again; none for a server, whose address may hold a password."""
    if graph is not None:
        return ("--graph", str(graph))
    return () if store is None or "://" in store else ("--store", store)


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
