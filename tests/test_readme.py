"""The README's examples run in the order they stand in, and print what it says they print.

Blocks of `python` are followed by one of `text` with what they print; in those of `console`, lines after `$ ` are
commands. Where the README prints `...`, anything may stand. Blocks of `sh` are for reading only.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.lengthy

_CHECKOUT = Path(__file__).parent.parent
_HOW_FAR = re.compile(r"^[a-z ]+(?:, for [^:]+)?: [\d,]+ (?:of [\d,]+ )?letters.*\n", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<kind>python|console|text)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_readme(tmp_path: Path, update_golden: bool) -> None:
    shutil.copytree(_CHECKOUT / "examples", tmp_path / "examples")
    page = _CHECKOUT / "README.md"
    before = page.read_text("utf-8")
    printed: list[str] = []  # of the last Python block

    def played(block: re.Match[str]) -> str:
        body = block["body"]
        if block["kind"] == "python":
            assert len(body.splitlines()) <= 15
            printed.append(_run([sys.executable, "-c", body], tmp_path))
        elif block["kind"] == "text":
            body = _kept(body, printed.pop())
        else:
            body = "".join(
                _played(session, tmp_path) for session in re.split(r"^(?=\$ )", body, flags=re.M)[1:]
            )
        return f"```{block['kind']}\n{body}```"

    after = _BLOCK.sub(played, before)
    if update_golden:
        page.write_text(after, "utf-8")
    assert after == before or update_golden


def _played(session: str, folder: Path) -> str:
    command, _, expected = session.partition("\n")
    return f"{command}\n{_kept(expected, _run(['bash', '-c', command.removeprefix('$ ')], folder))}"


def _kept(expected: str, printed: str) -> str:
    """What was expected where `...` makes it fit what was printed, else what was printed."""
    said = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    fits = doctest.OutputChecker().check_output(expected, said, doctest.ELLIPSIS)
    return expected if fits else said


def _run(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, check=False, text=True, stdout=-1, stderr=-2
    )
    return _HOW_FAR.sub("", ran.stdout)  # which a build says after half a minute, on a busy machine


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "examples/README.md"])
def test_links_to_files_of_the_repository_exist(name: str) -> None:
    page = _CHECKOUT / name
    named = re.findall(
        r"`((?:ontology|queries|tests|examples)/[\w./-]*)`|\]\((?!https?:|#)([^)]+)\)",
        page.read_text("utf-8"),
    )
    for in_code, linked in named:
        found = _CHECKOUT / in_code if in_code else page.parent / linked
        assert found.exists(), f"{name} names {in_code or linked}"
