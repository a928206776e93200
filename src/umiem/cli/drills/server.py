"""F6, F7, F8 and F10: a PostgreSQL server that stands still, dies, restarts, or is cut off after a COMMIT.

The server is the drill's own: made in a temporary folder, on a free port, stopped afterwards.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from umiem.cli.drills.counting import DrillResult, counted, work_to_the_end
from umiem.cli.drills.hands import everything_is_done, fork_worker, free_all_leases, new_batch
from umiem.cli.drills.installation import (
    SERVER_SETTING,
    close_connections,
    drill_installation,
    prepare_drill,
    wait_until_it_answers,
)
from umiem.cli.drills.line import Line
from umiem.cli.drills.processes import tidy_when_ended, wait_for
from umiem.errors import ConfigurationError

_BEFORE, _PAUSED = 0.4, 1.5  # seconds


@dataclass(frozen=True)
class OwnServer:
    """A running server, and how to reach its program."""

    programs: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / f"data-{self.port}"

    def control(self, *arguments: str) -> None:
        """Run ``pg_ctl``; raises ``CalledProcessError`` when it refuses."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        command = [str(self.programs / "pg_ctl"), "-D", str(self.data), "-w", "-o", options]
        command += ["-l", str(self.folder / f"log-{self.port}"), *arguments]
        _as_postgres(command)

    def run(self, program: str, *arguments: str) -> None:
        """Run another program of PostgreSQL; raises ``CalledProcessError`` when it fails."""
        _as_postgres([str(self.programs / program), *arguments])

    def stop(self) -> None:
        """Stop the server if it runs."""
        stop = [str(self.programs / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "stop"]
        subprocess.run(_command(stop), check=False, capture_output=True)  # noqa: S603

    def backends(self) -> list[int]:
        """Return the processes that serve the database of the drill."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname LIKE 'umiem_drill_%'")
            return [row[0] for row in rows]


def server_fault(fault: str, *, rows: int, times: int) -> DrillResult:
    """Work off a batch while a fault comes ``times`` times."""
    begun = time.monotonic()
    with own_server() as server, Line(server.port) as line:
        os.environ[SERVER_SETTING] = server.url.replace(f":{server.port}/", f":{line.port}/")
        with drill_installation("postgres"):
            prepare_drill()
            for number in range(times):
                if number == 0 or everything_is_done():
                    new_batch(number, rows)
                child = fork_worker(f"{fault}-{number}")
                time.sleep(_BEFORE)
                _break(fault, server, line)
                wait_for(child)
                line.cut_no_more()
                wait_until_it_answers(os.environ[SERVER_SETTING])
                close_connections()
                free_all_leases()
            work_to_the_end()
            result = counted(f"postgres-{fault}", "postgres", faults=times, begun=begun)
            close_connections()
    return result


def _break(fault: str, server: OwnServer, line: Line) -> None:
    if fault == "cut":
        line.cut_after_commit()
    elif fault == "restart":
        server.control("restart", "-m", "immediate")
    elif fault == "backend":
        for process in server.backends()[:1]:
            _send(process, signal.SIGKILL)
    else:
        paused = server.backends()
        try:
            for process in paused:
                _send(process, signal.SIGSTOP)
            time.sleep(_PAUSED)
        finally:
            for process in paused:
                _send(process, signal.SIGCONT)


def _send(process: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # its client may have gone meanwhile, and it with it
        os.kill(process, number)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Make a server of the newest version that is installed; raises ``ConfigurationError`` without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise ConfigurationError("postgres-for-drill-missing", setting="PostgreSQL")
    with tidy_when_ended():
        folder = Path(tempfile.mkdtemp(prefix="umiem-server-"))
        server = OwnServer(found[-1], folder, free_port())
        try:
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres")
            as_usual = ("-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale", "C.UTF-8")
            server.run("initdb", "-D", str(server.data), *as_usual)
            server.control("start")
            yield server
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _as_postgres(command: list[str]) -> None:
    subprocess.run(  # noqa: S603
        _command(command), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
    )


def _command(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    if os.geteuid() != 0:
        return command
    pwd.getpwnam("postgres")
    return ["runuser", "-u", "postgres", "--", *command]
