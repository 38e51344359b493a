"""`imrgraph gaps`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imrgraph.cli.options import DEFAULT_STORE, FolderOption, VocabularyOption

if TYPE_CHECKING:
    from imrgraph.gaps import Gap, Kind
    from imrgraph.store.build import LetterFailed


def command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE...]", help="Files, folders, globs, or -; without any, the letters of a store."
        ),
    ] = None,
    store: FolderOption = None,
    vocabulary: VocabularyOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only treatment, prior-treatment, condition, guideline or specialty; may be repeated.",
        ),
    ] = None,
    min_count: Annotated[
        int, typer.Option("--min-count", metavar="N", min=1, help="Only what is met N times or more.")
    ] = 1,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="The first N; 0 is all.")] = 0,
    examples: Annotated[
        int, typer.Option("--examples", metavar="N", min=0, help="Places given of each, at most.")
    ] = 3,
    format: Annotated[
        Literal["csv", "table", "json", "turtle"],
        typer.Option("--format", help="Rows, or entries for a vocabulary file."),
    ] = "csv",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file instead.")
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
) -> None:
    """List what letters say and no concept was found for, the most frequent first.

    One row for words that are the same but for case, punctuation and plural: kind, words, how many letters have
    them and how often, the reason, the existing concept with the nearest label, candidates, and examples as
    KEY#char=start,end with the words around. The reasons: no concept has the words (unresolved), several have
    (ambiguous), the graph made up a concept for a source or specialty (minted), an unlisted misspelling was read
    (fuzzy), only the code behind the words says what is meant (code).

    From gap to entry: print the rows as Turtle, keep and complete the entries that are right (a treatment needs
    the skos:broader that is its category), and read the letters with that file. What it covers is gone from the
    list. In a spreadsheet an apostrophe stands in front of words that would run as a formula.

    \b
    Examples:
      imrgraph gaps letters/ -o gaps.csv
      imrgraph gaps --store imrgraph.db --kind condition --min-count 5
      imrgraph gaps letters/ --min-count 3 --format turtle -o mine.ttl
      imrgraph gaps letters/ --vocabulary mine.ttl
      imrgraph build letters/ --vocabulary mine.ttl
    """
    from imrgraph.gaps import gaps

    if sources and store is not None:
        raise typer.BadParameter("give letters or --store, not both")
    failures = 0

    def report(failed: LetterFailed) -> None:
        nonlocal failures
        failures += 1
        print(f"failed: {failed.source_name}: {failed.reason}", file=sys.stderr)

    found = gaps(
        sources or None,
        store=None if sources else store or DEFAULT_STORE,
        vocabularies=vocabulary or None,
        kinds=_kinds(kind or []),
        min_count=min_count,
        limit=limit or None,
        examples=examples,
        text_column=text_column,
        max_letter_size=max_letter_size,
        report=report,
    )
    _write(_rendered(found, format, to_terminal=output is None and sys.stdout.isatty()), output)
    if output is not None:
        print(f"{output}: {len(found):,} gap{'' if len(found) == 1 else 's'}", file=sys.stderr)
    if failures:
        raise typer.Exit(1)


def _kinds(given: list[str]) -> tuple[Kind, ...]:
    from imrgraph.gaps import Kind

    known = {one.value.replace(" ", "-"): one for one in Kind}
    for name in given:
        if name.replace(" ", "-") not in known:
            raise typer.BadParameter(f"--kind takes {', '.join(known)}; not {name!r}")
    return tuple(known[name.replace(" ", "-")] for name in given) or tuple(Kind)


def _rendered(found: tuple[Gap, ...], form: str, *, to_terminal: bool) -> str:
    from imrgraph.gaps import to_table, to_turtle
    from imrgraph.query import Format, render

    if form == "turtle":
        return to_turtle(found)
    width = shutil.get_terminal_size().columns if to_terminal else None
    return render(to_table(found), Format(form), width)


def _write(text: str, output: Path | None) -> None:
    from imrgraph.errors import ViewError

    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ViewError(f"{output}: cannot be written ({error.strerror})") from error
