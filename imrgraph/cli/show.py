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

    from imrgraph.store import Store


def _print_rules(wanted: bool) -> None:
    if wanted:
        from imrgraph.cli.why_text import all_rules

        print(all_rules(), end="")
        raise typer.Exit


def command(
    letter: Annotated[
        str, typer.Argument(metavar="LETTER", help="A file, -, or a case number or KEY of the store.")
    ],
    store: StoreOption = None,
    graph: GraphOption = None,
    vocabulary: VocabularyOption = None,
    why: Annotated[
        bool,
        typer.Option("--why", help="Below each fact: the rule that found it, its words, their positions."),
    ] = False,
    rules: Annotated[  # noqa: ARG001
        bool,
        typer.Option("--rules", callback=_print_rules, is_eager=True, help="Print what each rule goes by."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print what was found in one letter, for a person to check.

    A file is read and extracted anew, without any store, with the vocabulary files given; else the letter is
    looked up in the store or graph file. Numbers in brackets are positions in the letter's text.

    With --why a stored letter is read again from the text in its store; what is read otherwise now is marked. A
    graph file holds no text, so that only the rules of mentions are known.

    \b
    Examples:
      imrgraph show letters/CM14-0012345.txt
      imrgraph show CM14-0012345 --store imrgraph.db
      imrgraph show CM14-0012345 --store graph.trig --json
      imrgraph show letters/CM14-0012345.txt --vocabulary mine.ttl
      imrgraph show letters/CM14-0012345.txt --why | less
      imrgraph show --rules
    """
    from imrgraph.cli.letter_text import letter_text

    is_read = (letter == "-" or Path(letter).exists()) and not (store or graph)
    if vocabulary and not is_read:
        raise typer.BadParameter(
            "--vocabulary is for a letter read from a file; a store has its own (see build)"
        )
    documents, failed = [], False
    read = _read(letter, vocabulary or [], why) if is_read else _stored(letter, store, graph, why)
    for found in read:
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


def _read(source: str, vocabularies: list[Path], why: bool) -> Iterator[dict[str, Any] | str]:
    """The documents of a file's letters; a string where one failed."""
    from imrgraph.errors import LetterError
    from imrgraph.model.case import extract
    from imrgraph.read import ReadFailure, read
    from imrgraph.store.document import case_document
    from imrgraph.store.why import explained
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
        document["warnings"] = list(case.warnings)
        yield explained(document, case, document) if why else document


def _stored(name: str, store: str | None, graph: Path | None, why: bool) -> Iterator[dict[str, Any]]:
    from imrgraph.errors import StoreError
    from imrgraph.store.document import letter_document
    from imrgraph.store.letters import concept_labels, find_letters, letter_triples

    with open_given(store, graph) as opened:
        letters = find_letters(opened, name)
        if not letters:
            raise StoreError(f"no letter {name!r}: neither a file nor a case number of the store")
        for letter in letters:
            document = letter_document(letter_triples(opened, letter), letter, concept_labels(opened))
            yield _explained(document, opened) if why else document


def _explained(document: dict[str, Any], store: Store) -> dict[str, Any]:
    """A stored letter's document with its reasons, from reading its text again as the store reads it."""
    from imrgraph.model.case import extract
    from imrgraph.records import Letter
    from imrgraph.store.document import case_document
    from imrgraph.store.why import explained, rules_of_mentions
    from imrgraph.vocab.own import NONE, using

    text = store.letter_text(document.get("textDigest", ""))
    if text is None:
        print("imrgraph: this graph holds no text; only the rules of mentions are known", file=sys.stderr)
        return rules_of_mentions(document)
    letter = Letter(
        source_name=document.get("sourceName", ""),
        text=text,
        source_digest=document.get("sourceDigest", ""),
        text_digest=document["textDigest"],
    )
    own = getattr(store, "own_vocabularies", lambda: NONE)()
    with using(own):
        case = extract(letter)
        return explained(document, case, case_document(case))
