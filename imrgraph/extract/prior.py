"""What the worker has had, or takes: treatments and tests told as history, not those asked for, refused or planned."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.extract.evidence import evidence_of
from imrgraph.extract.owners import below, owners
from imrgraph.extract.spelling import Word, by_misspelling, misspelt
from imrgraph.extract.subject import quoted, rationale_sentences, summary_sentences
from imrgraph.records import Ambiguous, PriorTreatment, Resolved, Span
from imrgraph.vocab import load_vocabulary, matcher
from imrgraph.vocab.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.segment import Outline


class _Says(Enum):
    HAD = "Had"
    ASKED = "Asked"
    TRIAL = "Trial"  # asked for, unless something says that it was had
    REFUSED = "Refused"
    BARRED = "Barred"  # refused, unless it stands in a list of what was had
    UNKNOWN = "Unknown"  # nothing in the clause behind it was had: "the record does not show that ..."
    OTHER = "Other"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class _Cue:
    says: _Says
    before: bool
    noun: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """A treatment named at `[start, end)` of a sentence."""

    start: int
    end: int
    concepts: tuple[str, ...]
    fuzzy: bool


@dataclass(slots=True)
class _Node:
    rule: str
    spans: list[Span] = field(default_factory=list)
    fuzzy: bool = True


def prior_treatments(outline: Outline, requested: Iterable[str] = ()) -> tuple[PriorTreatment, ...]:
    """Every treatment, drug and test that the letter tells of as had, one record per concept, in text order.

    Args:
        outline: the letter.
        requested: the concepts of its disputed items; a mere mention of one of these is no earlier course.
    """
    asked = frozenset(requested)
    nodes: dict[tuple[str, ...], _Node] = {}
    carried: _Says | None = None
    for sentence in summary_sentences(outline):
        text = outline.text[sentence.start : sentence.end]
        listed = _goes_on(text)
        reading = _Reading(text, carried if listed else None)
        for named in reading.named:
            rule = reading.history(named, asked, in_summary=True)
            if rule:
                _add(nodes, named, rule, sentence)
        carried = reading.heading if reading.heading is not None else (carried if listed else None)
    for sentence in rationale_sentences(outline):
        text = outline.text[sentence.start : sentence.end]
        skip = quoted(outline, sentence)
        reading = _Reading(text, None)
        for named in reading.named:
            at = Span(sentence.start + named.start, sentence.start + named.end)
            rule = (
                None if any(q.contains(at) for q in skip) else reading.history(named, asked, in_summary=False)
            )
            if rule:
                _add(nodes, named, rule, sentence)
    return tuple(
        PriorTreatment(
            resolution=Resolved(concepts=concepts) if len(concepts) == 1 else Ambiguous(candidates=concepts),
            evidence=evidence_of(outline.clean, node.spans, node.rule, fuzzy=node.fuzzy),
        )
        for concepts, node in nodes.items()
    )


def _add(nodes: dict[tuple[str, ...], _Node], named: _Named, rule: str, sentence: Span) -> None:
    node = nodes.setdefault(named.concepts, _Node(rule + "-misspelt" if named.fuzzy else rule))
    node.spans.append(Span(sentence.start + named.start, sentence.start + named.end))
    node.fuzzy = node.fuzzy and named.fuzzy


_NUMBERED = re.compile(r"\(?#?\d{1,2}[.)]\s")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|will|would|reports?|states?|takes?|denie[sd]|complains?|show(?:s|ed)|underwent|received|uses?|continues?|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)


def _goes_on(text: str) -> bool:
    """Whether a sentence only goes on with the list under the heading before it: "Plan: MRI. Acupuncture."."""
    return _NUMBERED.match(text) is not None or (
        text.count(" ") <= 8 and ":" not in text and not _VERB.search(text)
    )


# ---------------------------------------------------------------- one sentence


@cache
def _rules() -> dict[str, Any]:
    with (ontology_dir() / "history.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _cues() -> Phrases[tuple[_Cue, ...]]:
    data = _rules()
    table: dict[str, tuple[_Cue, ...]] = {}
    for group in data["cue"]:
        cue = _Cue(_Says(group["says"]), group["direction"] == "before", group.get("scope") == "noun")
        for phrase in group["phrases"]:
            table[phrase] = (*table.get(phrase, ()), cue)
    for phrase in data["stop"]["phrases"]:
        table[phrase] = (*table.get(phrase, ()), _Cue(_Says.STOP, True))
    for phrase in data["pseudo"]["phrases"]:
        table[phrase] = ()
    return Phrases(table)


@cache
def _review() -> re.Pattern[str]:
    """The administrator's doings: nothing in such a sentence was had."""
    return re.compile(
        r"\b(?:utilization\s+review(?:er)?|utilization\s+decision|UR|claims?\s+(?:administrator|examiner|adjuster)|carrier)\b(?!\s+(?:notes?|reports?)\s+that)|\b(?:non-?\s?certified|not\s+certified|did\s+not\s+certify|certified|non-?certification)\b",
    )


