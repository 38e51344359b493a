"""Group the pieces of a guideline statement into references: one authority each, with its locators.

Two topics with pages of their own are two references. A list of pages behind several chapters belongs to all
of them until `resolve` divides it.
"""

from __future__ import annotations

import re

from imrgraph.cite import glued
from imrgraph.cite.bibliography import Entry, entries, in_order, name_of_source
from imrgraph.cite.merging import merged_names, same_section
from imrgraph.cite.names import is_name
from imrgraph.cite.references import MTUS, Reference, Statement
from imrgraph.cite.state import GAP, REACH, State
from imrgraph.cite.tokens import Kind, Token, concept, families, is_general, tokens
from imrgraph.cite.topics import TIGHT, section_names, sourcelike, topic

_SET_ASIDE = re.compile(
    r"(?:'s)?\s*,?\s*(?:(?:was|were|is|are|did|do|does)\s+)?(?:found\s+)?(?:to\s+be\s+)?(?:not\b|in(?:applicable|appropriate)|ir+elevant|outdated)",
    re.IGNORECASE,
)
_SET_ASIDE_BEFORE = re.compile(
    r"\b(?:disagree[sd]?\s+with|did\s+not\s+dispute|disput\w+|reject\w+|not\s+(?:rely|relied)\s+(?:up)?on)\s*(?:the\s+)?\Z",
    re.I,
)


_OF_MTUS = re.compile(r"(?:ca(?:lifornia)?[\s-]+)?mtus\b", re.IGNORECASE)
_OPIOIDS = re.compile(r"\bopioids?\W*\Z", re.IGNORECASE)


def read_statement(text: str, *, prose: bool = False) -> Statement:
    """Read one party's guideline statement, or (`prose`) the authorities that a rationale names.

    Args:
        text: the statement's words; positions in the result count its characters.
        prose: whether free words between authorities are sentences and not topics.
    """
    spaced, spaces = (text, []) if prose else glued.parted(text)
    statement = _Parser(spaced, prose).parse()
    return glued.at_its_place(statement, spaces) if spaces else statement


