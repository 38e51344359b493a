"""Mutate letters for a while, and keep each text that breaks a promise of `tests.properties`.

    python -m tests.fuzz --seconds 60        mutate; what breaks is kept in .fuzz, and what to do next is said
    python -m tests.fuzz .fuzz/NAME.txt      read one of them again, and show how it breaks

Needs the extra `fuzz` (atheris). The exit status is 1 when something broke.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

from tests.mutations import seed_letters
from tests.properties import check_text

_FOUND = Path(".fuzz")
_HANG = 120  # seconds after which a text is taken to hang, and the run ends
_LIBFUZZER = (f"-timeout={_HANG}", f"-artifact_prefix={_FOUND}/", "-max_len=40000", "-rss_limit_mb=4096", "-verbosity=0", "-print_final_stats=1")  # fmt: skip
_COUNT = "stat::number_of_executed_units:"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="how long to mutate (60)")
    parser.add_argument("texts", nargs="*", type=Path, help="texts to read once instead")
    options = parser.parse_args(arguments)
    for path in options.texts:
        check_text(path.read_bytes())
        _say(f"{path}: nothing breaks")
    return 0 if options.texts else _fuzz(options.seconds)


def _fuzz(seconds: int) -> int:
    if find_spec("atheris") is None:
        _say("needs atheris: pip install '.[fuzz]', or make fuzz")
        return 1
    began = time.time()
    _FOUND.mkdir(exist_ok=True)
    status = _run(seconds)
    found = sorted(path for path in _FOUND.iterdir() if path.stat().st_mtime >= began)
    for path in found:
        _say(f"broken: {path}")
    if found:
        _say(
            f"{len(found)} to mend: python -m tests.fuzz FILE shows how it breaks; once it holds, keep the text, shortened, in"
            " tests/data/fuzz"
        )
    elif status:
        _say(f"the fuzzer ended with status {status}, and nothing was kept")
    return 1 if found or status else 0


def _run(seconds: int) -> int:
    """Let atheris mutate in a process of its own, which a crash or a hang ends without ending this one."""
    letters = seed_letters()
    _say(f"mutating {len(letters)} letters for {seconds} s")
    with tempfile.TemporaryDirectory() as temporary:
        seeds, corpus = Path(temporary, "seeds"), Path(temporary, "corpus")
        for folder in (seeds, corpus):
            folder.mkdir()
        for path in letters:
            copyfile(path, seeds / path.name)
        paths = map(str, (_FOUND, corpus, seeds))
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.target",
            *paths,
            *_LIBFUZZER,
            f"-max_total_time={seconds}",
        ]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as run:
            for line in run.stderr or ():
                if line.startswith(_COUNT):
                    _say(f"{line.removeprefix(_COUNT).strip()} texts read")
                elif line.strip() and not line.startswith(("INFO:", "WARNING:", "stat::", "#", '"')):
                    _say(line.rstrip())
        return run.returncode


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