@cache
def _result() -> re.Pattern[str]:
    months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    return re.compile(
        rf"[^.;]{{0,60}}?(?:\b\d{{1,2}}\s?[/-]\s?\d{{1,4}}(?:\s?[/-]\s?\d{{2,4}})?\b|\b(?:{months})[a-z]*\.?\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|\b(?:in|of)\s+(?:19|20)\d\d\b|\((?:19|20)\d\d\))|\s+(?:19|20)\d\d\b",
        re.IGNORECASE,
    )


_PAST = re.compile(
    r"\b(?:was|were|had|has|have|gave|took|helped|reduced|improved|relieved|provided|failed|completed|worn|used|given|since|x\s?\d+|\d+\s+(?:sessions|visits))\b",
    re.IGNORECASE,
)


@cache
def _headings() -> tuple[re.Pattern[str], dict[str, _Says | None]]:
    """The headings of notes, and what is listed under each; None for those that only end a list."""
    says: dict[str, _Says | None] = {}
    for group in _rules()["heading"]:
        for words in group["words"]:
            says[words] = None if group["says"] == "None" else _Says(group["says"])
    short = "|".join(sorted((re.escape(w) for w in says if len(w) < 9), key=len, reverse=True))
    long = "|".join(sorted((re.escape(w) for w in says if len(w) >= 9), key=len, reverse=True))
    opens = r"(?:\A|(?<=[.;]\s)|(?<=\n)|(?<=: )|(?<=\"))\s*"
    return re.compile(
        rf"(?:{opens}(?P<short>{short})|\b(?P<long>{long}))\s*(?:include[sd]?|are|is|was)?\s*(?::|\s[-\u2013]\s)",
        re.IGNORECASE,
    ), says


_OUTCOME = re.compile(
    r"(?:\s+(?!for\b|and\b)[\w./-]+){0,4}?\s*[:,]?\s+(?:neg(?:ative)?|normal|nl|wnl|unremarkable|positive|pos|abnormal|equivocal|inconclusive|benign)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:visits|sessions|treatments|weeks|courses?|rounds?|months)\s+of\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_HAD_BEFORE = re.compile(
    r"[^,.;]{0,12},?\s*\(?which\s+(?:he|she|they|the\s+\w+)?\s*(?:had|has|was|were)\s+(?:previously\s+|already\s+|once\s+)?(?:been\s+)?(?:given|had|taken|used|tried|received|prescribed|helped|failed|worked)\b",
    re.IGNORECASE,
)
_BY_TEST = re.compile(
    r"\b(?:on|by|per|via|in|from)\s+(?:an?\s+|the\s+|his\s+|her\s+)?(?:\w+\s+)?\Z", re.IGNORECASE
)
_ON = re.compile(
    r"(?<!based)(?<!decision)(?<!decided)(?<!information)(?<!guideline)(?<!guidelines)(?<!section)(?<!chapter)(?<!opinion)(?<!evidence)(?<!not)(?<!placed)(?<!focus)(?<!put)(?<!ruling)(?<!education)(?<!literature)\s+on\s+(?:chronic\s+|daily\s+|nightly\s+)?\Z",
    re.IGNORECASE,
)


