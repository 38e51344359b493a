"""What is true of every text that somebody takes for a letter, whatever happened to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.errors import LetterError
from imrgraph.model import extract
from imrgraph.rdf import base_key, case_triples
from imrgraph.read.text import letter_from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.records import Case, Evidence, Letter, Reason, Span

# Processor time that one text may take: ten times what the slowest take, so that only a hang or a blow-up exceeds it.
_SECONDS, _SECONDS_A_CHARACTER = 3.0, 1e-4


def check_text(data: bytes, name: str = "letter.txt", *, slower: float = 1.0) -> Case | None:
    """Read the bytes of a text and hold what is read against all that must be true.

    Args:
        slower: by how much the code runs slower than it does by itself (a fuzzer watches it).

    Returns:
        The case; None where the text is refused as no letter, with a `LetterError`.

    Raises:
        AssertionError: something is not true. What else is raised must never be.
    """
    try:
        letter = letter_from_bytes(data, name)
        begun = time.process_time()
        case = extract(letter)
        seconds = time.process_time() - begun
    except LetterError:
        return None
    limit = slower * (_SECONDS + _SECONDS_A_CHARACTER * len(letter.text))
    assert seconds < limit, f"{seconds:.1f} s for {len(letter.text)} characters"
    check_case(case)
    assert case == extract(letter), "read twice, and not the same"
    return case


def check_case(case: Case) -> None:
    """Hold a case against what is true of every case: positions, numbers, triples.

    Raises:
        AssertionError: something is not true.
    """
    for evidence in evidence_of(case):
        words = [_words(case.letter, span) for span in evidence.spans]
        assert all(words), "evidence without words"
        assert evidence.anchor in words, "an anchor that stands at none of its places"
        assert list(evidence.spans) == sorted(set(evidence.spans)), "places out of order"
    for reason in reasons_of(case):
        assert all(_words(case.letter, span) for span in reason.spans), "a reason without words"
    numbers = [d.number for d in case.determinations]
    assert numbers == list(range(1, len(numbers) + 1)), "items that are not numbered 1, 2, ..."
    lines = triples_of(case)
    parsed = {str(t) for t in ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES)}
    assert len(parsed) == len(lines), "lines that say the same in two ways"
    assert lines == triples_of(case), "written twice, and not the same"


def evidence_of(case: Case) -> Iterator[Evidence]:
    """The evidence of every fact that has its own."""
    yield from (c.evidence for c in case.conditions)
    yield from (p.evidence for p in case.prior_treatments)
    for d in case.determinations:
        yield d.evidence
        yield from (c.evidence for c in d.citations)
        yield from (g.evidence for g in d.grounds)


def reasons_of(case: Case) -> Iterator[Reason]:
    """Why each record says what it says."""
    yield from case.why
    yield from case.facts.why
    yield from case.reviewer.why
    for condition in case.conditions:
        yield from condition.why
    for treatment in case.prior_treatments:
        yield from treatment.why
    for determination in case.determinations:
        yield from determination.why
        for citation in determination.citations:
            yield from citation.why


def triples_of(case: Case) -> list[str]:
    """The lines of a case in a graph of its own."""
    letter = case.letter
    return case_triples(case, base_key(case.facts.case_number, letter.source_name, letter.text_digest))


def _words(letter: Letter, span: Span) -> str:
    """The words at a span, white space folded; empty where it is not within the text."""
    if not 0 <= span.start < span.end <= len(letter.text):
        return ""
    return " ".join(letter.text[span.start : span.end].split())
