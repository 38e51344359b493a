"""`imrgraph check`."""

from __future__ import annotations

import sys

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given


def command(store: StoreOption = None, graph: GraphOption = None) -> None:
    """Validate a graph against the ontology's shapes (SHACL), letter by letter.

    Prints one line for each thing that is wrong: the letter, its part, and what is wrong with it. The exit
    status is 1 when anything is.

    \b
    Examples:
      imrgraph check
      imrgraph check --store graph.trig
    """
    from imrgraph.store.check import check

    letters = wrong = 0
    with open_given(store, graph) as opened:
        for letter, violations in check(opened):
            letters += 1
            wrong += len(violations)
            for violation in violations:
                print(f"{letter} {violation.part}: {violation.message}")
    print(f"{letters:,} letters checked, {wrong:,} violations", file=sys.stderr)
    if wrong:
        raise typer.Exit(1)
