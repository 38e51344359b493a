"""How far a build is, for those who watch it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a build has done so far, without the name or a word of any letter.

    Attributes:
        doing: what it does now, as a participle: `reading`, `optimising the graph`, ...
        met: letters, members and rows that it has met, those that failed or were stored before included.
        failed: of those met, how many gave no letter.
        earlier: of those met, how many an interrupted build had read already.
    """

    doing: str = READING
    met: int = 0
    failed: int = 0
    earlier: int = 0


class Stages:
    """Counts along with a build, and tells `watch` of each step."""

    def __init__(self, watch: Callable[[Stage], None] | None) -> None:
        self._watch = watch
        self.now = Stage()

    def doing(self, words: str) -> None:
        self._set(replace(self.now, doing=words))

    def met(self, *, failed: bool, earlier: bool) -> None:
        now = self.now
        self._set(replace(now, met=now.met + 1, failed=now.failed + failed, earlier=now.earlier + earlier))

    def _set(self, now: Stage) -> None:
        self.now = now
        if self._watch is not None:
            self._watch(now)
