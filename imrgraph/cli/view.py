"""`imrgraph view`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, as_given, open_given, write_page
from imrgraph.cli.query import pairs

_CITATIONS = 40  # connections in columns that still fit a screen


def command(
    what: Annotated[
        str,
        typer.Argument(
            help="A network (imrgraph export --list names them), `citations` in columns, or one `letter`."
        ),
    ],
    letter: Annotated[
        str | None, typer.Argument(metavar="[LETTER]", help="A case number, for `letter`.")
    ] = None,
    store: StoreOption = None,
    graph: GraphOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.html", help="The file; - is standard output."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="NAME=VALUE", help="A network's filter, as `export` takes it."),
    ] = None,
    min_weight: Annotated[
        float, typer.Option("--min-weight", metavar="N", help="Leave out connections that weigh less.")
    ] = 0,
    backbone: Annotated[
        float | None,
        typer.Option(
            "--backbone",
            metavar="ALPHA",
            help="Keep only the significant connections (disparity filter), as of 0.05.",
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            metavar="N",
            min=0,
            help="Connections drawn, heaviest first; 0 is all.",
            show_default="40 of citations, else all",
        ),
    ] = None,
    renderer: Annotated[
        Literal["auto", "pyvis", "sigma"],
        typer.Option("--renderer", help="What draws a network; auto is pyvis up to 300 nodes, sigma beyond."),
    ] = "auto",
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Another one places the nodes in another way.")
    ] = 0,
) -> None:
    """Draw a network, or one letter, as an interactive HTML file that opens without a network.

    The page of a network has search, filters, details with the disputed items behind each node and connection, and tables.

    \b
    Examples:
      imrgraph view citations -o citations.html
      imrgraph view letter CM14-0012345 -o letter.html
      imrgraph view treatment-guideline --backbone 0.05 -o network.html
      imrgraph view condition-treatment -p category=surgery -p from=2014 --top 200 -o surgery.html
      imrgraph view letter-similarity -o similar.html
    """
    from imrgraph.view import view_citations, view_letter, view_network

    if what == "letter" and letter is None:
        raise typer.BadParameter("name the letter: imrgraph view letter CM14-0012345")
    if what != "letter" and letter is not None:
        raise typer.BadParameter(f"{what} draws the whole network; unexpected {letter!r}")
    if what in ("citations", "letter") and (
        param or min_weight or backbone is not None or seed or renderer != "auto"
    ):
        raise typer.BadParameter(
            f"{what} takes none of -p, --min-weight, --backbone, --renderer, --seed;"
            " for the network: imrgraph view treatment-guideline"
        )
    output = output or Path(f"{what}.html")
    with open_given(store, graph) as opened:
        if letter is not None:
            text = view_letter(opened, letter)
        elif what == "citations":
            text = view_citations(opened, _CITATIONS if top is None else top)
        else:
            text = view_network(
                opened,
                what,
                pairs(param or ()),
                min_weight=min_weight,
                alpha=backbone,
                top=top or 0,
                seed=seed,
                renderer=renderer,
                given=as_given(store, graph),
            )
    write_page(output, text)
