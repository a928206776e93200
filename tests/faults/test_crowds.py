"""The running server and those who hold it up: silent connections, bodies that do not come or that swell."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

SILENT = 150
"""More than 64 connections, beyond which the server once took no further one."""
UNFINISHED = 12
"""More requests than are worked on at the same time."""
PATIENCE = 5.0
MORE_AT_PEAK = 450  # MiB for six uploads at once
MORE_AFTERWARDS = 150
HEAD = (
    b"POST /verify/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
)


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def status(self, method: str, path: str, body: bytes = b"", kind: str = "text/plain") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Content-Type": kind} if body else {})
        found = connection.getresponse()
        found.read()
        connection.close()
        return found.status

    def mebibytes(self, what: str) -> float:
        """Return VmRSS or VmHWM of the process that answers: the child that Python spawned for it."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        web = next(pid for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text())
        found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{web}/status").read_text())
        assert found is not None
        return int(found[1]) / 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    settings = {"UMIEM_HOME": str(home), "UMIEM_BASE_URL": f"http://localhost:{port}"}
    command = [str(Path(sys.executable).with_name("umiem")), "up", "--no-demo", "--port", str(port)]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
        try:
            wait_for(port, process, home / "log")
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text(errors="replace"))


def test_silent_connections_keep_nobody_out(server: Server) -> None:
    with ExitStack() as open_ones:
        for _ in range(SILENT):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        started = time.monotonic()
        assert server.status("GET", "/health") == 200
        assert time.monotonic() - started < PATIENCE


def test_bodies_that_do_not_come_keep_nobody_out(server: Server) -> None:
    with ExitStack() as open_ones:
        for _ in range(UNFINISHED):
            sender = open_ones.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            sender.sendall(HEAD)
        started = time.monotonic()
        assert server.status("GET", "/health") == 200
        assert server.status("POST", "/verify/", b"text=x", "application/x-www-form-urlencoded") == 200
        assert time.monotonic() - started < PATIENCE


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_body_swells_in_memory(server: Server) -> None:
    before = server.mebibytes("VmRSS")
    json_kind, form_kind = "application/json", "application/x-www-form-urlencoded"
    begin = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    text = begin + b"1 0 obj \n" * 1_000_000 + b"\r\n--x--"
    bodies = [
        ("/verify/", b"text=" + b"%28" * 3_900_000, form_kind, {413}),
        ("/api/v1/verification", b'{"text":[' + b"{}," * 3_600_000 + b"1]}", json_kind, {413, 429}),
        ("/verify/", text, "multipart/form-data; boundary=x", {422, 429}),
    ]
    with ThreadPoolExecutor(6) as threads:
        sent = [
            (threads.submit(server.status, "POST", path, body, kind), expected)
            for path, body, kind, expected in bodies * 6
        ]
        assert [one.result() for one, expected in sent if one.result() not in expected] == []
    assert server.mebibytes("VmHWM") - before < MORE_AT_PEAK
    for _ in range(60):  # each thread lets go of its last request with the next one
        assert server.status("GET", "/health") == 200
    assert server.mebibytes("VmRSS") - before < MORE_AFTERWARDS
