"""A build that is told to end says in one line that the same command goes on, and with which status it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from imrgraph.cli import main
from tests.store.states import state

if TYPE_CHECKING:
    from pathlib import Path

_BUILD = (
    "import sys; from imrgraph.cli import main; import imrgraph.model.case as case;"
    "from tests.store.extractors import hostile; case.extract = hostile;"
    "from imrgraph.store import vocabularies; vocabularies.vocabulary_files = lambda: [];"
    "sys.exit(main(sys.argv[1:]))"
)


@pytest.mark.parametrize(
    ("sent", "status"),
    [pytest.param(signal.SIGINT, 130, id="ctrl-c"), pytest.param(signal.SIGTERM, 143, id="term")],
)
@pytest.mark.parametrize("letters", [3, 100])
def test_an_interrupted_build_says_how_to_go_on(
    letters: int, sent: signal.Signals, status: int, tmp_path: Path
) -> None:
    folder, store, met = tmp_path / "in", tmp_path / "x.db", tmp_path / "met"
    folder.mkdir()
    for n in range(letters):
        (folder / f"{n:03d}.txt").write_text(f"CM14-{n:07d} text")
    (folder / "z.txt").write_text(f"waits {met}")
    command = [sys.executable, "-c", _BUILD, "build", str(folder), "--jobs", "1", "--store", str(store)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not met.exists():
        assert child.poll() is None
        time.sleep(0.01)
    os.killpg(child.pid, sent)  # as a terminal does, or a system that shuts down
    out, err = child.communicate()
    assert (child.returncode, out) == (status, "")
    assert err == "imrgraph: interrupted; the same command, run again, goes on from what was finished\n"
    (folder / "z.txt").write_text("CM14-9999999 text")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ("read by an earlier build that was interrupted" in done.stdout) == (letters == 100)
    fresh = subprocess.run([*command[:-1], str(tmp_path / "fresh.db")], capture_output=True, check=True)
    assert fresh.returncode == 0
    assert state(store) == state(tmp_path / "fresh.db")


def test_other_commands_say_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("imrgraph.cli.query.open_given", interrupted)
    assert main(["query", "letters"]) == 130
    assert capsys.readouterr().err == "imrgraph: interrupted; what was stored before stays\n"
