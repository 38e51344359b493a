"""`imrgraph demo`."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from imrgraph.query import Table
    from imrgraph.query.run import Result
    from imrgraph.store import Store

_FOLDER = Path("imrgraph-demo")
_LETTERS = 300
_LEADING = 5
_NETWORK = "treatment-guideline"
_REPORT = "What synthetic letters say"
_INVENTED = "Every letter behind this is invented (imrgraph synth). Nothing here says anything about the real program."


def command(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder that gets the stores and pages.")
    ] = _FOLDER,
    letters: Annotated[
        int, typer.Option("--letters", metavar="N", min=1, help="How many synthetic letters.")
    ] = _LETTERS,
) -> None:
    """Build the graph of three genuine letters, and beside it one of invented letters, and show what can be asked.

    The genuine letters come with imrgraph: final determination letters that the State of California redacted and
    published. The others are invented (imrgraph synth), so that there is a network to look at; they never mix with the
    genuine ones, and say nothing about the real program. Running it again gives the same.

    \b
    DIR gets
      genuine.db      genuine.html              three genuine letters
      synthetic.db    synthetic-network.html    synthetic letters, and
                      synthetic-report/         a report of what they hold

    \b
    Examples:
      imrgraph demo
      imrgraph demo -o try --letters 1000
    """
    from imrgraph.data import example_letters_dir
    from imrgraph.report import report
    from imrgraph.store import open_store
    from imrgraph.synth import write_corpus

    genuine, synthetic = output / "genuine.db", output / "synthetic.db"
    page, network = output / "genuine.html", output / "synthetic-network.html"
    print("THREE GENUINE LETTERS, as the State of California redacted and published them\n")
    failed = _build(example_letters_dir(), genuine)
    with open_store(genuine) as store:
        print(genuine_answers(store, genuine))
        _write(page, genuine_page(store))
    print("SYNTHETIC LETTERS: invented, and no evidence of anything in the real program\n")
    print(f"inventing and reading {letters:,} letters", file=sys.stderr)
    with TemporaryDirectory() as folder:
        failed += _build(write_corpus(Path(folder) / "try", letters, gold=False).letters, synthetic)
    with open_store(synthetic) as store:
        print(synthetic_answers(store, synthetic))
        _write(network, synthetic_page(store, synthetic))
        print("drawing the report's figures", file=sys.stderr)
        findings = report(store, output / "synthetic-report", title=_REPORT)
    print("To open in a browser:")
    print(f"genuine    {page.resolve()}")
    print(f"synthetic  {network.resolve()}")
    print(f"synthetic  {findings.resolve()}")
    print(f"\nMore to ask:\nimrgraph query --list\nimrgraph query letters --store {genuine}")
    if failed:
        raise typer.Exit(1)


def _build(letters: Path, store: Path) -> int:
    """Read letters into a store and print what was found; gives how many failed."""
    from imrgraph.cli.build import summary_text
    from imrgraph.cli.progress import event_line
    from imrgraph.store.build import Event, build

    def report(event: Event) -> None:
        if line := event_line(event):
            print(line, file=sys.stderr)

    summary = build(letters, store, report=report)
    print(f"{summary_text(summary, store)}\n")
    return summary.failed


def genuine_answers(store: Store, path: Path) -> str:
    """What three letters can tell: which they are, how they ended, where the MTUS is silent."""
    from imrgraph.query import run

    return "\n".join(
        (
            _answer(
                "How did the disputes end, by the guideline that the reviewer relied on?",
                f"imrgraph query outcomes-by-guideline --store {path}",
                run(store, "outcomes-by-guideline"),
            ),
            _answer(
                "Where does the reviewer find the MTUS silent, and what is cited instead?",
                f"imrgraph query mtus-silent --store {path}",
                run(store, "mtus-silent"),
            ),
        )
    )


def synthetic_answers(store: Store, path: Path) -> str:
    """What takes many letters: a share with its interval, and what leads a network."""
    from imrgraph.graph import read_items, read_names, to_networkx
    from imrgraph.metrics import measure, overturn_rates, rates_table, to_table

    rates = overturn_rates(read_items(store), "agreement", names=read_names(store))
    guidelines = [m for m in measure(to_networkx(store, _NETWORK)) if m.kind == "guideline"]
    return "\n".join(
        (
            _answer(
                "Is a denial overturned less often where both sides rely on the same guideline?\n"
                "(Planted: where they do, half the odds.)",
                f"imrgraph metrics rates --by agreement --store {path}",
                rates_table([rates.overall, *rates]),
            ),
            _answer(
                "Which guidelines lead the network of treatments and guidelines, by weighted PageRank?",
                f"imrgraph metrics {_NETWORK} --store {path}",
                to_table(guidelines[:_LEADING]),
            ),
        )
    )


def _answer(question: str, asked: str, answer: Result | Table) -> str:
    from imrgraph.query import render

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return f"{question}\n({asked})\n\n{render(answer, width=width)}"


def genuine_page(store: Store) -> str:
    """The citations of the genuine letters."""
    from imrgraph.graph import to_networkx
    from imrgraph.view import citations_picture, page

    picture = citations_picture(to_networkx(store, _NETWORK))
    return page(replace(picture, title="Three genuine letters: which guidelines decided the disputes"))


def synthetic_page(store: Store, path: Path) -> str:
    """The network of the synthetic letters, which says so, with the disputed items behind it."""
    import shlex

    from imrgraph.graph import read_items, read_names, to_networkx
    from imrgraph.view import network_page
    from imrgraph.view.behind import items_of

    network = to_networkx(store, _NETWORK)
    return network_page(
        network,
        title="Synthetic letters: which guidelines are relied on in disputes over which treatments",
        mark=_INVENTED,
        letters=items_of(store, network, _NETWORK, {}, read_items(store), read_names(store)),
        command=shlex.join(("imrgraph", "metrics", _NETWORK, "--store", str(path), "--trace")),
    )


def _write(path: Path, page: str) -> None:
    from imrgraph.errors import ViewError

    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ViewError(f"{path}: cannot be written ({error.strerror})") from error
