"""What every page has: one file, a policy that allows its own scripts and style alone, words that are never markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from imrgraph.errors import ViewError
from imrgraph.read.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAP = re.compile(
    r"^//# sourceMappingURL=.*$", re.MULTILINE
)  # a request, where tools for developers are open


def marked(words: str) -> str:
    """What must not be overlooked, under the heading; nothing without words."""
    return f'<p class="mark" role="note">{escape(words)}</p>' if words else ""


def document(*, title: str, body: str, style: str, data: Any, scripts: Sequence[str]) -> str:
    """A whole page.

    Args:
        title: plain words.
        body: markup; its words escaped (`escape`), without handlers and `style` attributes, which the policy stops.
        data: what `page-data` holds for the scripts, as `script_json` writes it.
        scripts: run in this order, after the body; none ends its own element.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(allowed, scripts))}",
            f"style-src {allowed(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - imrgraph</title>
<style>{style}</style>
</head>
<body>
{body}
<script type="application/json" id="page-data">{script_json(data)}</script>
{"".join(f"<script>{script}</script>{chr(10)}" for script in scripts)}</body>
</html>
"""


def script_json(data: Any) -> str:
    """JSON without a character that could end the script element.

    >>> script_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def plain(words: Any) -> str:
    """Words in one line: no control characters, no half characters, nothing that turns the direction of other words.

    >>> plain("a\\nb\\u202ec")
    'a b\ufffdc'
    """
    return printable(" ".join(str(words).split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], attributes: str = "") -> str:
    """A table; whole numbers stand at the right."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    return f"<table{attributes}><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _cell(text: str) -> str:
    return f'<td class="number">{text}</td>' if text.isdecimal() else f"<td>{escape(text)}</td>"


def allowed(text: str) -> str:
    """The source expression that allows this one inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def resource(*path: str) -> str:
    """A file of this room, fit to stand in a script or style element."""
    return _inline(files("imrgraph.view").joinpath(*path).read_text(encoding="utf-8"))


@cache
def vis_network() -> str:
    """vis-network as pyvis ships it, with its licence header.

    Raises:
        ViewError: pyvis ships none.
    """
    bundled = files("pyvis").joinpath("templates", "lib")
    found = sorted(f"{folder.name}" for folder in bundled.iterdir() if folder.name.startswith("vis-"))
    if not found:
        raise ViewError("pyvis ships no vis-network; reinstall it (pip install --force-reinstall pyvis)")
    return _inline(bundled.joinpath(found[-1], "vis-network.min.js").read_text(encoding="utf-8"))


def sigma() -> tuple[str, ...]:
    """graphology and sigma, in the order they run in, each with its licence before it."""
    return tuple(
        f"/*!\n{resource('vendor', name, 'LICENSE.txt')}\n*/\n{_MAP.sub('', resource('vendor', name, file))}"
        for name, file in (("graphology", "graphology.umd.min.js"), ("sigma", "sigma.min.js"))
    )


def _inline(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("</script", "<\\/script")  # a browser hashes LF
