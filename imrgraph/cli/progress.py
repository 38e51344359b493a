"""What a build says of itself while it runs: one live line on a terminal, else a plain line now and then."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from imrgraph.store.stage import READING, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from imrgraph.store.build import Event

_LIVE, _PLAIN = 0.25, 30.0  # seconds between two states shown on a terminal, and between two lines elsewhere
_SURE = 5.0  # seconds of reading, after which a rate says something
_MINUTE, _HOUR = 60, 3600


class Watch:
    """Shows how far a build is. Builds that are done before the first line is due say nothing.

    Args:
        line: prints a line for good.
        state: shows how far it is, in place of what was shown before where that can be.
        seconds: between two states; a new phase is shown at once.
        count: the number of sources, asked for in the background; None where it is not known.
    """

    def __init__(
        self,
        line: Callable[[str], None],
        state: Callable[[str], None],
        seconds: float,
        count: Callable[[], int | None],
    ) -> None:
        self._line, self._state, self._seconds, self._count = line, state, seconds, count
        self._now = Stage()
        self._phase_began = time.monotonic()
        self._base: tuple[float, int] | None = None  # when the first letter was read, and how many then were
        self._expected: int | None = None
        self._is_due = False  # whether the first line was
        self._over = threading.Event()

    def report(self, event: Event) -> None:
        """Told of each source."""
        if said := event_line(event):
            self._line(said)

    def stage(self, now: Stage) -> None:
        """Told of each step."""
        before, self._now = self._now, now
        if now.doing != before.doing:
            self._phase_began = time.monotonic()
            if self._is_due:
                self._show()
        elif self._base is None and now.met > now.earlier:
            self._base = time.monotonic(), now.met - now.earlier

    @contextmanager
    def running(self) -> Iterator[None]:
        """Show states until the end of the block."""
        threads = [threading.Thread(target=each, daemon=True) for each in (self._tick, self._ask)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            threads[0].join()

    def _tick(self) -> None:
        while not self._over.wait(self._seconds):
            self._is_due = True
            self._show()

    def _ask(self) -> None:
        self._expected = self._count()

    def _show(self) -> None:
        now, here = self._now, time.monotonic()
        rate = None
        if self._base is not None and here - self._base[0] >= _SURE:
            rate = (now.met - now.earlier - self._base[1]) / (here - self._base[0])
        self._state(state_line(now, rate, self._expected, here - self._phase_began))


@contextmanager
def watched(count: Callable[[], int | None]) -> Iterator[Watch]:
    """A watch that shows on standard error what a person, or a log, can use there."""

    def line(said: str) -> None:
        print(said, file=sys.stderr, flush=True)

    with ExitStack() as stack:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console
            from rich.text import Text

            console = Console(stderr=True)
            status = stack.enter_context(console.status(Text("reading")))
            watch = Watch(
                lambda said: console.print(said, markup=False, highlight=False, soft_wrap=True),
                lambda said: status.update(Text(said)),
                _LIVE,
                count,
            )
        else:
            watch = Watch(line, line, _PLAIN, count)
        stack.enter_context(watch.running())
        yield watch


def state_line(now: Stage, rate: float | None, expected: int | None, seconds: float) -> str:
    """How far a build is.

    Args:
        now: what it says.
        rate: letters read a second; None while that is not known.
        expected: how many sources there are; None where that is not known.
        seconds: since it does what it does now.

    >>> state_line(Stage(met=12000, failed=3), 103.0, 98520, 117)
    'reading: 12,000 of 98,520 letters, 103/s, 3 failed, about 14 min left'
    >>> state_line(Stage(doing="optimising the graph", met=12000), 103.0, 12000, 125)
    'optimising the graph, for 2 min: 12,000 letters'
    """
    is_reading = now.doing == READING
    known = expected is not None and expected >= now.met and is_reading
    parts = [f"{now.met:,} of {expected:,} letters" if known else f"{now.met:,} letters"]
    if now.earlier:
        parts[0] += f" ({now.earlier:,} from the interrupted build)"
    if is_reading and rate is not None:
        parts.append(f"{rate:,.0f}/s" if rate >= 1 else f"{rate * _MINUTE:,.0f}/min")
    if now.failed:
        parts.append(f"{now.failed:,} failed")
    if known and expected is not None and rate:
        parts.append(f"{_about((expected - now.met) / rate)} left")
    since = f", for {_about(seconds).removeprefix('about ')}" if not is_reading and seconds >= _MINUTE else ""
    return f"{now.doing}{since}: {', '.join(parts)}"


def _about(seconds: float) -> str:
    """A time as people say it."""
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"about {seconds / _MINUTE:.0f} min"
    return f"about {seconds // _HOUR:.0f} h {seconds % _HOUR // _MINUTE:.0f} min"


def event_line(event: Event) -> str | None:
    """What to say of one source; None for a letter that was read whole."""
    from imrgraph.store.build import LetterDuplicate, LetterFailed

    if isinstance(event, LetterFailed):
        return f"failed: {event.source_name}: {event.reason}"
    if isinstance(event, LetterDuplicate):
        return f"duplicate: {event.source_name}: the same text as {event.same_as}"
    if event.warnings:
        return f"partial: {event.source_name}: {'; '.join(event.warnings)}"
    return None
