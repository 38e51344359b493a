"""`imrgraph show`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given

if TYPE_CHECKING:
    from collections.abc import Iterator


def command(
    letter: Annotated[
        str, typer.Argument(metavar="LETTER", help="A file, -, or a case number or KEY of the store.")
    ],
    store: StoreOption = None,
    graph: GraphOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what was found in one letter, for a person to check.

    A file is read and extracted anew, without any store; else the letter is looked up in the store or graph
    file. Numbers in brackets are positions in the letter's text.

    \b
    Examples:
      imrgraph show letters/CM14-0012345.txt
      imrgraph show CM14-0012345 --store imrgraph.db
      imrgraph show CM14-0012345 --graph graph.trig --json
    """
    from imrgraph.cli.letter_text import letter_text

    is_file = letter == "-" or Path(letter).exists()
    documents, failed = [], False
    for found in _read(letter) if is_file and not (store or graph) else _stored(letter, store, graph):
        if isinstance(found, str):
            failed = True
            print(f"imrgraph: {found}", file=sys.stderr)
        elif as_json:
            documents.append(found)
        else:
            print(letter_text(found))
    if documents:
        print(json.dumps(documents[0] if len(documents) == 1 else documents, indent=2, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _read(source: str) -> Iterator[dict[str, Any] | str]:
    """The documents of a file's letters; a string where one failed."""
    from imrgraph.errors import LetterError
    from imrgraph.model.case import extract
    from imrgraph.read import ReadFailure, read
    from imrgraph.store.document import case_document

    for found in read(source):
        if isinstance(found, ReadFailure):
            yield f"{found.source_name}: {found.reason}"
            continue
        try:
            case = extract(found)
        except LetterError as error:
            yield str(error)
            continue
        yield {**case_document(case), "warnings": list(case.warnings)}


def _stored(name: str, store: Path | None, graph: Path | None) -> Iterator[dict[str, Any]]:
    from imrgraph.errors import StoreError
    from imrgraph.store.document import letter_document
    from imrgraph.store.letters import find_letters, letter_triples

    with open_given(store, graph) as opened:
        letters = find_letters(opened, name)
        if not letters:
            raise StoreError(f"no letter {name!r}: neither a file nor a case number of the store")
        for letter in letters:
            yield letter_document(letter_triples(opened, letter), letter)
