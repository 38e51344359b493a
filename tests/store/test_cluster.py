"""Builds on a cluster: a real scheduler and two workers over TCP give what a local build gives, whatever is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import fsspec
import httpx
import pytest
from distributed import LocalCluster

import imrgraph
from imrgraph.cli import main
from imrgraph.errors import MissingExtraError, StoreError
from imrgraph.store import cluster as room
from imrgraph.store.build import BuildSummary, Event, LetterFailed, build
from imrgraph.store.chunks import Chunk
from imrgraph.store.cluster import Cluster
from imrgraph.store.depot import Depot
from imrgraph.store.findings import Failed
from imrgraph.store.limits import Limits
from imrgraph.store.shards import write_shard
from imrgraph.store.station import Answer, Assignment, Sealed, read_chunk
from tests.servers import free_port
from tests.store.clusters import DaskCluster, dask_cluster
from tests.store.extractors import deadly, hostile, quick, unhurried
from tests.store.states import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LETTERS = 200
_PATIENCE = 120  # seconds on a busy machine


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment in which `s3://` is a server of these tests."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", address.rpartition(":")[2]]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                httpx.get(f"{address}/moto-api/", timeout=5)
                break
            except httpx.HTTPError:
                assert time.monotonic() < end, "moto does not answer"
                time.sleep(0.1)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def running(s3: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster") / "workers", s3) as cluster:
        yield cluster


@pytest.fixture
def workers(running: DaskCluster) -> DaskCluster:
    """The cluster with two workers, whatever tests before have lost."""
    while len(running.workers) < 2:
        running.add_worker()
    running.wait(2)
    return running


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several chunks of letters: some share a number or a text, some are rows, some are none; only for reading."""
    folder = tmp_path_factory.mktemp("sources") / "in"
    folder.mkdir()
    for n in range(LETTERS):
        (folder / f"{n:03d}.txt").write_text(f"CM14-{n // 2:07d} text {n % 190}")
    (folder / "050.txt").write_text("broken")
    (folder / "051.txt").write_text("")
    (folder / "rows.jsonl").write_text('{"text": "CM14-0000900 row"}\n{"text": ""}\n')
    return folder


Result = tuple[BuildSummary, str]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return []


@pytest.fixture
def expected(sources: Path, results: list[Result], tmp_path: Path) -> Result:
    """What a local build of the sources says, and comes to."""
    if not results:
        summary = build(sources, tmp_path / "expected", extract=quick, jobs=0)
        results.append((summary, state(tmp_path / "expected")))
    return results[0]


def shards(store: Path) -> list[Path]:
    return list((store / "building" / "shards").glob("*.shard"))


