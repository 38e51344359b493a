"""`imrgraph demo`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from imrgraph.store import Store

_FOLDER = Path("imrgraph-demo")
_LEADING = 5


def command(
    store: Annotated[Path, typer.Option("--store", metavar="DIR", help="The store folder.")] = _FOLDER
    / "imrgraph.db",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.html", help="The picture.")
    ] = _FOLDER / "citations.html",
) -> None:
    """Build the graph of three genuine letters, and show what can be asked of it.

    The letters come with imrgraph: final determination letters that the State of California redacted and
    published. Running it again gives the same.

    \b
    Examples:
      imrgraph demo
      imrgraph demo --store try.db -o try.html
    """
    from imrgraph.cli.build import event_line, summary_text
    from imrgraph.data import example_letters_dir
    from imrgraph.errors import ViewError
    from imrgraph.store import open_store
    from imrgraph.store.build import Event, build

    def report(event: Event) -> None:
        if line := event_line(event):
            print(line, file=sys.stderr)

    summary = build(example_letters_dir(), store, report=report)
    print(f"{summary_text(summary, store)}\n")
    with open_store(store) as opened:
        print(answers(opened))
        from imrgraph.view import view_citations

        page = view_citations(opened)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ViewError(f"{output}: cannot be written ({error.strerror})") from error
    print(f"The citation network as a picture, to open in a browser:\n{output.resolve()}\n")
    print(f"More to ask:\nimrgraph query --list\nimrgraph query mtus-silent --store {store}")
    if summary.failed:
        raise typer.Exit(1)


def answers(store: Store) -> str:
    """One query's answer and the leading guidelines of the citation network, as text."""
    from imrgraph.graph import to_networkx
    from imrgraph.metrics import measure, to_table
    from imrgraph.query import render, run

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    guidelines = [m for m in measure(to_networkx(store, "treatment-guideline")) if m.kind == "guideline"]
    return "\n".join(
        (
            "How did disputes end, by the guideline that the reviewer relied on?",
            "(imrgraph query outcomes-by-guideline)\n",
            render(run(store, "outcomes-by-guideline"), width=width),
            "Which guidelines lead the network of treatments and guidelines, by weighted PageRank?",
            "(imrgraph metrics treatment-guideline)\n",
            render(to_table(guidelines[:_LEADING]), width=width),
        )
    )
