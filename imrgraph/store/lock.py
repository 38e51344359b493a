"""Who may write a store, and which of its generations are being read: locks that end with their process."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from imrgraph.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def write_lock(path: Path) -> IO[bytes]:
    """Take the lock of the one writer, and write into it who holds it.

    The operating system gives the lock back however its holder ends, so that what a dead holder wrote into it
    means nothing. Where there are no such locks (Windows), Oxigraph's own one keeps two builds from one graph.

    Raises:
        StoreError: another process holds it; says which one.
        OSError: the file cannot be written.
    """
    lock = path.open("a+b")
    if not _locked(lock, exclusive=True):
        lock.seek(0)
        held = lock.read()
        lock.close()
        raise StoreError(
            f"{path.parent}: in use ({_holder(held)} is writing it); try again when that is done"
        )
    holder = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    lock.truncate(0)
    lock.write(json.dumps(holder).encode() + b"\n")
    lock.flush()
    return lock


def read_lock(path: Path) -> IO[bytes] | None:
    """Take a share of the lock of those who read; None where the file is gone, or is about to go."""
    try:
        lock = path.open("rb")
    except FileNotFoundError:
        return None
    if _locked(lock, exclusive=False) and path.exists():
        return lock
    lock.close()
    return None


def unread(path: Path) -> IO[bytes] | None:
    """Take the whole of that lock, so that nobody begins to read; None where somebody does."""
    lock = path.open("a+b")
    if _locked(lock, exclusive=True):
        return lock
    lock.close()
    return None


def _locked(lock: IO[bytes], *, exclusive: bool) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(held: bytes) -> str:
    """What the lock's file says of its holder; it may be just being written."""
    with suppress(ValueError, TypeError, KeyError):
        said = json.loads(held)
        return f"process {said['process']:d} on {said['host']}, since {said['since']}"
    return "another process"
