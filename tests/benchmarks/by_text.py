"""What is read in texts: conditions, labels of vocabularies, citations, patterns."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from imrgraph.extract.conditions import conditions
from imrgraph.extract.subject import rationale_sentences, summary_sentences
from imrgraph.model import case
from imrgraph.read.clean import clean
from imrgraph.records import Assertion
from imrgraph.segment import outline
from imrgraph.vocab import load_vocabulary, matcher
from imrgraph.vocab.concepts import FILES
from imrgraph.vocab.matcher import fold
from tests.benchmarks.contest import Contender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from imrgraph.records import Letter
    from imrgraph.segment import Outline

_PATTERN_LETTERS = 10  # patterns are many, and each runs over the whole letter
_STAGES = ("statement_citations", "rationale_citations")


def works(letters: Sequence[Letter]) -> dict[str, Callable[[], Iterable[Contender]]]:
    """The works by name; contenders are made when they are asked for."""
    return {
        "conditions, and which of them are denied": lambda: _conditions(letters),
        "labels of all vocabularies in whole letters": lambda: _labels([letter.text for letter in letters]),
        "citations in statements and rationales": lambda: _citations(letters),
        "imrgraph's own patterns over whole letters": lambda: _patterns(letters),
    }


def clinical_text(cut: Outline) -> str:
    """The case summary and what rationales say of this worker, a sentence a line."""
    sentences = (*summary_sentences(cut), *rationale_sentences(cut))
    return "\n".join(cut.text[span.start : span.end] for span in sentences)


def labels(*schemes: str) -> Iterator[tuple[str, str]]:
    """Every label, misspellings included, and its concept."""
    for scheme in schemes:
        for concept in load_vocabulary(scheme).concepts.values():
            for label in (*concept.labels, *concept.hidden_labels):
                yield label, concept.iri


@cache
def medspacy_pipeline() -> Any:
    """medspaCy's own default pipeline, with all labels of conditions as its targets."""
    import medspacy
    from loguru import logger
    from medspacy.ner import TargetRule

    logger.disable("PyRuSH")  # which writes every sentence to standard error, and takes its time for it
    nlp = medspacy.load()
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(*each) for each in labels("condition")])
    return nlp


def _phrase_matcher(*schemes: str) -> tuple[Any, Any]:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    phrases = PhraseMatcher(nlp.vocab, attr="LOWER")
    phrases.add("label", list(nlp.tokenizer.pipe({label for label, _ in labels(*schemes)})))
    return nlp, phrases


def _conditions(letters: Sequence[Letter]) -> Iterable[Contender]:
    texts = [clinical_text(outline(clean(letter.text))) for letter in letters]

    def own() -> str:
        found = [one for letter in letters for one in conditions(outline(clean(letter.text)))]
        places = sum(len(one.evidence.spans) for one in found)
        absent = sum(one.assertion is Assertion.ABSENT for one in found)
        return f"{len(found):,} ({places:,} places), {absent:,} denied"

    yield Contender("imrgraph, from the letter on", own)
    nlp = medspacy_pipeline()

    def medspacy() -> str:
        found = [span for doc in nlp.pipe(texts) for span in doc.ents]
        return f"{len(found):,} places, {sum(span._.is_negated for span in found):,} denied"

    yield Contender("medspaCy, clinical sections", medspacy)
    yield Contender("spaCy PhraseMatcher, the same, no negation", _by_phrases(texts, "condition"))


def _labels(texts: Sequence[str]) -> Iterable[Contender]:
    import ahocorasick

    matchers = [matcher(scheme) for scheme in FILES]

    def own() -> str:
        return f"{sum(len(one.find(text)) for text in texts for one in matchers):,} places"

    automaton: Any = ahocorasick.Automaton()
    for label, _ in labels(*FILES):
        automaton.add_word(key := fold(label), len(key))
    automaton.make_automaton()

    def bare() -> str:
        return f"{sum(1 for text in texts for _ in automaton.iter(fold(text))):,} places, within words too"

    yield Contender("imrgraph, each vocabulary by itself", own)
    yield Contender("pyahocorasick alone", bare)
    yield Contender("spaCy PhraseMatcher", _by_phrases(texts, *FILES))


