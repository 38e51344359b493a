"""`imrgraph build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrgraph.cli.options import DEFAULT_STORE, VocabularyOption, require_folder

if TYPE_CHECKING:
    from imrgraph.store.build import BuildSummary


def command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE...", help="Files, folders, globs, addresses (s3://...), or - for standard input."
        ),
    ] = None,
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="The store folder.", callback=require_folder)
    ] = DEFAULT_STORE,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Also write the graph: .nt .nq .ttl .trig .jsonld"
        ),
    ] = None,
    text_column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The column of .jsonl and .csv files that holds the letters.  [text]"
        ),
    ] = None,
    max_letter_size: Annotated[
        int, typer.Option(metavar="BYTES", min=1, help="Refuse longer letters.")
    ] = 5_000_000,
    vocabulary: VocabularyOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first source that fails.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove letters that are in none of the sources any more.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Read again what failed in earlier builds.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", metavar="N", min=1, help="Processes that read letters.  [as many as processors]"
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Have the workers of a dask scheduler read (tcp://host:8786), or local ones.",
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            "--shards", metavar="DIR|URL", help="With --cluster: where workers put what they have finished."
        ),
    ] = None,
    letter_seconds: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="Give up on a letter that takes longer.")
    ] = 60,
) -> None:
    """Read letters into a store folder.

    Reads .txt, .pdf, .jsonl and .csv (each also .gz) and .zip. Reading a letter again replaces what was
    stored of it; one that is stored as it would be read now is not read again. Each source that is partial, fails or is a
    duplicate gets one line on standard error; the exit status is 1 when any failed. What failed is also listed in the store.

    Whoever reads the store has it as it was until the build is done. A build that was interrupted, by whatever, goes on
    from what it had finished when it is run again, unless another build or a removal is done first. How far it is stands below on a terminal, elsewhere in a line every
    half a minute. Interrupted by Ctrl-C it ends with status 130, by SIGTERM with 143.

    A store remembers its vocabulary files and goes on with them. Where other ones are given, or one has changed,
    all its letters are read again. `imrgraph gaps` lists what to put into such a file.

    \b
    Examples:
      imrgraph build letters/
      imrgraph build letters-2014.zip 'more/**/*.pdf' -o graph.trig
      imrgraph build s3://bucket/letters/
      imrgraph build letters.csv.gz --text-column body --store 2015.db
      pdftotext letter.pdf - | imrgraph build -
      imrgraph build letters/ --vocabulary mine.ttl
      imrgraph build letters/ --prune
      imrgraph build --retry-failed
      imrgraph build s3://bucket/letters/ --cluster tcp://scheduler:8786
    """
    from imrgraph.cli.interrupts import interruptible
    from imrgraph.cli.progress import watched
    from imrgraph.read import number_of
    from imrgraph.store.base import FORMATS
    from imrgraph.store.build import build
    from imrgraph.store.export import export
    from imrgraph.store.limits import Limits
    from imrgraph.store.oxigraph import OxigraphStore

    if output is not None and output.suffix not in FORMATS:
        raise typer.BadParameter(f"{output}: a graph file ends in one of {', '.join(FORMATS)}")
    if shards is not None and cluster is None:
        raise typer.BadParameter("--shards is where the workers of a --cluster put what they have finished")
    if not sources and not retry_failed:
        raise typer.BadParameter("say what to read: imrgraph build letters/")
    given = sources or []
    with (
        interruptible("the same command, run again, goes on from what was finished"),
        watched(lambda: None if retry_failed else number_of(given)) as watch,
    ):
        summary = build(
            given,
            store,
            strict=strict,
            text_column=text_column,
            max_letter_size=max_letter_size,
            vocabularies=vocabulary or None,
            prune=prune,
            retry_failed=retry_failed,
            jobs=jobs,
            cluster=cluster,
            shards=shards,
            limits=Limits(seconds=letter_seconds),
            report=watch.report,
            watch=watch.stage,
        )
    if output is not None:
        with OxigraphStore(store) as opened:
            export(opened, output)
    print(summary_text(summary, store, output, prune=prune))
    if summary.failed:
        raise typer.Exit(1)


def summary_text(
    summary: BuildSummary, store: Path, output: Path | None = None, *, prune: bool = False
) -> str:
    """The closing summary, one number a line."""
    read = summary.read
    numbers = {
        "letters": read.letters,
        "determinations": read.determinations,
        "citations": read.citations,
        "conditions": read.conditions,
        "prior treatments": read.prior_treatments,
        "unresolved": read.unresolved,
        "partial": read.partial,
        "duplicates": summary.duplicates,
        "failed": summary.failed,
    }
    lines = [f"{name:<17}{number:>9,}" for name, number in numbers.items()]
    if summary.vocabularies:
        lines.append(f"read with the vocabularies {', '.join(summary.vocabularies)}")
    if summary.reread:
        lines.append(f"{summary.reread:,} stored letters were read again with the vocabularies of now")
    if summary.earlier:
        lines.append(f"{summary.earlier:,} of all these were read by an earlier build that was interrupted")
    if summary.dropped:
        lines.append(
            "what an interrupted build of other sources or options had finished is gone: run that one again"
        )
    if summary.unchanged:
        lines.append(f"{summary.unchanged:,} of the letters were stored already, as they would be read now")
    if summary.pruned is not None:
        lines.append(f"{summary.pruned:,} letters were removed, since their sources are gone")
    elif prune:
        lines.append("nothing was removed, since it is not known of all sources what they hold (--prune)")
    lines.append(f"{store} holds {summary.stored.letters:,} letters")
    if output is not None:
        lines.append(f"{output} holds the graph")
    if summary.stopped:
        lines.append("stopped at the first failure (--strict)")
    return "\n".join(lines)
