"""The tools of the drills bear their own faults, and leave nothing behind when they are ended early."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.worlds import SLUG, make_world
from umiem.cli.drills.counting import work_to_the_end
from umiem.cli.drills.installation import learners, wait_until_it_answers
from umiem.cli.drills.line import Line
from umiem.errors import ConfigurationError, UnavailableError
from umiem.services.award.batches import BatchOptions, create_batch
from umiem.services.award.batches.working import Worker
from umiem.storage.models import Batch


def answered(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"ping")
        return client.recv(4)


def echo(listener: socket.socket) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.sendall(client.recv(4))


def test_a_line_outlives_the_time_in_which_its_server_is_away():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Line(port) as line:
        with contextlib.suppress(ConnectionError):  # turned away before the question was sent
            assert answered(line.port) == b""
        with socket.create_server(("127.0.0.1", port)) as listener:
            threading.Thread(target=echo, args=(listener,), daemon=True).start()
            assert answered(line.port) == b"ping"


def test_a_server_that_does_not_come_back_is_waited_for_only_so_long():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    begun = time.monotonic()
    with pytest.raises(ConfigurationError) as problem:
        wait_until_it_answers(f"postgres://postgres@127.0.0.1:{port}/postgres", within=0.3)
    assert problem.value.code == "postgres-for-drill-missing"
    assert 0.3 <= time.monotonic() - begun < 5


ENDED_EARLY = """
import signal
from umiem.cli.drills.installation import drill_installation
from umiem.cli.drills.processes import fork
with drill_installation("sqlite") as home:
    print(home, fork(signal.pause), flush=True)
    signal.pause()
"""


def test_a_drill_that_is_ended_early_leaves_no_folder_and_no_process():
    with subprocess.Popen(
        [sys.executable, "-c", ENDED_EARLY], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        home, child = run.stdout.readline().split()
        assert Path(home).is_dir()
        assert Path(home).parent == Path(tempfile.gettempdir())
        os.kill(run.pid, signal.SIGTERM)
        assert run.wait(timeout=30) == 128 + signal.SIGTERM
    assert not Path(home).exists()
    assert ended(int(child))


def ended(process: int) -> bool:
    return soon(lambda: not Path(f"/proc/{process}").exists())


def soon(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not happened() and time.monotonic() < end:
        time.sleep(0.02)
    return happened()


@pytest.mark.django_db
def test_a_drill_whose_work_stands_still_ends_and_says_what_the_batch_says(monkeypatch):
    world = make_world("alfa")
    create_batch(
        world.issuer, "alfa", SLUG, learners("still", 0, 1), options=BatchOptions(run="still", notify=False)
    )
    Batch.objects.update(trouble="context-file-altered")
    monkeypatch.setattr(Worker, "run_while_there_is_work", lambda worker: 0)
    with pytest.raises(UnavailableError) as problem:
        work_to_the_end(patience=0.1)
    assert problem.value.code == "drill-stands-still"
    assert problem.value.params == {"trouble": "context-file-altered"}
