"""Files of every kind, good and bad, each with what is found in it."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

from tests.read.pdfs import locked_pdf, pdf


def zipped(members: dict[str, bytes], *, encrypted: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    written = bytearray(buffer.getvalue())
    if encrypted:
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            written[written.index(mark) + offset] |= 1
    return bytes(written)


LOCKED_ZIP = zipped({"a.txt": b"secret"}, encrypted=True)
FILES: list[tuple[str, str, bytes, list[tuple[str, str]]]] = [
    # why, file, bytes, what is found in it
    ("utf-8", "a.txt", "worker’s\r\nMRI".encode(), [("a.txt", "worker’s\r\nMRI")]),
    ("bom", "a.txt", b"\xef\xbb\xbfMRI", [("a.txt", "MRI")]),
    ("cp1252", "a.txt", b"worker\x92s \x81", [("a.txt", "worker’s \ufffd")]),
    ("form-feeds-stay", "a.txt", b"one\ftwo\n\n", [("a.txt", "one\ftwo\n\n")]),
    ("gzip", "a.txt.gz", gzip.compress(b"MRI"), [("a.txt.gz", "MRI")]),
    ("unknown-suffix", "letter.odd", b"MRI", [("letter.odd", "MRI")]),
    ("empty", "a.txt", b"", [("a.txt", "! empty file")]),
    ("blank", "a.txt", b" \r\n", [("a.txt", "! empty file")]),
    ("nul", "a.txt", b"MRI\0\0", [("a.txt", "! binary file")]),
    ("control-characters", "a.txt", bytes(range(1, 32)) * 9, [("a.txt", "! binary file")]),
    ("picture", "a.txt", b"\x89PNG\r\n", [("a.txt", "! binary file (a picture)")]),
    ("pdf-named-txt", "a.txt", b"%PDF-1.4", [("a.txt", "! binary file (a PDF)")]),
    ("utf-16", "a.txt", "MRI".encode("utf-16"), [("a.txt", "! UTF-16 text; save it as UTF-8")]),
    ("too-large", "a.txt", b"x" * 2_001, [("a.txt", "! over the size limit of 2,000 bytes (--max-letter-size)")]),
    ("largest", "a.txt", b"x" * 2_000, [("a.txt", "x" * 2_000)]),
    ("too-large-gz", "a.txt.gz", gzip.compress(b"x" * 9_000), [("a.txt.gz", "! over the size limit of 2,000 bytes (--max-letter-size)")]),
    ("broken-gz", "a.txt.gz", b"\x1f\x8b\x08nothing", [("a.txt.gz", "! broken gzip file")]),
    ("cut-gz", "a.txt.gz", gzip.compress(os.urandom(900))[:-500], [("a.txt.gz", "! broken gzip file")]),
    ("pdf", "a.pdf", pdf("one\ntwo", "three"), [("a.pdf", "one\ntwo\fthree")]),
    ("pdf-gz", "a.pdf.gz", gzip.compress(pdf("one")), [("a.pdf.gz", "one")]),
    ("broken-pdf", "a.pdf", b"%PDF-1.4 and no more", [("a.pdf", "! broken PDF")]),
    ("no-pdf", "a.pdf", b"MRI", [("a.pdf", "! broken PDF (no PDF header)")]),
    ("locked-pdf", "a.pdf", locked_pdf(), [("a.pdf", "! password-protected PDF")]),
    ("scanned-pdf", "a.pdf", pdf("", ""), [("a.pdf", "! PDF without text: a scan? Recognise its text first (OCR)")]),
    ("empty-pdf", "a.pdf", b"", [("a.pdf", "! empty file")]),
    ("long-pdf", "a.pdf", pdf(*["many words " * 8] * 40), [("a.pdf", "! over the size limit of 2,000 bytes (--max-letter-size)")]),
    ("zip", "z.zip", zipped({"b.txt": b"B", "in/a.txt": b"A", "r.jsonl": b'{"text":"R"}', "x.docx": b"-"}),
     [("z.zip/b.txt", "B"), ("z.zip/in/a.txt", "A"), ("z.zip/r.jsonl#1", "R")]),
    ("zip-hidden", "z.zip", zipped({"__MACOSX/._a.txt": b"-", ".b.txt": b"-", "c.txt": b"C"}), [("z.zip/c.txt", "C")]),
    ("zip-outside", "z.zip", zipped({"/x\\c.txt": b"C"}), [("z.zip/x/c.txt", "C")]),
    ("zip-nested", "z.zip", zipped({"y.zip": zipped({"a.txt": b"A"}), "b.txt": b"B"}),
     [("z.zip/b.txt", "B"), ("z.zip/y.zip", "! an archive within an archive is not opened; unpack it first")]),
    ("zip-bad", "z.zip", b"PK\x03\x04 and no more", [("z.zip", "! broken zip archive")]),
    ("zip-without", "z.zip", zipped({"a.docx": b"A"}), [("z.zip", "! no letters in this archive")]),
    ("zip-locked", "z.zip", LOCKED_ZIP, [("z.zip/a.txt", "! encrypted in its archive (password-protected)")]),
    ("zip-large", "z.zip", zipped({"a.txt": b"x" * 3_000}), [("z.zip/a.txt", "! over the size limit of 2,000 bytes (--max-letter-size)")]),
    ("jsonl", "r.jsonl", b'{"text":"one"}\n\n{"id":2,"text":"caf\\u00e9"}\r\n', [("r.jsonl#1", "one"), ("r.jsonl#3", "café")]),
    ("jsonl-gz", "r.jsonl.gz", gzip.compress(b'{"text":"one"}'), [("r.jsonl.gz#1", "one")]),
    ("jsonl-bad-line", "r.jsonl", b'{"text":"one"}\n{"text":\n{"text":"two"}', [("r.jsonl#1", "one"), ("r.jsonl#2", "! this line does not parse as JSON"), ("r.jsonl#3", "two")]),
    ("jsonl-deep", "r.jsonl", b"[" * 20_000, [("r.jsonl#1", "! this line does not parse as JSON")]),
    ("jsonl-list", "r.jsonl", b'["text"]', [("r.jsonl#1", "! this line is JSON but not an object")]),
    ("jsonl-number", "r.jsonl", b'{"text": 5}', [("r.jsonl#1", "! its 'text' is not a string")]),
    ("jsonl-blank", "r.jsonl", b'{"text": " "}', [("r.jsonl#1", "! its 'text' is empty")]),
    ("jsonl-half-pair", "r.jsonl", b'{"text": "a\\ud800"}', [("r.jsonl#1", "a\ufffd")]),
    ("jsonl-nul", "r.jsonl", b'{"text": "a\\u0000"}', [("r.jsonl#1", "! its 'text' is no text")]),
    ("jsonl-large", "r.jsonl", b'{"text": "' + b"x" * 3_000 + b'"}\n{"text":"two"}', [("r.jsonl#1", "! over the size limit of 2,000 bytes (--max-letter-size)"), ("r.jsonl#2", "two")]),
    ("jsonl-column", "r.jsonl", b'{"body": "one"}\n{"body": "two"}', [("r.jsonl", "! no column named 'text'; it has body (--text-column)")]),
    ("jsonl-missing", "r.jsonl", b'{"text": "one"}\n{"body": "two"}', [("r.jsonl#1", "one"), ("r.jsonl#2", "! no column named 'text'; it has body (--text-column)")]),
    ("jsonl-empty", "r.jsonl", b"\n", [("r.jsonl", "! empty file")]),
    ("csv", "t.csv", b'id,text\r\n1,"two\r\nlines"\r\n\r\n2,worker\x92s\r\n', [("t.csv#1", "two\r\nlines"), ("t.csv#2", "worker’s")]),
    ("csv-semicolons", "t.csv", "\ufeffid;text\n1;é\n".encode(), [("t.csv#1", "é")]),
    ("csv-column", "t.csv", b"id,body\n1,x\n", [("t.csv", "! no column named 'text'; it has id, body (--text-column)")]),
    ("csv-no-header", "t.csv", b'"The worker, 41, has lumbago, and so on and on.",1\n', [("t.csv", "! no column named 'text' (--text-column)")]),
    ("csv-short-row", "t.csv", b"id,text\n1\n2,b\n", [("t.csv#1", "! this row ends before the column 'text'"), ("t.csv#2", "b")]),
    ("csv-empty-cell", "t.csv", b"id,text\n1,\n", [("t.csv#1", "! its 'text' is empty")]),
    ("csv-no-rows", "t.csv", b"id,text\n", [("t.csv", "! no rows below the header")]),
    ("csv-empty", "t.csv", b"", [("t.csv", "! empty file")]),
]  # fmt: skip
