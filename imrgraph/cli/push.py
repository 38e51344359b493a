"""`imrgraph push`."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from imrgraph.cli.options import DEFAULT_STORE, FolderOption, GraphOption


def command(
    server: Annotated[
        str, typer.Argument(metavar="URL", help="The server's Graph Store, or its update endpoint.")
    ],
    store: FolderOption = None,
    graph: GraphOption = None,
    named_graph: Annotated[
        str | None,
        typer.Option("--named-graph", metavar="IRI", help="Load this graph, not the default one."),
    ] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, metavar="N", help="Letters in one request.")] = 100,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the last push stopped.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Empty that graph of the server first.")] = False,
    by: Annotated[
        Literal["graph-store", "update"] | None,
        typer.Option("--by", help="The protocol: found out unless told."),
    ] = None,
) -> None:
    """Load a graph into a SPARQL 1.1 server: Oxigraph, Virtuoso, Fuseki, GraphDB and others.

    The triples go by the Graph Store Protocol, or by SPARQL Update where the server refuses that; ontology and vocabularies
    first, then the letters, whole ones in batches. Loading twice adds nothing. After each batch it is noted in STORE.push.json
    how far it came; --resume goes on from there. The letters' texts stay here, but the graph quotes their words.

    Credentials come from the environment: IMRGRAPH_SPARQL_USER and IMRGRAPH_SPARQL_PASSWORD (Basic or Digest, as the server
    asks), or IMRGRAPH_SPARQL_TOKEN (Bearer). Redirects are not followed.

    \b
    Examples:
      imrgraph push http://localhost:7878/store
      imrgraph push http://localhost:7878/store --store 2015.db --resume
      imrgraph push http://localhost:8890/sparql-graph-crud-auth --named-graph https://example.org/letters
      imrgraph push https://example.org/letters/update --by update --replace
    """
    from imrgraph.store.push import push

    if store is not None and graph is not None:
        raise typer.BadParameter("give --store or --graph, not both")
    terminal = sys.stderr.isatty()

    def say(letters: int) -> None:
        print(f"{letters:,} letters are there", end="\r" if terminal else "\n", file=sys.stderr, flush=True)

    done = push(
        graph or store or DEFAULT_STORE,
        server,
        graph=named_graph,
        batch=batch,
        resume=resume,
        replace=replace,
        by=by,
        progress=say,
    )
    print(f"sent {done.letters:,} letters, {done.triples:,} triples")