@cache
def _dated() -> re.Pattern[str]:
    """A date or a year right behind a treatment, which was then given on it: "appendectomy 1994"."""
    months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    return re.compile(
        rf"[^,.;:()]{{0,36}}?\s\(?(?:(?:in|on|of|circa)\s+)?(?:\d{{1,2}}/(?:\d{{1,2}}/)?(?:\d\d){{1,2}}\b|\d{{1,2}}-\d{{1,2}}-(?:\d\d){{1,2}}\b|(?:{months})[a-z]*\.?\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d\b|(?:19|20)\d\d\b)",
        re.IGNORECASE,
    )


_PERSON = re.compile(
    r"(?:therapist|chiropractor|acupuncturist|psychologist|psychiatrist|surgeon|podiatrist|specialist|doctor|physician|dentist|counselor|neurologist|provider|orthopedist)s?\Z",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\s+(?:progress\s+)?(?:reports?|notes?|physicians?|providers?|specialists?|doctors?|charts?|records?|letters?|guidelines?|chapter|complaints?|department|clinic\s+notes?)\b",
    re.IGNORECASE,
)


def _is_person_or_paper(text: str, start: int, end: int) -> bool:
    """Whether a treatment's name is that of who gives it, or of a paper: "the treating chiropractor", "PT notes"."""
    return bool(_PERSON.search(text[start:end])) or bool(_PAPER.match(text, end))


