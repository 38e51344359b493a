"""How much of a machine one letter may cost: a hostile one must cost no other."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one letter may take of a process: seconds, and bytes of address space beyond what an idle process has."""

    seconds: float = 60.0
    memory: int = 2 << 30


class TooLongError(BaseException):
    """A letter took longer than it may. No `Exception`, so that no extractor takes it for a defect of its own."""


@contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """Raise TooLongError within the block when it takes longer, in the main thread of a system that has alarms."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise TooLongError

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def limit_memory(beyond: int) -> None:
    """Let this process have so many bytes of address space more than it has now, where the system can do that."""
    with suppress(ImportError, OSError, ValueError, IndexError):
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        size = pages * resource.getpagesize() + beyond
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
