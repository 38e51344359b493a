"""Gaps as a table for people and spreadsheets, and as entries of a vocabulary file to be completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.cite.bibliography import slug
from imrgraph.gaps.records import Gap, Reason
from imrgraph.query import Query, Table
from imrgraph.rdf.terms import XSD
from imrgraph.rdf.triples import literal
from imrgraph.store import Iri, Literal
from imrgraph.vocab import load_vocabulary
from imrgraph.vocab.checks import short
from imrgraph.vocab.concepts import BASE, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = (
    "kind", "words", "letters", "mentions", "reason", "suggestion", "suggestionLabel", "candidates", "examples",
)  # fmt: skip
_BETWEEN = " | "


def to_table(found: Sequence[Gap]) -> Table:
    """One row for each gap, in the order given; several candidates or examples in one cell, with ` | ` between."""
    rows = tuple(
        (
            Literal(gap.kind.value),
            Literal(gap.words),
            Literal(str(gap.letters), XSD + "integer"),
            Literal(str(gap.mentions), XSD + "integer"),
            Literal(gap.reason.value),
            Iri(gap.suggestion) if gap.suggestion else None,
            Literal(gap.suggestion_label) if gap.suggestion_label else None,
            Literal(_BETWEEN.join(gap.candidates)) if gap.candidates else None,
            Literal(_BETWEEN.join(map(str, gap.examples))) if gap.examples else None,
        )
        for gap in found
    )
    return Table(query=Query(name=None, text=""), columns=COLUMNS, rows=rows, bound={})


def to_turtle(found: Sequence[Gap]) -> str:
    """Entries for a vocabulary file, with counts as notes and no category guessed.

    A concept for each name; a further label where the letter's code or a corrected spelling says whose; a comment
    where the words are ambiguous. Treatments need their category before `--vocabulary` takes the file.
    """
    lines = [
        "# Words that imrgraph found no concept for. Keep what is a concept, complete it, and give the file to",
        "# imrgraph build, show or gaps as --vocabulary FILE. For a synonym, keep the line that says so instead.",
    ]
    if any(gap.kind.scheme == "treatment" for gap in found):
        tops = [c.name for c in load_vocabulary("treatment").concepts.values() if not c.broader]
        lines.append(
            f"# Each treatment needs a skos:broader: {', '.join(sorted(tops))}; or a closer concept."
        )
    schemes = sorted({gap.kind.scheme for gap in found})
    lines += ["", f"@prefix skos: <{SKOS}> .", *(f"@prefix {s}: <{BASE}{s}/> ." for s in schemes)]
    names = _Names()
    for gap in found:
        lines += ["", *_entry(gap, names)]
    return "\n".join(lines) + "\n"


class _Names:
    """IRIs for new concepts: from their words, and of no other concept."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}

    def give(self, scheme: str, words: str) -> tuple[str, bool]:
        """The IRI for some words, and whether it is new here: the same words of two kinds are one concept."""
        stem = slug(words) if scheme != "guideline" else f"other-{slug(words)}"
        known = self._given.get((scheme, stem))
        if known is not None:
            return known, False
        iri, number = f"{BASE}{scheme}/{stem}", 1
        while load_vocabulary(scheme).get(iri) is not None:
            number += 1
            iri = f"{BASE}{scheme}/{stem}-{number}"
        self._given[scheme, stem] = iri
        return iri, True


def _entry(gap: Gap, names: _Names) -> Iterator[str]:
    label = f"{literal(gap.words)}@en"
    count = f"{gap.letters:,} {_plural('letter', gap.letters)}, {gap.mentions:,} {_plural('mention', gap.mentions)}"
    yield f"# {gap.kind.value}, {gap.reason.value}: {count}"
    if gap.reason is Reason.AMBIGUOUS:
        yield f"# {label} may be {_listed(gap.candidates)}: no entry decides that"
        return
    if gap.suggestion and gap.reason in (Reason.FUZZY, Reason.CODE):
        kind = "hiddenLabel" if gap.reason is Reason.FUZZY else "altLabel"
        yield f"{short(gap.suggestion)} skos:{kind} {label} ."
        return
    if gap.suggestion:
        yield f"# or a synonym: {short(gap.suggestion)} skos:altLabel {label} ."
    minted = gap.candidates[0] if gap.reason is Reason.MINTED else None
    iri, is_new = (minted, True) if minted else names.give(gap.kind.scheme, gap.words)
    if not is_new:
        yield f"# as above: {short(iri)}"
        return
    scheme = gap.kind.scheme
    yield f"{short(iri)} a skos:Concept ; skos:inScheme {scheme}: ; skos:prefLabel {label} ;"
    if scheme == "treatment":
        yield "    # skos:broader treatment:... ;"
    if scheme == "guideline":
        yield f"    skos:notation {literal(iri.rsplit('/', 1)[-1])} ; skos:broader guideline:other ;"
    yield f"    skos:note {literal(count)}@en ."


def _listed(iris: Iterable[str]) -> str:
    return " or ".join(map(short, iris))


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"
