"""`imrgraph view`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given, write_page


def command(
    what: Annotated[Literal["citations", "letter"], typer.Argument(help="The whole network, or one letter.")],
    letter: Annotated[
        str | None, typer.Argument(metavar="[LETTER]", help="A case number, for `letter`.")
    ] = None,
    store: StoreOption = None,
    graph: GraphOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.html", help="The file; - is standard output."),
    ] = None,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=0, help="Connections drawn, heaviest first; 0 is all.")
    ] = 40,
) -> None:
    """Draw the citation network, or one letter, as an interactive HTML file that opens without a network.

    \b
    Examples:
      imrgraph view citations -o citations.html
      imrgraph view letter CM14-0012345 -o letter.html
    """
    from imrgraph.view import view_citations, view_letter

    if what == "letter" and letter is None:
        raise typer.BadParameter("name the letter: imrgraph view letter CM14-0012345")
    if what == "citations" and letter is not None:
        raise typer.BadParameter(f"citations draws the whole network; unexpected {letter!r}")
    output = output or Path(f"{what}.html")
    with open_given(store, graph) as opened:
        text = view_citations(opened, top) if letter is None else view_letter(opened, letter)
    write_page(output, text)
