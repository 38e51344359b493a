"""What the reading of a statement knows so far: the references, and what the next piece may belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.cite.references import MTUS, Reference
from imrgraph.cite.topics import TIGHT, section_names

if TYPE_CHECKING:
    from imrgraph.cite.tokens import Token


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
        if self.spare is not None and self.current is not None:
            new = [
                s
                for s in section_names(self.text, *self.spare, listed=self.in_sections)
                if s not in self.current.sections
            ]
            if (not self.broken and not self.current.sections) or (self.broken and self.listing):
                self.current.sections += new
                self.current.end = max(self.current.end, self.spare[1])
        self.spare = None

    def _close(self) -> None:
        self._drop_spare()
        if self.mtus is not None:
            mtus, self.mtus = self.mtus, None
            if not any(r.start >= mtus.start for r in self.references):
                self._start(mtus.start, mtus.end, (MTUS,), "mtus")
