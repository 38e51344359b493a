"""The text of PDFs, taken in a child process with a time limit and a memory limit."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.errors import LetterError
from imrgraph.read.text import letter_from_text, too_large, without_surrogates

if TYPE_CHECKING:
    from types import TracebackType

    from imrgraph.records import Letter

MAX_PDF_SIZE = 200_000_000  # bytes of the file; the limit of its text is the letter's
TIMEOUT = 60.0  # seconds for one file


class PdfReader:
    """Reads PDFs in one child process, which is started at the first and again after a crash.

    Pages come in order, line ends as LF, pages joined by a form feed.
    """

    def __init__(self, *, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._child: subprocess.Popen[bytes] | None = None

    def letter(self, data: bytes, source_name: str, *, limit: int) -> Letter:
        """The letter in a PDF file's bytes.

        Raises:
            LetterError: the file is broken, locked by a password, without text, or too large or slow to read.
        """
        if not data:
            raise LetterError(source_name, "empty file")
        if b"%PDF-" not in data[:1024]:
            raise LetterError(source_name, "broken PDF (no PDF header)")
        answer = self._ask(data, limit, source_name)
        if "text" in answer:
            return letter_from_text(without_surrogates(answer["text"]), source_name, data)
        if answer["why"] == "too large":
            raise too_large(source_name, limit)
        raise LetterError(source_name, answer["why"])

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def __enter__(self) -> PdfReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, data: bytes, limit: int, source_name: str) -> dict[str, str]:
        child = self._started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._timeout, stop)
        timer.start()
        try:
            answer = _exchange(child, data, limit)
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            why = f"took longer than {self._timeout:g} seconds" if late.is_set() else "crashed the PDF reader"
            raise LetterError(source_name, f"broken PDF ({why})")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            worker = Path(__file__).with_name("pdf_worker.py")
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", str(worker)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interruption is for the reader, which ends this one
            )
        return self._child


def _exchange(child: subprocess.Popen[bytes], data: bytes, limit: int) -> dict[str, str] | None:
    """Send one file and wait for the answer; None where the child ended without one."""
    if child.stdin is None or child.stdout is None:
        return None
    with suppress(OSError, ValueError):
        child.stdin.write(struct.pack(">QQ", len(data), limit))
        child.stdin.write(data)
        child.stdin.flush()
        head = child.stdout.read(8)
        if len(head) == 8:
            body = child.stdout.read(struct.unpack(">Q", head)[0])
            answer: dict[str, str] = json.loads(body)
            return answer
    return None
