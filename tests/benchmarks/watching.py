"""What a process and those that it starts take: seconds, CPU seconds, memory."""

from __future__ import annotations

import subprocess
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EVERY = 0.2  # seconds
_MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a process took, and those that it started ("readers", though any child counts).

    Attributes:
        wall: seconds of the clock, from its start to its end.
        reading: seconds of these until the last of the readers had ended; 0 where there were none.
        cpu, cpu_readers: CPU seconds of the process itself, and of all readers together. They are looked at every fifth of
            a second, so that what a process did in its last moment is missing.
        memory, memory_reader, memory_all: the most resident memory in MB of the process itself, of one reader, and
            of all at one time; what several share counts for each.
        status: as the process ended.
    """

    wall: float
    reading: float
    cpu: float
    cpu_readers: float
    memory: float
    memory_reader: float
    memory_all: float
    status: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def watch(command: Sequence[str], is_over: Callable[[float], bool] = lambda _: False) -> tuple[Use, str]:
    """Run a command to its end.

    Args:
        is_over: asked every moment with the seconds since the start; when it says so, the process and its children
            are killed with signal 9.

    Returns:
        What it took, and what it wrote to standard output.
    """
    import psutil

    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        process = psutil.Process(started.pid)
        cpu: dict[tuple[int, float], float] = {}
        memory: dict[tuple[int, float], float] = {}
        reading = most = 0.0
        while started.poll() is None:
            at = time.monotonic() - began
            seen = _looked_at([process, *_children(process)])
            for who, (seconds, resident) in seen.items():
                cpu[who] = seconds
                memory[who] = max(memory.get(who, 0.0), resident)
            if len(seen) > 1:
                reading = at
            most = max(most, sum(resident for _, resident in seen.values()))
            if is_over(at):
                for child in _children(process):
                    child.kill()
                started.kill()
            time.sleep(_EVERY)
        wall = time.monotonic() - began
        said = started.stdout.read() if started.stdout else ""
    own = (started.pid, process.create_time())
    others = memory.keys() - {own}
    return Use(
        wall=wall,
        reading=reading,
        cpu=cpu.get(own, 0.0),
        cpu_readers=sum(cpu[who] for who in others),
        memory=memory.get(own, 0.0),
        memory_reader=max((memory[who] for who in others), default=0.0),
        memory_all=most,
        status=started.returncode,
    ), said


def _children(process: Any) -> list[Any]:
    import psutil

    try:
        children: list[Any] = process.children(recursive=True)
    except psutil.Error:
        return []
    return children


def _looked_at(processes: Sequence[Any]) -> dict[tuple[int, float], tuple[float, float]]:
    """CPU seconds and MB of each that is still there, by number and start (numbers are used again)."""
    import psutil

    seen = {}
    for process in processes:
        try:
            times = process.cpu_times()
            resident = process.memory_info().rss / _MB
            seen[process.pid, process.create_time()] = (times.user + times.system, resident)
        except psutil.Error:
            continue
    return seen