def _by_phrases(texts: Sequence[str], *schemes: str) -> Callable[[], str]:
    nlp, phrases = _phrase_matcher(*schemes)
    return lambda: f"{sum(len(phrases(doc)) for doc in nlp.pipe(texts)):,} places, overlapping too"


def _citations(letters: Sequence[Letter]) -> Iterable[Contender]:
    calls = _calls(letters)

    def own() -> str:
        statements = [work(*args, **named) for work, args, named in calls["statement_citations"]]
        rationales = [work(*args, **named) for work, args, named in calls["rationale_citations"]]
        return f"{sum(len(found) for found, _ in statements) + sum(map(len, rationales)):,} citations"

    yield Contender("imrgraph", own)
    from eyecite import get_citations
    from eyecite.tokenizers import HyperscanTokenizer, default_tokenizer

    texts = [
        cut.words(span)
        for cut, issue in (args[:2] for _, args, _ in calls["statement_citations"])
        for span in (*issue.administrator, *issue.reviewer, *issue.rationale)
    ]

    def by_eyecite(tokenizer: Any) -> Callable[[], str]:
        def work() -> str:
            kinds = Counter(
                type(one).__name__ for text in texts for one in get_citations(text, tokenizer=tokenizer)
            )
            return ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common()) or "nothing"

        return work

    yield Contender("eyecite, its default tokenizer", by_eyecite(default_tokenizer))
    hyperscan = HyperscanTokenizer()
    get_citations("410 U.S. 113", tokenizer=hyperscan)  # compiles its patterns
    yield Contender("eyecite, its Hyperscan tokenizer", by_eyecite(hyperscan))


def _calls(letters: Sequence[Letter]) -> dict[str, list[tuple[Any, ...]]]:
    """With what the readers of citations are called for these letters."""
    calls: dict[str, list[tuple[Any, ...]]] = {stage: [] for stage in _STAGES}

    def noting(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **named: Any) -> Any:
            calls[stage].append((work, args, named))
            return work(*args, **named)

        return noted

    statements, rationales = (noting(stage, getattr(case, stage)) for stage in _STAGES)
    with patch.multiple(case, statement_citations=statements, rationale_citations=rationales):
        for letter in letters:
            case.extract(letter)
    return calls


def _patterns(letters: Sequence[Letter]) -> Iterable[Contender]:
    """The patterns that RE2 takes too (it has no look-around and no back-references), each over every letter."""
    import re2

    texts = [letter.text for letter in letters[:_PATTERN_LETTERS]]
    pairs: list[tuple[Any, Any]] = []
    told = _compiled()
    options = re2.Options()
    options.log_errors = False
    for pattern, flags in told:
        marks = "".join(mark for mark, flag in (("i", re.I), ("m", re.M), ("s", re.S)) if flags & flag)
        if not flags & re.X:
            try:
                other = re2.compile(f"(?{marks}:{pattern})" if marks else pattern, options)
            except re2.error:
                continue
            pairs.append((re.compile(pattern, flags), other))
    repeats = -(-len(letters) // len(texts))  # so that it is as many letters as the others read

    def searched(which: int) -> str:
        found = 0
        for _ in range(repeats):
            found = sum(1 for text in texts for pair in pairs for _ in pair[which].finditer(text))
        return f"{found:,} matches of {len(pairs)} patterns of {len(told)}"

    yield Contender("Python's re", lambda: searched(0))
    yield Contender("google-re2", lambda: searched(1))


_LISTING = """
import json, re, sys
found, compiled = {}, re.compile
def noting(pattern, flags=0):
    made = compiled(pattern, flags)
    if sys._getframe(1).f_globals.get("__name__", "").startswith("imrgraph."):
        found[made.pattern, made.flags & ~re.UNICODE] = None
    return made
re.compile = noting
import imrgraph
from tests.benchmarks.stages import synthetic_letters
for letter in synthetic_letters(20, 1):
    imrgraph.extract(letter)
print(json.dumps(list(found)))
"""


def _compiled() -> list[tuple[str, int]]:
    """The patterns, and their flags, that imrgraph has compiled when it has read some letters."""
    done = subprocess.run([sys.executable, "-c", _LISTING], check=True, stdout=subprocess.PIPE, text=True)
    return [(pattern, flags) for pattern, flags in json.loads(done.stdout) if isinstance(pattern, str)]
