"""Extractors for tests: found by other processes, since they stand in a module; quick, or hostile."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import LetterError
from tests.cases import case, citation, determination

if TYPE_CHECKING:
    from imrgraph.records import Case, Letter


def quick(letter: Letter) -> Case:
    """A case that depends on the text: its first word is the case number, unless it is `letter`; `broken` is none."""
    first = letter.text.split()[0]
    if first == "broken":
        raise LetterError(letter.source_name, "is broken")
    items = 1 + hashlib.sha256(letter.text.encode()).digest()[0] % 3
    cited = citation("odg-low-back"), citation(f"other-journal-{items}")
    return replace(
        case(),
        letter=letter,
        facts=replace(case().facts, case_number=None if first == "letter" else first),
        determinations=tuple(determination(number, *cited) for number in range(1, items + 1)),
    )


def unhurried(letter: Letter) -> Case:
    """As `quick`, in time for what befalls whoever reads."""
    time.sleep(0.02)
    return quick(letter)


def deadly(letter: Letter) -> Case:
    """As `quick`, but a letter that says so kills the process that had this one started: a cluster's worker."""
    if letter.text.startswith("kills"):
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return quick(letter)


def hostile(letter: Letter) -> Case:
    """As `quick`, but letters do what their first word says."""
    match letter.text.split()[0]:
        case "hangs":
            while True:
                time.sleep(0.01)
        case "waits":  # and says in a file that it does
            Path(letter.text.split()[1]).touch()
            while True:
                time.sleep(0.01)
        case "hangs-deeply":  # as native code does that no alarm reaches
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            while True:
                time.sleep(0.01)
        case "swells":
            bytearray(1 << 40)
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "errs":
            raise ValueError(letter.text)
    return quick(letter)


def slow(letter: Letter) -> Case:
    """As `quick`, and takes its time."""
    time.sleep(0.1)
    return quick(letter)
