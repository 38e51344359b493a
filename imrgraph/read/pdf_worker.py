"""The child process that opens PDFs: a broken or hostile file can take down nothing else.

It imports nothing of imrgraph. On standard input each request is two 8-byte numbers (bytes that follow,
characters wanted at most) and the file; each answer on standard output is its length in 8 bytes and JSON that
holds `text` or `why`.
"""

from __future__ import annotations

import contextlib
import json
import struct
import sys
from typing import Any

MEMORY = 2 << 30  # bytes of address space
_PASSWORD = 4  # PDFium's FPDF_ERR_PASSWORD


def main() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # no limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(head := requests.read(16)) == 16:
        length, limit = struct.unpack(">QQ", head)
        answer = json.dumps(_answer(requests.read(length), limit)).encode("ascii")
        answers.write(struct.pack(">Q", len(answer)) + answer)
        answers.flush()


def _answer(data: bytes, limit: int) -> dict[str, str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            return {"why": "password-protected PDF"}
        return {"why": "broken PDF"}
    try:
        return _text(document, limit)
    except (pypdfium2.PdfiumError, MemoryError, UnicodeError, ValueError):
        return {"why": "broken PDF"}
    finally:
        document.close()


def _text(document: Any, limit: int) -> dict[str, str]:
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        text = str(words.get_text_range()).replace("\r\n", "\n").replace("\r", "\n")
        words.close()
        page.close()
        size += len(text) + 1
        if size > limit:
            return {"why": "too large"}
        pages.append(text)
    if not pages:
        return {"why": "PDF without pages"}
    if not any(page.strip() for page in pages):
        return {"why": "PDF without text: a scan? Recognise its text first (OCR)"}
    return {"text": "\f".join(pages)}


if __name__ == "__main__":
    main()