class _Reading:
    """A sentence with the treatments it names and the cues around them."""

    def __init__(self, text: str, carried: _Says | None) -> None:
        self.text, self._carried = text, carried
        conditions = matcher("condition").find(text)
        larger = [m for m in conditions if " " in m.label]
        named_so = {(m.start, m.end) for m in conditions if text[m.start : m.end].isupper()}
        found = [
            _Named(m.start, m.end, owners(m, text, ()), by_misspelling(m, "treatment"))
            for m in matcher("treatment").find(text)
            if not _is_person_or_paper(text, m.start, m.end)
            and (m.start, m.end) not in named_so  # CRPS is no plural of CRP
            and not any(
                c.start <= m.start and m.end <= c.end and c.end - c.start > m.end - m.start for c in larger
            )
        ]
        found += [_Named(w.start, w.end, w.concepts, True) for w in _drugs_misspelt(text, found)]
        self.named = sorted(found, key=lambda n: n.start)
        self.heading: _Says | None = None
        self._hits: list[tuple[int, int, _Cue]] = []
        self._review = bool(_review().search(text))
        pattern, says = _headings()
        told = list(pattern.finditer(text))
        if not self.named and not told:
            return
        inside = [(n.start, n.end) for n in self.named]
        for hit in _cues().find(text):
            if not any(start <= hit.start and hit.end <= end for start, end in inside):
                self._hits += [(hit.start, hit.end, cue) for cue in hit.values]
        for m in told:
            under = says[(m["short"] or m["long"]).lower()]
            self._hits = [h for h in self._hits if not (m.start() <= h[0] and h[1] <= m.end())]
            self._hits.append((m.start(), m.end(), _Cue(under or _Says.STOP, True)))
            self.heading = under or _Says.STOP
        self._hits.sort(key=lambda h: h[:2])
        self._brackets = [m.span() for m in re.finditer(r"\([^()]*\)", text)]

    def history(self, named: _Named, asked: frozenset[str], *, in_summary: bool) -> str | None:
        """The rule by which the treatment was had; None where it was not, or nothing says so."""
        if self._review or _is_generic(named.concepts):
            return None
        ahead = self._ahead(named)
        behind = self._behind(named)
        if ahead is not _Says.HAD and _Says.BARRED in behind:
            return None
        if self._told_in_passing(named):
            return "history-cue"
        if _Says.REFUSED in behind or self._unknown(named):
            return None
        if ahead in (_Says.REFUSED, _Says.OTHER):
            return None
        if self._is_test(named) and self._seen_on(named):
            return "test-dated"
        if _Says.HAD in behind and (ahead is not _Says.ASKED or self._is_test(named)):
            return "history-cue"
        if _Says.ASKED in behind or ahead in (_Says.ASKED, _Says.TRIAL):
            return None
        if ahead is _Says.HAD:
            return "history-cue"
        if not in_summary:
            return None
        if self._carried is not None and self._carried is not _Says.STOP:
            return "listed" if self._carried is _Says.HAD else None
        if self._uses(named):
            return "history-cue"
        if asked.intersection(named.concepts):
            return None
        return self._mentioned(named)

    def _mentioned(self, named: _Named) -> str | None:
        """The rule by which a treatment that no cue speaks of was had."""
        if _is_drug(named.concepts):
            return "drug-named"
        if self._is_test(named) and (
            _result().match(self.text, named.end) or _OUTCOME.match(self.text, named.end)
        ):
            return "test-dated"
        if not self._is_test(named) and _dated().match(self.text, named.end):
            return "treatment-dated"
        if _is_aid(named.concepts) or _COUNTED.search(self.text[max(0, named.start - 40) : named.start]):
            return "told-as-past"
        return "told-as-past" if _PAST.search(self.text) else None

    def _told_in_passing(self, named: _Named) -> bool:
        """Whether a clause of its own says that what is declined or asked for now was had before."""
        return bool(_HAD_BEFORE.match(self.text, named.end))

    def _unknown(self, named: _Named) -> bool:
        """Whether the clause says that nobody knows, or nothing shows, that it was had."""
        return any(
            cue.says is _Says.UNKNOWN
            and end <= named.start
            and not re.search(r"[;.]\s|\bbut\b", self.text[end : named.start])
            for _, end, cue in self._hits
        )

    def _seen_on(self, named: _Named) -> bool:
        """Whether a finding is told by a dated test: "absent on an ultrasound of November 2013"."""
        return bool(
            _BY_TEST.search(self.text[max(0, named.start - 24) : named.start])
            and _result().match(self.text, named.end)
        )

    def _uses(self, named: _Named) -> bool:
        """Whether the worker is told to be on it: "sleep apnea on CPAP", "pain 8/10 on Percocet"."""
        device = bool(below("dme").intersection(named.concepts))
        return (device or _is_drug(named.concepts)) and bool(
            _ON.search(self.text[max(0, named.start - 40) : named.start])
        )

    def _is_test(self, named: _Named) -> bool:
        return any(c in _tests() for c in named.concepts)

    def _ahead(self, named: _Named) -> _Says | None:
        """What the nearest cue before the treatment says, unless something ends its reach."""
        best: tuple[int, int, _Cue] | None = None
        before: tuple[int, int, _Cue] | None = None
        for start, end, cue in self._hits:
            if (
                end <= named.start
                and cue.before
                and cue.says is not _Says.UNKNOWN
                and not any(a < start and end <= b <= named.start for a, b in self._brackets)
                and not (cue.noun and re.search(r"[,;]|\band\b", self.text[end : named.start]))
            ):
                before, best = best, (start, end, cue)
        if best is not None and best[2].says is _Says.TRIAL and before is not None:
            near = self.text[before[1] : best[0]].count(" ") <= 5
            best = before if near and before[2].says is not _Says.STOP else best
        if best is None or best[2].says is _Says.STOP:
            return None
        if re.search(r";\s", self.text[best[1] : named.start]) and not (
            _lists_by_semicolon(self.text) and self._leads(best[0], best[2])
        ):
            return None
        return best[2].says

    def _leads(self, at: int, cue: _Cue) -> bool:
        """Whether a cue stands at the head of a list, and not a "no" in one of its entries."""
        if cue.says is not _Says.REFUSED:
            return True
        return not re.search(r"[;,]", self.text[self.text.rfind(":", 0, at) + 1 : at])

    def _behind(self, named: _Named) -> set[_Says]:
        """What the cues behind the treatment say of it: up to the next clause, over what it is joined with."""
        said = set()
        nexts = [n.start for n in self.named if n.start >= named.end]
        for start, end, cue in self._hits:
            if cue.before or start < named.end:
                continue
            between = self.text[named.end : start]
            if len(between) > 140 or re.search(r"[;:]|\.\s", between):
                break
            if re.search(r"\b(?:but|however|although|while)\b", between) and cue.says is not _Says.REFUSED:
                continue
            bare = re.sub(r"\([^()]*\)", "", between)
            other = [n for n in nexts if n < start]
            if other and not re.fullmatch(r"[^;:]*", between):
                continue
            if (
                other
                and ("," in bare or re.search(r"\b(?:and|with|for|after|by)\b", bare))
                and not self._joined(named, start)
            ):
                continue
            if "," in bare and not other and cue.says is _Says.HAD and len(bare) > 60:
                continue
            said.add(cue.says)
            if cue.says is _Says.HAD and any(
                c.says is _Says.REFUSED and s >= start and s - end < 3
                for s, e, c in self._hits
                if not c.before
            ):
                said.discard(_Says.HAD)
        return said

    def _joined(self, named: _Named, until: int) -> bool:
        """Whether the treatments from this one to the cue are one plural subject ("PT and acupuncture were denied")."""
        between = self.text[named.end : until]
        if any(cue.before and start < named.start for start, _, cue in self._hits):
            return False
        return bool(re.search(r"\b(?:and|or)\b", between)) and bool(
            re.match(r"\s*(?:were|have|are|gave|failed|helped|did)\b", self.text[until : until + 12])
        )


