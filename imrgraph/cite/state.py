"""What the reading of a statement knows so far: the references, and what the next piece may belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.cite.references import MTUS, Reference
from imrgraph.cite.topics import TIGHT, section_names

if TYPE_CHECKING:
    from imrgraph.cite.tokens import Token


# how far a look back or a shared list reaches, so that work stays in step with the text
REACH = 50  # references
GAP = 400  # characters between two pieces


class State:
    """The state of a parser of one statement; `grammar` says what each piece does to it."""

    def __init__(self, text: str, prose: bool) -> None:
        self.text = text.replace("\n", " ")
        self.prose = prose
        self.references: list[Reference] = []
        self.current: Reference | None = None
        self.open: list[Reference] = []  # references since the last locator, which may share the next
        self.unflagged: list[Reference] = []  # references that no "part of the MTUS" has spoken of yet
        self.mode: bool | None = None  # whether the words so far speak of the MTUS, or of what is not
        self.mode_at: tuple[int, int] | None = None
        self.mtus: Token | None = None  # "MTUS" alone, until something more specific follows
        self.spare: tuple[int, int] | None = None  # a topic after pages, until its own pages follow
        self.in_sections = False
        self.broken = False
        self.listing = False  # whether the break was a semicolon
        self.at = 0
        self.same: tuple[int, int] | None = None
        self.same_family: str | None = None
        self.none: tuple[int, int] | None = None

    def _start(
        self, start: int, end: int, concepts: tuple[str, ...], fam: str, source: str | None = None
    ) -> Reference:
        self._drop_spare()
        if self.mtus is not None and fam in ("acoem", "mtus"):
            if not self.text[self.mtus.end : start].strip(" ,:/-(") or TIGHT.match(
                self.text[self.mtus.end : start]
            ):
                start = self.mtus.start if start - self.mtus.end < 40 else start
            self.mtus = None
        ref = Reference(start=start, end=end, concepts=concepts, source=source)
        if fam == "mtus":
            ref.within, ref.within_at = True, (start, end) if concepts == (MTUS,) else self.mode_at
        elif fam == "acoem":
            ref.within, ref.within_at = self.mode, self.mode_at
        else:
            ref.within = None if self.prose else False
            ref.within_at = self.mode_at if self.mode is False else None
        self.references.append(ref)
        self.open.append(ref)
        self.unflagged.append(ref)
        self.current, self.broken, self.in_sections = ref, False, False
        return ref

    def _extend(self, token: Token) -> None:
        if self.current is not None:
            self.current.end = max(self.current.end, token.end)

    def _drop_spare(self) -> None:
        spare, self.spare = self.spare, None
        cur = self.current
        if spare is None or cur is None:
            return
        if (not self.broken and not cur.sections) or (self.broken and self.listing):
            self._add_sections(cur, spare)
            cur.end = max(cur.end, spare[1])

    def _add_sections(self, ref: Reference, words: tuple[int, int]) -> None:
        """Give a reference the topics that some words list, each once."""
        new = section_names(self.text, *words, listed=self.in_sections)
        known = set(ref.sections[-REACH:])
        ref.sections += [s for s in new if s not in known]

    def _between(self, token: Token) -> str:
        """The words between the current reference and a token; empty where there is none."""
        if self.current is None:
            return ""
        return self.text[self.current.end : min(token.start, self.current.end + GAP)]

    def _latest(self) -> list[Reference]:
        return self.references[-REACH:]

    def _close(self) -> None:
        self._drop_spare()
        if self.mtus is not None:
            mtus, self.mtus = self.mtus, None
            if not any(r.start >= mtus.start for r in self._latest()):
                self._start(mtus.start, mtus.end, (MTUS,), "mtus")
