"""From letters to the gaps of all of them, by frequency."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import LetterError
from imrgraph.gaps.letter import seen_in
from imrgraph.gaps.nearest import nearest
from imrgraph.gaps.records import Example, Gap, Kind, Reason, Seen
from imrgraph.gaps.words import folded
from imrgraph.rdf.concepts import concept_label
from imrgraph.rdf.iris import base_key, keys_of
from imrgraph.read import ReadFailure, read
from imrgraph.read.text import DEFAULT_MAX_LETTER_SIZE, STANDARD_INPUT
from imrgraph.store.build import LetterFailed
from imrgraph.store.extraction import defect_of
from imrgraph.store.oxigraph import OxigraphStore
from imrgraph.vocab.checks import checked, read_vocabularies
from imrgraph.vocab.own import own_vocabularies, using

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from imrgraph.records import Letter

EXAMPLES = 3


def gaps(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str] | None = None,
    *,
    store: str | PathLike[str] | None = None,
    vocabularies: Iterable[str | PathLike[str]] | None = None,
    kinds: Collection[Kind] = tuple(Kind),
    min_count: int = 1,
    limit: int | None = None,
    examples: int = EXAMPLES,
    text_column: str | None = None,
    max_letter_size: int = DEFAULT_MAX_LETTER_SIZE,
    report: Callable[[LetterFailed], None] | None = None,
) -> tuple[Gap, ...]:
    """What letters say and no concept was found for, the most frequent first.

    Args:
        sources: letters, as `imrgraph.read` takes them; or
        store: the folder of a store, whose letters are read again from the texts that it keeps. The same letters
            give the same gaps either way.
        vocabularies: Turtle files of your own that the letters are read with. None means those of the store, and
            with sources those in use by `use_vocabularies`.
        kinds: only these.
        min_count: only what is met so often.
        limit: only the first so many.
        examples: places given of each gap, at most.
        text_column, max_letter_size: as `imrgraph.read` takes them.
        report: called for every source that gave no letter.

    Returns:
        One gap for words that are the same but for case, punctuation and plural; by letters, then mentions, both
        falling, then words.

    Raises:
        ValueError: neither sources nor a store were given, or both.
        StoreError: the store cannot be opened.
        VocabularyError: a vocabulary file does not parse or does not fit.
    """
    if (sources is None) == (store is None):
        raise ValueError("give sources or a store")
    found = _Collection(kinds, examples)
    with ExitStack() as stack:
        own = read_vocabularies(vocabularies) if vocabularies is not None else own_vocabularies()
        if store is not None:
            opened = stack.enter_context(OxigraphStore(Path(store)))
            own = own if vocabularies is not None else checked(opened.own_vocabularies())
            letters: Iterator[Letter | ReadFailure] = opened.letters()
        else:
            letters = read(sources or (), text_column=text_column, max_letter_size=max_letter_size)
        with using(own):
            for letter in letters:
                failed = found.add(letter)
                if failed is not None and report is not None:
                    report(failed)
            return found.gaps(min_count, limit)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Ordered so that examples come from several letters before the second one of any."""

    number: int  # how often the letter said it before
    text_digest: str
    start: int
    end: int
    context: str


@dataclass(slots=True)
class _Group:
    """One gap in the making."""

    letters: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    candidates: set[str] = field(default_factory=set)
    places: list[_Place] = field(default_factory=list)


class _Collection:
    """The gaps of letters, collected letter by letter; memory grows with the gaps, not with the letters."""

    def __init__(self, kinds: Collection[Kind], examples: int) -> None:
        self._kinds, self._examples = frozenset(kinds), examples
        self._groups: dict[tuple[Kind, Reason, str], _Group] = {}
        self._names: dict[str, tuple[bool, str]] = {}  # of each text, by digest: the smallest source name
        self._numbers: dict[str, str | None] = {}

    def add(self, letter: Letter | ReadFailure) -> LetterFailed | None:
        """Take in a letter, or a text met before under another name; what failed, if that did."""
        if isinstance(letter, ReadFailure):
            return LetterFailed(source_name=letter.source_name, reason=letter.reason)
        name = (letter.source_name == STANDARD_INPUT, letter.source_name)
        known = self._names.get(letter.text_digest)
        if known is not None:
            self._names[letter.text_digest] = min(known, name)
            return None
        try:
            case, seen = seen_in(letter)
        except LetterError as error:
            return LetterFailed(source_name=letter.source_name, reason=error.why)
        except Exception as error:  # a defect costs no other letter
            return LetterFailed(source_name=letter.source_name, reason=defect_of(error))
        self._names[letter.text_digest] = name
        self._numbers[letter.text_digest] = case.facts.case_number
        self._count(letter.text_digest, seen)
        return None

    def _count(self, digest: str, seen: tuple[Seen, ...]) -> None:
        here: Counter[tuple[Kind, Reason, str]] = Counter()
        for one in seen:
            key = (one.kind, one.reason, folded(one.words))
            if one.kind not in self._kinds or not key[2]:
                continue
            group = self._groups.setdefault(key, _Group())
            group.letters += key not in here
            group.forms[one.words] += 1
            group.candidates.update(one.candidates)
            group.places.append(_Place(here[key], digest, one.span.start, one.span.end, one.context))
            here[key] += 1
            if len(group.places) > 4 * self._examples + 8:
                group.places = sorted(group.places)[: self._examples]

    def gaps(self, min_count: int, limit: int | None) -> tuple[Gap, ...]:
        """All that was collected, the most frequent first."""
        counted = {key: group for key, group in self._groups.items() if group.forms.total() >= min_count}
        ranked = sorted(
            counted,
            key=lambda k: (-counted[k].letters, -counted[k].forms.total(), k[2], k[0].value, k[1].value),
        )
        keys = self._keys()
        return tuple(self._gap(key, counted[key], keys) for key in ranked[:limit])

    def _gap(self, key: tuple[Kind, Reason, str], group: _Group, keys: dict[str, str]) -> Gap:
        kind, reason, _ = key
        words = min(group.forms, key=lambda form: (-group.forms[form], form))
        candidates = tuple(sorted(group.candidates))
        near = _suggestion(kind, reason, words, candidates)
        places = sorted(group.places)[: self._examples]
        return Gap(
            kind=kind,
            words=words,
            letters=group.letters,
            mentions=group.forms.total(),
            reason=reason,
            suggestion=near[0] if near else None,
            suggestion_label=near[1] if near else None,
            candidates=candidates,
            examples=tuple(sorted(Example(keys[p.text_digest], p.start, p.end, p.context) for p in places)),
        )

    def _keys(self) -> dict[str, str]:
        """The KEY of each text, as a store of these letters gives it."""
        groups: dict[str, set[str]] = {}
        for digest, (_, name) in self._names.items():
            groups.setdefault(base_key(self._numbers[digest], name, digest), set()).add(digest)
        return {
            digest: key
            for base, digests in groups.items()
            for digest, key in keys_of(base, frozenset(digests)).items()
        }


def _suggestion(
    kind: Kind, reason: Reason, words: str, candidates: tuple[str, ...]
) -> tuple[str, str] | None:
    """The concept that the words may be a label of: the one they were read as, else the nearest."""
    if reason in (Reason.FUZZY, Reason.CODE):
        return (candidates[0], concept_label(candidates[0])) if len(candidates) == 1 else None
    return None if reason is Reason.AMBIGUOUS else nearest(words, kind.scheme)
