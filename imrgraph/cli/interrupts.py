"""Commands that are told to end: by Ctrl-C, or by another program (SIGTERM)."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


class Terminated(KeyboardInterrupt):
    """Another program told this one to end."""


class Interrupted(Exception):
    """A command ended before it was done, and has put its things in order.

    Attributes:
        status: the exit status, as shells count those that a signal ended.
    """

    def __init__(self, cause: KeyboardInterrupt) -> None:
        super().__init__(cause)
        said = signal.SIGTERM if isinstance(cause, Terminated) else signal.SIGINT
        self.status = 128 + said
        self._words = " ".join(map(str, cause.args)) or "what was stored before stays"

    def __str__(self) -> str:
        return f"interrupted; {self._words}"


@contextmanager
def interruptible(words: str) -> Iterator[None]:
    """Have SIGTERM end the block as Ctrl-C does, and say what to do then."""

    def stop(*_: object) -> NoReturn:
        raise Terminated

    is_main = threading.current_thread() is threading.main_thread()
    former = signal.signal(signal.SIGTERM, stop) if is_main else None
    try:
        yield
    except KeyboardInterrupt as error:
        raise type(error)(words) from None
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, former)
