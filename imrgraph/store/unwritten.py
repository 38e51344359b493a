"""What to say where the disk is full, or fails, while a store is written."""

from __future__ import annotations

import errno
import os
import traceback
from contextlib import contextmanager
from sqlite3 import Error as SqliteError
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SQLITE_FULL = "database or disk is full"


@contextmanager
def written(store: Path) -> Iterator[None]:
    """Write a store within the block.

    Raises:
        StoreError: the disk is full or fails; in one line that names the store and the next step.
    """
    try:
        yield
    except (OSError, SqliteError) as error:
        if isinstance(error, StoreError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise unwritten(store, why) from error


def unwritten(place: Path, why: str) -> StoreError:
    """What to raise where a store, or the shards of one, cannot be written."""
    room = "make room, and " if _says_full(why) else ""
    return StoreError(
        f"{place}: cannot be written ({why}); the store is as it was before: {room}run the same again, which goes on"
    )


def is_full(error: Exception) -> bool:
    """Whether it is for want of room that something could not be written. Oxigraph tells it in words alone."""
    return getattr(error, "errno", None) in _FULL or _says_full(str(error))


def _says_full(words: str) -> bool:
    return any(full in words for full in (_SQLITE_FULL, *map(os.strerror, _FULL)))


def let_go(error: BaseException | None) -> None:
    """Forget what the calls that led to an error held: a graph stays open for as long as any of them refers to it."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__
