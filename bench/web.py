"""Speed of the pages: the real server on a folder of its own, asked over the loopback by a few connections.

Each row is requests a second, the 95th percentile of the time a request took, and requests for each second of
processor time that the server used. The loader shares the machine with the server, so the first two are lower
bounds; the third says what one core gives. The limit of each row is what the same server reaches with a page
that does nothing but answer: the ratio says what our own work costs.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from umiem.cli.drills.processes import parent_of, processes, processor_seconds

CONNECTIONS = 4
STARTS_WITHIN = 240
_BOUNDARY = "umiem-bench-boundary"
_FORM = f"multipart/form-data; boundary={_BOUNDARY}"
_SHARE = (
    "from umiem.cli.installed import open_installation; open_installation()\n"
    "from umiem.services.holder import sharing\n"
    "from umiem.services.access import actor_of\n"
    "from umiem.storage.models import Award, StatusList\n"
    "award = [a for a in Award.objects.filter(state='accepted').exclude(holder=None)\n"
    "         if a.credentials.filter(state='released', status='active').exists()][0]\n"
    "print(sharing.create_share(actor_of(award.holder), award.public_id).url)\n"
    "print(StatusList.objects.exclude(document=None).first().public_id)\n"
    "from umiem.storage.exact_bytes import signed_bytes\n"
    "print(signed_bytes(award.credentials.filter(status='active').last()).decode())\n"
)


@dataclass(frozen=True, kw_only=True)
class WebRow:
    """One page: requests a second, milliseconds for 95 of 100, requests for a second that the
    server computed, and the share of the emptiest page's rate.
    """

    name: str
    per_second: float
    p95_ms: float
    per_core: float
    limit: float | None
    ratio: float | None


@dataclass(frozen=True)
class _Place:
    port: int
    server: int
    share: str
    status_list: str
    credential: str


def rows(*, seconds: float) -> list[WebRow]:
    """Start a server, ask each page for its part of ``seconds``, and stop it."""
    with _server() as place:
        form = _form(place.credential)
        cases: list[tuple[str, str, str, bytes | None]] = [
            ("nothing (304)", "GET", f"/status/{place.status_list}", None),
            ("status list", "GET", f"/status/{place.status_list}", None),
            ("public credential", "GET", place.share, None),
            ("verify: the box", "GET", "/verify/", None),
            ("verify: pasted", "POST", "/verify/", form),
            ("verify: changed each time", "POST", "/verify/", form),
            ("catalogue", "GET", "/catalogue/", None),
        ]
        part = max(0.5, seconds / len(cases))
        measured = [
            (name, *_load(place, name, method, path, body, part)) for name, method, path, body in cases
        ]
    limit = measured[0][1]
    return [
        WebRow(
            name=name,
            per_second=rate,
            p95_ms=p95,
            per_core=per_core,
            limit=limit,
            ratio=round(rate / limit, 3),
        )
        for name, rate, p95, per_core in measured
    ]


def _load(
    place: _Place, name: str, method: str, path: str, body: bytes | None, seconds: float
) -> tuple[float, float, float]:
    times: list[float] = []
    refused: list[int] = []
    if method == "POST":
        _warm_up(place, path, body)
    found = _tag(place, path) if method == "GET" else ""  # warms the page up as well
    tag = found if name.startswith("nothing") else ""
    end = time.perf_counter() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
        count = 0
        while time.perf_counter() < end:
            count += 1
            headers = {"X-Forwarded-For": f"10.{number}.{count >> 8 & 255}.{count & 255}"}
            if tag:
                headers["If-None-Match"] = tag
            sent = body
            if body is not None:
                headers["Content-Type"] = _FORM
                sent = _changed(body, number, count) if "changed" in name else body
            started = time.perf_counter()
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status in (200, 304):
                times.append(time.perf_counter() - started)
            else:
                refused.append(answer.status)

    started, used = time.perf_counter(), _processor_seconds(place.server)
    _in_threads(ask)
    used = _processor_seconds(place.server) - used
    if refused or not times:
        raise RuntimeError(f"{name}: {method} {path} answered {sorted(set(refused))}")
    times.sort()
    rate = len(times) / (time.perf_counter() - started)
    return round(rate, 1), round(times[int(len(times) * 0.95)] * 1000, 2), round(len(times) / used, 1)


def _changed(form: bytes, number: int, count: int) -> bytes:
    """Return the same credential with other white space behind its first brace: never checked before."""
    spaces = "".join(" " if bit == "0" else "\t" for bit in f"{number:03b}{count:016b}")
    return form.replace(b"{", b"{" + spaces.encode(), 1)


def _form(credential: str) -> bytes:
    """Return the form of the page as a browser sends it (RFC 7578)."""
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    return f"{head}{credential}\r\n--{_BOUNDARY}--\r\n".encode()


def _warm_up(place: _Place, path: str, body: bytes | None) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    connection.request("POST", path, body, {"Content-Type": _FORM})
    connection.getresponse().read()


def _processor_seconds(server: int) -> float:
    """Return what the server and its worker processes have used of the processor (Linux)."""
    own = [number for number in processes() if server in (number, parent_of(number))]
    return sum(map(processor_seconds, own)) or 1 / os.sysconf("SC_CLK_TCK")


def _in_threads(work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=(number + 1,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _tag(place: _Place, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.headers.get("ETag", "")


@contextmanager
def _server() -> Iterator[_Place]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="umiem-bench-") as folder:
        settings = {
            **os.environ,
            "UMIEM_HOME": folder,
            "UMIEM_BASE_URL": f"http://127.0.0.1:{port}",
            "UMIEM_DEMO": "1",
            "UMIEM_BEHIND_PROXY": "1",  # each request comes from an address of its own: no limit is reached
        }
        command = [str(Path(sys.executable).with_name("umiem")), "up", "--port", str(port)]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, env=settings, stdout=log, stderr=log)
            try:
                _wait(port, server)
                told = subprocess.run(
                    [sys.executable, "-c", _SHARE], env=settings, capture_output=True, text=True, check=True
                ).stdout
                share, status_list, credential = told.split("\n", 2)
                yield _Place(port, server.pid, urllib.parse.urlsplit(share).path, status_list, credential)
            finally:
                server.terminate()
                server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")