def wait_for_shards(store: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not shards(store):
        assert time.monotonic() < end, "no chunk was finished"
        time.sleep(0.01)


def failures(store: Path) -> list[str]:
    [path] = store.glob("generations/*/failures.jsonl")
    return path.read_text("utf-8").splitlines()


def test_the_result_is_that_of_a_local_build(workers: DaskCluster, sources: Path, tmp_path: Path) -> None:
    hostiles = shutil.copytree(sources, tmp_path / "in")
    for name, words in {"010x": "hangs", "020x": "dies", "030x": "errs of lumbago"}.items():
        (hostiles / f"{name}.txt").write_text(words)
    events: dict[str, list[Event]] = {}
    summaries = {}
    for name, cluster in {"here": None, "there": workers.address}.items():
        events[name] = []
        summaries[name] = build(
            hostiles,
            tmp_path / name,
            extract=hostile,
            jobs=2,
            limits=Limits(seconds=1.0),
            cluster=cluster,
            report=events[name].append,
        )
    assert summaries["there"] == summaries["here"]
    assert events["there"] == events["here"]
    failed = [event.source_name for event in events["there"] if isinstance(event, LetterFailed)]
    assert failed == ["010x.txt", "020x.txt", "030x.txt", "050.txt", "051.txt", "rows.jsonl#2"]
    assert failures(tmp_path / "there") == failures(tmp_path / "here")
    assert state(tmp_path / "there") == state(tmp_path / "here")
    assert "lumbago" not in workers.logged()


def test_a_worker_killed_midway_costs_nothing_and_one_that_joins_reads_too(
    workers: DaskCluster, sources: Path, expected: Result, tmp_path: Path
) -> None:
    def lose_one() -> None:
        wait_for_shards(tmp_path / "there")
        workers.lose(workers.workers[0])
        workers.add_worker()

    loss = threading.Thread(target=lose_one)
    loss.start()
    summary = build(sources, tmp_path / "there", extract=unhurried, cluster=workers.address)
    loss.join()
    assert (summary, state(tmp_path / "there")) == expected


def test_a_build_that_was_killed_goes_on_from_what_was_finished(
    workers: DaskCluster, sources: Path, expected: Result, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sys\n"
        "from imrgraph.store.build import build\n"
        "from tests.store.extractors import unhurried\n"
        "build(sys.argv[1], sys.argv[2], extract=unhurried, cluster=sys.argv[3])\n"
    )
    command = [sys.executable, "-c", script, str(sources), str(folder), workers.address]
    process = subprocess.Popen(command)
    wait_for_shards(folder)
    process.kill()
    process.wait()
    finished = {path.stem for path in shards(folder)}
    sent: set[str] = set()
    submit = Cluster.submit

    def noted(cluster: Cluster, assignment: Sealed, part: Chunk) -> Any:
        sent.add(part.name)
        return submit(cluster, assignment, part)

    monkeypatch.setattr(Cluster, "submit", noted)
    build(sources, folder, extract=unhurried, cluster=workers.address)
    assert sent
    assert not sent & finished
    assert state(folder) == expected[1]


def test_files_that_workers_do_not_have_are_sent(
    workers: DaskCluster, sources: Path, expected: Result, folder: Path
) -> None:
    memory = fsspec.filesystem("memory")  # this process's alone
    memory.store.clear()
    memory.put(str(sources), "/in", recursive=True)
    there = build("memory://in/", folder, extract=quick, cluster=workers.address)
    assert (there, state(folder)) == expected
    memory.store.clear()


def test_a_chunk_too_large_to_be_sent_at_once_goes_in_parts(
    workers: DaskCluster, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imrgraph.store.sending._PART", 100)
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    for n in range(20):
        memory.pipe_file(f"/in/{n}.txt", f"CM14-{n:07d} text".encode())
    there = build("memory://in/", folder, extract=quick, cluster=workers.address)
    assert there == build("memory://in/", tmp_path / "here", extract=quick, jobs=0)
    assert there.read.letters == 20
    assert state(folder) == state(tmp_path / "here")
    memory.store.clear()


def test_sources_and_shards_in_a_bucket(
    workers: DaskCluster,
    s3: dict[str, str],
    sources: Path,
    expected: Result,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    bucket = fsspec.filesystem("s3")
    bucket.mkdir("letters")
    bucket.mkdir("work")
    bucket.put(str(sources), "letters/in", recursive=True)
    there = build(
        "s3://letters/in/", folder, extract=quick, cluster=workers.address, shards="s3://work/shards"
    )
    assert (there, state(folder)) == expected
    bucket.invalidate_cache()
    assert bucket.find("work") == []


def test_what_workers_finished_in_a_shared_folder_is_taken_from_there(
    workers: DaskCluster, sources: Path, folder: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    kept: list[Path] = []

    def take(
        event: Event,
    ) -> None:  # at the first event, of the first chunk: others are there, or on their way
        end = time.monotonic() + _PATIENCE
        while not (found := list(shared.glob("*.shard"))):
            assert time.monotonic() < end
            time.sleep(0.01)
        kept[:] = found
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(sources, folder, extract=quick, cluster=workers.address, shards=str(shared), report=take)
    write_shard(shared, kept[0].stem, [Failed(origin="mark", source_name="mark", reason="marked")])
    (shared / f"{kept[0].stem}.rest").write_text("of a worker that was killed")
    events: list[Event] = []
    build(sources, folder, extract=quick, cluster=workers.address, shards=str(shared), report=events.append)
    assert LetterFailed(source_name="mark", reason="marked") in events
    assert list(shared.iterdir()) == []


def test_a_folder_that_is_another_one_for_workers_is_told(
    workers: DaskCluster, sources: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Depot, "fetch", lambda *_: False)
    with pytest.raises(StoreError, match=rf"^{tmp_path}/mine: what workers put there is not there"):
        build(sources, folder, extract=quick, cluster=workers.address, shards=str(tmp_path / "mine"))


def test_on_the_command_line_and_what_is_stored_is_not_read_again(
    workers: DaskCluster, letters: tuple[Path, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", *map(str, letters), "--store", str(folder), "--cluster", workers.address]
    assert main(command) == 0
    assert f"{folder} holds 3 letters" in capsys.readouterr().out
    assert main(command) == 0
    assert "3 of the letters were stored already" in capsys.readouterr().out


def changed(code: Path) -> None:
    with (code / "imrgraph" / "rdf" / "iris.py").open("a") as file:
        file.write("# changed\n")


def missing(code: Path) -> None:
    (code / "imrgraph" / "store" / "station.py").unlink()


@pytest.mark.parametrize("other", [changed, missing])
def test_a_worker_with_other_code_is_refused(
    workers: DaskCluster, sources: Path, folder: Path, tmp_path: Path, other: Callable[[Path], None]
) -> None:
    package, code = Path(imrgraph.__file__).parent, tmp_path / "other"
    shutil.copytree(package, code / "imrgraph", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("ontology", "queries", "examples"):
        (code / name).symlink_to(package.parent / name)
    other(code)
    worker = workers.add_worker(code=code)
    workers.wait(3)
    try:
        with pytest.raises(StoreError, match=r"another version of .*; install the same on all"):
            build(sources, folder, extract=quick, cluster=workers.address)
    finally:
        workers.lose(worker)
    assert not folder.exists()


def test_a_worker_that_joins_with_other_code_refuses() -> None:
    told = Assignment(build="x", code="other", order=None, depot=None)  # type: ignore[arg-type]
    answer: Answer = read_chunk(Sealed.of(told), Sealed.of(None))
    assert "has another version of imrgraph" in answer.trouble


def test_a_letter_that_takes_its_worker_with_it_costs_itself_alone(folder: Path, tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for n in range(12):
        (sources / f"{n:02d}.txt").write_text(f"CM14-{n:07d} text")
    (sources / "05x.txt").write_text("kills")
    events: list[Event] = []
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        summary = build(sources, folder, extract=deadly, cluster="local", jobs=1, report=events.append)
    [failed] = [event for event in events if isinstance(event, LetterFailed)]
    assert failed.source_name == "05x.txt"
    assert "its worker was lost" in failed.reason
    (sources / "05x.txt").unlink()
    build(sources, tmp_path / "here", extract=quick, jobs=0)
    assert summary.read.letters == 12
    assert state(folder) == state(tmp_path / "here")


def test_an_interrupted_build_with_workers_of_its_own_is_one_line(
    letters: tuple[Path, ...], folder: Path, tmp_path: Path
) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for n in range(400):
        (sources / f"{n:03d}.txt").write_text(f"{letters[n % 3].read_text('utf-8')}\n{n}")
    command = ["build", str(sources), "--store", str(folder), "--cluster", "local", "--jobs", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "imrgraph.cli", *command],
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_shards(folder)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all processes are told
    _, said = process.communicate(timeout=_PATIENCE)
    lines = [line for line in said.splitlines() if not line.startswith(("reading", "duplicate", "partial"))]
    assert lines == ["imrgraph: interrupted; the same command, run again, goes on from what was finished"]


def test_a_scheduler_that_is_none_is_one_line(
    sources: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_CONNECT", 0.5)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(StoreError, match=f"{nobody}: no dask scheduler answers there .*: dask scheduler"):
        build(sources, folder, cluster=nobody)
    with pytest.raises(StoreError, match="example: no address of a scheduler, such as tcp://host:8786"):
        build(sources, folder, cluster="example")
    with pytest.raises(StoreError, match=r"tls://127.0.0.1:9: .*needs certificates"):
        build(sources, folder, cluster="tls://127.0.0.1:9")
    assert not folder.exists()


def test_a_scheduler_that_is_lost_is_one_line(
    sources: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(room, "_CONNECT", 2)
    with dask_cluster(tmp_path / "workers", {}, 1) as lost:

        def lose() -> None:
            wait_for_shards(folder)
            lost.close()

        loss = threading.Thread(target=lose)
        loss.start()
        with pytest.raises(StoreError, match="the scheduler is gone; run the same build again to go on"):
            build(sources, folder, extract=unhurried, cluster=lost.address)
        loss.join()
    assert capfd.readouterr().err == ""


def test_a_cluster_that_stays_without_workers_is_given_up(
    sources: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_PATIENCE", 0.1)
    monkeypatch.setattr(room, "_LOOK", 0.1)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(StoreError, match="has no workers; start some with: dask worker tcp:"),
    ):
        build(sources, folder, extract=quick, cluster=empty.scheduler_address)


def test_what_only_this_process_can_read_with_is_refused(
    workers: DaskCluster, sources: Path, folder: Path
) -> None:
    with pytest.raises(StoreError, match="workers cannot be told to read with"):
        build(sources, folder, extract=lambda letter: quick(letter), cluster=workers.address)


def test_without_dask_the_extra_is_named(
    sources: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'imrgraph\[cluster\]'"):
        build(sources, folder, cluster="local")


def test_shards_need_a_cluster(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(sources), "--shards", "shared"]) == 2
    assert "--cluster" in capsys.readouterr().err