class _Parser(State):
    def parse(self) -> Statement:
        found = tokens(self.text, prose=self.prose)
        books = entries(self.text, found)
        if not found and not books and self.prose:
            return Statement(references=[])
        for piece in in_order(found, books):
            if isinstance(piece, Entry):
                self._entry(piece)
            elif piece.kind is Kind.AUTHORITY and not self._named(piece):
                continue  # a word of the prose or of a topic, not a name
            else:
                self._gap(self.at, piece.start)
                self._token(piece)
            self.at = max(self.at, piece.end)
        self._gap(self.at, len(self.text))
        self._close()
        return Statement(
            references=self.references, same=self.same, same_family=self.same_family, none=self.none
        )

    # -- what each kind of piece does

    def _token(self, token: Token) -> None:
        kind = token.kind
        if kind is Kind.AUTHORITY:
            self._authority(token)
        elif kind is Kind.CHAPTER:
            self._chapter(token)
        elif kind is Kind.PAGES:
            self._locator(token, "pages")
        elif kind is Kind.TABLES:
            self._locator(token, "tables")
        elif kind is Kind.EDITION:
            self._edition(token)
        elif kind is Kind.SECTIONS:
            self.in_sections = self.current is not None
        elif kind in (Kind.WITHIN, Kind.WITHOUT):
            self._flag(token)
        elif kind is Kind.SAME:
            self._same(token)
        elif kind is Kind.NONE:
            self.none = self.none or (token.start, token.end)
        elif kind is Kind.BREAK:
            self._break(token)

    def _same(self, token: Token) -> None:
        """The other party's guideline, unless it is only named to be set aside."""
        if self.same is not None or _SET_ASIDE.match(self.text, token.end):
            return
        if _SET_ASIDE_BEFORE.search(self.text[max(0, token.start - 30) : token.start]):
            return
        self.same = (token.start, token.end)
        words = self.text[token.start : token.end].lower()
        names = {"mtus": "mtus", "utilization schedule": "mtus", "acoem": "acoem", "odg": "odg"}
        self.same_family = next((family for name, family in names.items() if name in words), None)

    def _named(self, token: Token) -> bool:
        """Whether a label that is also a plain word names a guideline here."""
        return is_name(
            self.text,
            token,
            gap_start=max(self.at, token.start - GAP),
            current=self.current,
            after_mtus=self.mtus is not None,
            broken=self.broken,
            in_sections=self.in_sections,
            prose=self.prose,
        )

    def _authority(self, token: Token) -> None:
        by_section = "9792.2" in self.text[token.start : token.end]
        concepts = token.values if by_section else self._choose(token)
        if _OF_MTUS.match(self.text, token.start, token.end):
            self.mode, self.mode_at = True, (token.start, token.end)  # "MTUS Low Back Complaints"
        fam = families().get(concepts[0], "other")
        general = len(concepts) == 1 and is_general(concepts[0])
        gap = self._between(token)
        tight = self.current is not None and not self.broken and bool(TIGHT.match(gap))
        cur = self.current
        if cur is None:
            merged = None
        elif by_section:
            merged = same_section(cur, concepts)
        elif general and fam == "mtus":
            merged = None
        elif self.in_sections and cur.concepts == (MTUS,) and fam == "acoem" and not general:
            # "MTUS General Approaches 2004, Section(s): Initial Approaches to Treatment"
            cur.sections.append(" ".join(self.text[token.start : token.end].split()))
            merged = concepts
        elif cur.located:
            merged = None
        elif tight:
            merged = merged_names(cur, concepts, gap)
        else:
            near = cur.general and not general and cur.family == fam and not cur.sections and len(gap) < 90
            merged = concepts if near and not self.broken else None
        if cur is not None and merged is not None:
            cur.concepts = merged
            self._extend(token)
        elif general and fam == "mtus":
            self._general_mtus(token, tight)
        else:
            self._start(token.start, token.end, concepts, fam)

    def _choose(self, token: Token) -> tuple[str, ...]:
        """The concepts that a label names in this context."""
        values = token.values
        general = tuple(v for v in values if is_general(v))
        if general:
            return general[:1] if len(general) == 1 else general
        if len(values) == 1:
            return values
        prefer = self.current.family if self.current and not self.broken else None
        if prefer is None and self.mode is False and self.references:
            prefer = self.references[-1].family  # "ODG, Neck Chapter, EMG; Low Back Chapter, NCS"
        if prefer is None or prefer == "mtus":
            prefer = "acoem" if self.mtus is not None or self.mode else prefer
        own = tuple(v for v in values if families().get(v) == prefer)
        return own or values

    def _general_mtus(self, token: Token, tight: bool) -> None:
        self.mode, self.mode_at = True, (token.start, token.end)
        if (
            self.current is not None
            and tight
            and self.current.family in ("acoem", "mtus")
            and not self.current.located
        ):
            self.current.within, self.current.within_at = True, self.mode_at
            self._extend(token)
            return
        self._drop_spare()
        self.current, self.broken = None, False
        self.mtus = self.mtus or token
        if self.prose:
            self._start(
                token.start,
                token.end,
                token.values[:1] if is_general(token.values[0]) else token.values,
                "mtus",
            )
            self.mtus = None

    def _chapter(self, token: Token) -> None:
        iri = f"https://w3id.org/imrgraph/guideline/acoem-ch{int(token.values[0]):02d}"
        cur = self.current
        if concept(iri) is None:
            return
        fam = cur.family if cur is not None else "acoem" if self.mtus or self.mode is not False else None
        if cur is None and self.prose and not any(r.family == "acoem" for r in self._latest()):
            return
        if fam not in ("acoem", "mtus") and not any(r.family == "acoem" for r in self._latest()):
            return
        if cur is not None and fam == "acoem" and not cur.located and not self.broken:
            if cur.general or iri in cur.concepts:
                cur.concepts = (iri,)
                self._extend(token)
                return
            if self.prose and not TIGHT.match(self._between(token)):
                return
        self._start(token.start, token.end, (iri,), "acoem")

    def _locator(self, token: Token, which: str) -> None:
        if not token.values:
            return
        spare = self.spare
        if self.mtus is not None and not self.open and self.current is None:
            self._start(self.mtus.start, self.mtus.end, (MTUS,), "mtus")
        cur = self.current or (self.references[-1] if self.references and not self.prose else None)
        if cur is None or (self.prose and token.start - cur.end > 60):
            return
        if spare is not None and cur.located and (which == "pages" or not cur.tables):
            twin = Reference(start=cur.start, end=spare[1], concepts=cur.concepts, source=cur.source, within=cur.within, within_at=cur.within_at,
                             editions=list(cur.editions))  # fmt: skip
            twin.sections = section_names(self.text, *spare, listed=self.in_sections)
            self.references.append(twin)
            self.unflagged.append(twin)
            self.spare, cur, self.open = None, twin, [twin]
        elif spare is not None:
            cur.sections += section_names(self.text, *spare, listed=self.in_sections)
            self.spare = None
        sharers = [r for r in self.open if r is not cur and not r.located and r.family in ("acoem", "mtus")][
            -REACH:
        ]
        getattr(cur, which).update(dict.fromkeys(token.values))
        cur.shared = [r for r in sharers if cur.family in ("acoem", "mtus")] or cur.shared
        cur.end = max(cur.end, token.end)
        self.current, self.in_sections, self.broken = cur, False, False
        self.open = [*cur.shared, cur] if which == "tables" else [cur]

    def _edition(self, token: Token) -> None:
        if self._opioids_of(token.values[0], token):
            return
        cur = self.current
        if cur is None or self.broken or token.start - cur.end > (12 if self.prose else 60):
            return
        if token.values[0] not in cur.editions:
            cur.editions.append(token.values[0])
        if not cur.sections or TIGHT.match(self.text[cur.end : token.start]):
            cur.end = max(cur.end, token.end)

    def _opioids_of(self, year: str, token: Token) -> bool:
        """ "MTUS Chronic Pain 2017; Opioids 2017": with a year of its own it is the guideline, not a topic."""
        cur = self.current
        if self.prose or cur is None or not cur.editions or not year.isdigit() or year < "2016":
            return False
        before = _OPIOIDS.search(self.text[max(0, token.start - 20) : token.start])
        if before is None:
            return False
        if cur.sections and cur.sections[-1].lower() in ("opioid", "opioids"):
            cur.sections.pop()
        self.spare = None
        start = max(0, token.start - 20) + before.start()
        self._start(start, token.end, (MTUS + "-opioids",), "mtus").editions.append(year)
        return True

    def _flag(self, token: Token) -> None:
        value = token.kind is Kind.WITHIN
        if token.forward:
            self._close()
            self.mode, self.mode_at, self.current, self.open = value, (token.start, token.end), None, []
            return
        self._drop_spare()
        for ref in self.unflagged:
            if ref.family not in ("odg", "acr") or not value:
                ref.within = value if ref.family in ("acoem", "mtus", "other") else False
                ref.within_at = (token.start, token.end) if ref.within is value else None
        self.unflagged = []
        self.current, self.open = None, []

    def _break(self, token: Token) -> None:
        if self.broken and self.listing:
            self._drop_spare()  # the last topic of a list that semicolons part
        self.listing = self.text[token.start] == ";"
        if self.prose:
            self.current, self.open, self.mode, self.mode_at = None, [], None, None
        self.broken, self.in_sections = True, False

    def _entry(self, entry: Entry) -> None:
        self._gap(self.at, entry.start)
        ref = self._start(entry.start, entry.end, entry.concepts, "other", entry.source)
        ref.rule = "bibliographic-reference"
        if entry.title:
            ref.sections.append(entry.title)
        if entry.year:
            ref.editions.append(entry.year)
        self.current, self.broken = None, True

    # -- free words between the pieces

    def _gap(self, start: int, end: int) -> None:
        if self.prose or end <= start:
            return
        code = self.current is not None and bool(
            re.search("code|regulation|statute|ccr", " ".join(self.current.concepts))
        )
        span = topic(self.text, start, end, numbers=code)
        if span is None:
            return
        cur = self.current
        if cur is None or (self.broken and not cur.located and self.mode is False and not self.open):
            if self.mode is False:
                self._unknown(*span)
            elif self.mtus is not None and not self.references and self.mode:
                self._mtus_topic(span)
            return
        if self.broken:
            if self.mode is False and sourcelike(self.text[span[0] : span[1]]):
                self._unknown(*span)
            else:
                self.spare = span
            return
        if (
            self.mode is False
            and cur.family in ("other", "acr")
            and sourcelike(self.text[span[0] : span[1]])
            and (
                not self.in_sections
                and re.match(r"\s*[,;]?\s*(?:and|as well as|&|;)\b", self.text[start:end], re.I)
            )
        ):
            self._unknown(*span)
        elif cur.located:
            self.spare = span
        else:
            self._add_sections(cur, span)
            cur.end = max(cur.end, span[1])

    def _mtus_topic(self, span: tuple[int, int]) -> None:
        if self.mtus is not None and span[0] - self.mtus.end < 60:
            ref = self._start(self.mtus.start, span[1], (MTUS,), "mtus")
            ref.sections += section_names(self.text, *span, listed=self.in_sections)
            self.mtus = None

    def _unknown(self, start: int, end: int) -> None:
        """A source that no vocabulary label names, in a Non-MTUS citation."""
        name = name_of_source(self.text[start:end])
        ref = self._start(start, end, (), "other", name)
        ref.rule = "unlisted-source"