def _lists_by_semicolon(text: str) -> bool:
    return text.count(";") >= 2 or ":" in text


def _drugs_misspelt(text: str, found: list[_Named]) -> list[Word]:
    """Misspelt drugs, only where a dose, a count or a list of medications says that a drug is meant."""
    dosed = re.compile(
        r"\s*(?:\d+(?:\.\d+)?(?:/\d+)?\s?(?:mg|mcg|ml|%)|#\d|\s*(?:bid|tid|qhs|prn)\b)", re.IGNORECASE
    )
    in_list = re.search(
        r"\b(?:medications?|meds|treated with|takes|taking|prescribed|drugs?)\b", text, re.IGNORECASE
    )
    if not in_list and not re.search(r"\d\s?(?:mg|mcg|%)|#\d", text):
        return []
    taken = [(n.start, n.end) for n in found]
    return [
        w for w in misspelt(text, taken)
        if _is_drug(w.concepts) and (in_list is not None or dosed.match(text, w.end))
    ]  # fmt: skip


# ---------------------------------------------------------------- kinds of treatments


def _tests() -> frozenset[str]:
    return below("diagnostic-imaging", "diagnostic-testing")


def _is_drug(concepts: tuple[str, ...]) -> bool:
    return bool(below("pharmaceutical").intersection(concepts))


@cache
def _aids() -> frozenset[str]:
    vocabulary, names = load_vocabulary("treatment"), set(_rules()["aid"]["concepts"])
    return frozenset(
        iri
        for iri in vocabulary.concepts
        if any(a.rsplit("/", 1)[-1] in names for a in vocabulary.ancestors(iri))
    )


def _is_aid(concepts: tuple[str, ...]) -> bool:
    """Crutches, a cane: named in a note without a word of asking, they are what the worker has."""
    return bool(_aids().intersection(concepts))


def _is_generic(concepts: tuple[str, ...]) -> bool:
    """A top category says nothing of what was had."""
    vocabulary = load_vocabulary("treatment")
    return all(
        (c := vocabulary.get(iri)) is not None and c.notation is not None and not c.broader
        for iri in concepts
    )
