"""What a change of the rules gains and loses: every mention in the test letters, against a committed list.

A list has a line `## LETTER` and then one line for each of its mentions: kind, concept, what is said of it, its words,
parted by tabs, and how often it stands there if more than once. It holds no positions, so that it changes only where
what was read does. Of letters that are held out it holds the kinds alone, since rules must not be tuned on their words.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import imrgraph
from imrgraph import Ambiguous, Letter, Resolved
from imrgraph.data import example_letters_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from imrgraph import Case, Citation, Condition, Determination
    from imrgraph.records import Resolution

Mentions = dict[str, "Counter[str]"]  # letter, then line, then how often it stands there

_LETTERS = Path(__file__).parent / "letters"
_HEAD, _TIMES = "## ", "\t\u00d7"
_WITH_WORDS = frozenset({"examples", "development"})  # all other sets are held out
_WORDS = 100  # characters of a mention's words
_LINES_A_LETTER, _LINES = 20, 200  # that a report prints at most


def letter_sets() -> dict[str, Path]:
    """The folders of letters by the names of their lists: the examples, and each set under `tests/letters`."""
    invented = {path.parent.name: path for path in sorted(_LETTERS.glob("*/letters"))}
    return {"examples": example_letters_dir(), **invented}


# ---------------------------------------------------------------- from letters to lines


def read_mentions(name: str, folder: Path) -> tuple[Mentions, float]:
    """The mentions of a set of letters, and the seconds that extraction alone took."""
    shown = lines_of if name in _WITH_WORDS else kinds_of
    found: Mentions = {}
    seconds = 0.0
    for letter in imrgraph.read(folder):
        if not isinstance(letter, Letter):
            found[letter.source_name] = Counter([f"failed\t{letter.reason}"])
            continue
        begun = time.perf_counter()
        try:
            lines = shown(imrgraph.extract(letter))
        except Exception as error:  # a report of what changed does not stop at a letter that cannot be read
            lines = [f"failed\t{type(error).__name__}"]
        seconds += time.perf_counter() - begun
        found[letter.source_name] = Counter(lines)
    return found, seconds


def lines_of(case: Case) -> list[str]:
    """A line for each mention of a case."""
    return [
        *(_line("condition", c.resolution, _stated(c), c.evidence.anchor) for c in case.conditions),
        *(_line("treatment so far", p.resolution, "", p.evidence.anchor) for p in case.prior_treatments),
        *chain.from_iterable(_of_item(d) for d in case.determinations),
    ]


def kinds_of(case: Case) -> list[str]:
    """The kind of each mention of a case, and nothing of its words."""
    return [line.split("\t", 1)[0] for line in lines_of(case)]


def _stated(found: Condition) -> str:
    side = found.laterality.value if found.laterality else ""
    part = _local(found.body_part) if found.body_part else ""
    return _joined(found.assertion.value, part, side, found.spinal_level or "")


def _of_item(found: Determination) -> Iterator[str]:
    says = _joined(
        *(m.value for m in (found.outcome, found.ur_decision) if m), *map(_local, found.body_parts)
    )
    yield _line("item", found.resolution, says, found.evidence.anchor)
    for citation in found.citations:
        said = _bearing(found.number, citation)
        yield _line("citation", citation.resolution, said, citation.evidence.anchor)
    for ground in found.grounds:
        meant = Resolved(concepts=(ground.concept,))
        yield _line("ground", meant, f"#{found.number}", ground.evidence.anchor)


def _bearing(number: int, citation: Citation) -> str:
    party = citation.party.value.removeprefix("Claims").removeprefix("Expert")
    within = {True: "MTUS", False: "not MTUS", None: ""}[citation.within_mtus]
    stance = citation.stance.value if citation.stance else ""
    return _joined(f"#{number}", party, citation.place.value, within, stance)


def _line(kind: str, resolution: Resolution, says: str, anchor: str) -> str:
    """One mention; the words come last."""
    if isinstance(resolution, Resolved):
        meant = " ".join(map(_local, resolution.concepts))
    elif isinstance(resolution, Ambiguous):
        meant = f"ambiguous({' '.join(map(_local, resolution.candidates))})"
    else:
        meant = "unresolved"
    return "\t".join((kind, meant, says, shorten(anchor, _WORDS)))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


# ---------------------------------------------------------------- the committed lists


def to_text(mentions: Mentions) -> str:
    """A list as it is committed: letters by name, the mentions of each by kind, then words."""
    out = []
    for name in sorted(mentions):
        out.append(f"{_HEAD}{name}")
        lines = sorted(mentions[name].items(), key=lambda counted: _by_words(counted[0]))
        out += [line + (f"{_TIMES}{count}" if count > 1 else "") for line, count in lines]
    return "".join(f"{line}\n" for line in out)


def from_text(text: str) -> Mentions:
    """The mentions of a committed list; lines before its first letter are passed over."""
    found: Mentions = {}
    current: Counter[str] | None = None
    for line in text.split("\n"):
        if line.startswith(_HEAD):
            current = found.setdefault(line.removeprefix(_HEAD), Counter())
        elif line and current is not None:
            mention, _, count = line.partition(_TIMES)
            current[mention] += int(count or 1)
    return found


def _by_words(line: str) -> tuple[str, str, str]:
    kind, _, _ = line.partition("\t")
    return kind, line.rpartition("\t")[2], line


# ---------------------------------------------------------------- what changed


@dataclass(frozen=True, slots=True)
class Difference:
    """What a set of letters gained and lost: letters that the list has not, or no longer, and lines of the others."""

    new: Mapping[str, int]  # letter to its number of mentions
    gone: Mapping[str, int]
    lost: Mentions
    gained: Mentions


def compare(listed: Mentions, found: Mentions) -> Difference:
    """Compare what was read now with a committed list."""
    both = sorted(listed.keys() & found.keys())
    lost = {name: less for name in both if (less := listed[name] - found[name])}
    gained = {name: more for name in both if (more := found[name] - listed[name])}
    return Difference(
        new={name: found[name].total() for name in sorted(found.keys() - listed.keys())},
        gone={name: listed[name].total() for name in sorted(listed.keys() - found.keys())},
        lost=lost,
        gained=gained,
    )


def report(name: str, difference: Difference, *, most: int = _LINES) -> list[str]:
    """The lines that tell a person what changed in a set; empty where nothing did.

    A new letter is one line. Of the others each mention is one, lost before gained for the same words, at most
    20 of a letter and `most` of the set; the first line counts them all.
    """
    changed = sorted(difference.lost.keys() | difference.gained.keys())
    if not (changed or difference.new or difference.gone):
        return []
    lost, gained = (sum(c.total() for c in side.values()) for side in (difference.lost, difference.gained))
    out = [f"  {letter}: new, mentions: {count}" for letter, count in difference.new.items()]
    out += [f"  {letter}: gone, mentions: {count}" for letter, count in difference.gone.items()]
    for letter in changed:
        out.append(f"  {letter}")
        out += _capped(_signed(difference.lost.get(letter), difference.gained.get(letter)), _LINES_A_LETTER)
    return [f"{name}: {gained} gained, {lost} lost; letters changed: {len(changed)}", *_capped(out, most)]


def _signed(lost: Counter[str] | None, gained: Counter[str] | None) -> list[str]:
    """The lines of one letter: what was lost before what was gained for the same words."""
    both = [
        *(("-", *line) for line in (lost or {}).items()),
        *(("+", *line) for line in (gained or {}).items()),
    ]
    both.sort(key=lambda signed: (*_by_words(signed[1])[:2], signed[0] == "+", signed[1]))
    return [
        f"    {sign} {line}{_TIMES}{count}" if count > 1 else f"    {sign} {line}"
        for sign, line, count in both
    ]


def _capped(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[:most], f"    ... and {len(lines) - most} lines more"]


def told(lists: Path, *, update: bool, say: Callable[[str], None]) -> None:
    """Read every set, say what changed against its list in a folder and how fast it went, and rewrite the lists on request."""
    letters, seconds, nothing = 0, 0.0, True
    _warm_up()
    for name, folder in letter_sets().items():
        found, took = read_mentions(name, folder)
        letters, seconds = letters + len(found), seconds + took
        path = lists / f"{name}.txt"
        listed = from_text(path.read_text("utf-8")) if path.is_file() else {}
        changed = report(name, compare(listed, found))
        nothing = nothing and not changed
        for line in changed:
            say(line.replace("\t", "  "))
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(to_text(found).encode("utf-8"))
    if nothing:
        say("no mention gained or lost")
    speed = f"{letters / seconds:.0f} letters per second" if seconds else "no letters"
    say(f"{letters} letters, {speed} (extraction alone, one process)")


def _warm_up() -> None:
    """Build the vocabularies, which a run does once, before the clock starts."""
    letter = next(iter(imrgraph.read(example_letters_dir())))
    if isinstance(letter, Letter):
        imrgraph.extract(letter)
