"""Small PDFs, written by hand (PDFium mends the missing cross references)."""

from __future__ import annotations


def pdf(*pages: str, trailer: str = "") -> bytes:
    """A PDF with one line of text for each line of each page."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        f"2 0 obj <</Type/Pages/Kids[{kids}]/Count {len(pages)}>> endobj",
        "3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
    ]
    for number, page in enumerate(pages):
        lines = " ".join(f"({line}) Tj 0 -14 Td" for line in page.split("\n"))
        content = f"BT /F1 12 Tf 20 180 Td {lines} ET" if page else ""
        this = 10 + 2 * number
        objects.append(
            f"{this} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents {this + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>> endobj"
        )
        objects.append(f"{this + 1} 0 obj <</Length {len(content)}>> stream\n{content}\nendstream endobj")
    body = "\n".join(objects)
    return f"%PDF-1.4\n{body}\ntrailer <</Root 1 0 R {trailer}>>\n%%EOF\n".encode("latin-1")


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    nonsense = "<" + "5A" * 32 + ">"
    lock = f"/ID[{nonsense}{nonsense}]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O {nonsense}/U {nonsense}>>"
    return pdf("secret", trailer=lock)
