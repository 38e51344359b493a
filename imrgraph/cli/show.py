"""`imrgraph show`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrgraph.cli.options import GraphOption, StoreOption, VocabularyOption, open_given

if TYPE_CHECKING:
    from collections.abc import Iterator


def command(
    letter: Annotated[
        str, typer.Argument(metavar="LETTER", help="A file, -, or a case number or KEY of the store.")
    ],
    store: StoreOption = None,
    graph: GraphOption = None,
    vocabulary: VocabularyOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what was found in one letter, for a person to check.

    A file is read and extracted anew, without any store, with the vocabulary files given; else the letter is
    looked up in the store or graph file. Numbers in brackets are positions in the letter's text.

    \b
    Examples:
      imrgraph show letters/CM14-0012345.txt
      imrgraph show CM14-0012345 --store imrgraph.db
      imrgraph show CM14-0012345 --graph graph.trig --json
      imrgraph show letters/CM14-0012345.txt --vocabulary mine.ttl
    """
    from imrgraph.cli.letter_text import letter_text

    is_read = (letter == "-" or Path(letter).exists()) and not (store or graph)
    if vocabulary and not is_read:
        raise typer.BadParameter(
            "--vocabulary is for a letter read from a file; a store has its own (see build)"
        )
    documents, failed = [], False
    for found in _read(letter, vocabulary or []) if is_read else _stored(letter, store, graph):
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


def _read(source: str, vocabularies: list[Path]) -> Iterator[dict[str, Any] | str]:
    """The documents of a file's letters; a string where one failed."""
    from imrgraph.errors import LetterError
    from imrgraph.model.case import extract
    from imrgraph.read import ReadFailure, read
    from imrgraph.store.document import case_document
    from imrgraph.vocab.checks import read_vocabularies
    from imrgraph.vocab.own import using

    own = read_vocabularies(vocabularies)
    for found in read(source):
        if isinstance(found, ReadFailure):
            yield f"{found.source_name}: {found.reason}"
            continue
        try:
            with using(own):
                case = extract(found)
                document = case_document(case)
        except LetterError as error:
            yield str(error)
            continue
        yield {**document, "warnings": list(case.warnings)}


def _stored(name: str, store: Path | None, graph: Path | None) -> Iterator[dict[str, Any]]:
    from imrgraph.errors import StoreError
    from imrgraph.store.document import letter_document
    from imrgraph.store.letters import concept_labels, find_letters, letter_triples

    with open_given(store, graph) as opened:
        letters = find_letters(opened, name)
        if not letters:
            raise StoreError(f"no letter {name!r}: neither a file nor a case number of the store")
        for letter in letters:
            yield letter_document(letter_triples(opened, letter), letter, concept_labels(opened))
