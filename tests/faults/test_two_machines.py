"""Two data folders, one PostgreSQL database: what one machine decides, the other one tells the world."""

from __future__ import annotations

import base64
import gzip
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psycopg
import pytest

from tests.postgresql import URL, need_postgresql

ROOT = Path(__file__).parents[2]
PROMISED = 15.0
"""Seconds from the decision until everybody is told."""
WORLD = """
from tests.worlds import make_world
world = make_world()
for number in range(3):
    award = world.award(f"osoba{number}@example.org").award
    entry = award.credentials.get().status_entries.select_related("status_list").get(purpose="revocation")
    print(award.public_id, entry.status_list.public_id, entry.index)
"""
REVOKE = """
import sys
from umiem.services.access import SYSTEM
from umiem.services.credential import credentials
credentials.revoke(SYSTEM, "alfa", sys.argv[1], reason="error")
"""
DOWN_AND_UP = """
from django.core.management import call_command
call_command("migrate", "storage", "0020", verbosity=0)
call_command("migrate", verbosity=0)
"""

pytestmark = [pytest.mark.postgres, pytest.mark.long, pytest.mark.xdist_group("drills")]


@dataclass(frozen=True)
class Machine:
    """A data folder, the database it uses, and a port."""

    home: Path
    database: str
    port: int
    public_port: int

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = os.environ | {
            "UMIEM_HOME": str(self.home),
            "UMIEM_BASE_URL": f"http://localhost:{self.public_port}",
            "UMIEM_DATABASE_URL": self.database,
            "UMIEM_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "umiem.web.settings",
            "LANGUAGE": "en",
        }
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def umiem(self, *arguments: str) -> subprocess.Popen[str]:
        return self.start("-c", "from umiem.cli.main import main; main()", *arguments)

    def done(self, *arguments: str) -> str:
        process = self.umiem(*arguments)
        said = process.communicate(timeout=300)[0]
        assert process.returncode == 0, said
        return said

    def python(self, code: str, *arguments: str) -> str:
        begin = "import sys; sys.path.insert(0, '.')\nimport django\ndjango.setup()\n"
        process = self.start("-c", begin + code, *arguments)
        said = process.communicate(timeout=300)[0]
        assert process.returncode == 0, said
        return said

    def get(self, path: str) -> bytes:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Host": f"localhost:{self.public_port}"}
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.read()

    def wait(self, process: subprocess.Popen[str]) -> None:
        end = time.monotonic() + 90
        while True:
            try:
                self.get("/health")
            except (URLError, OSError):
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < end
                time.sleep(0.3)
            else:
                return

    def is_revoked(self, status_list: str, index: int) -> bool:
        encoded = json.loads(self.get(f"/status/{status_list}"))["credentialSubject"]["encodedList"][1:]
        bits = gzip.decompress(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
        return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    need_postgresql()
    name, port = f"umiem_two_{secrets.token_hex(4)}", free_port()
    database = URL.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    first = Machine(tmp_path / "first", database, port, port)
    second = Machine(tmp_path / "second", database, free_port(), port)
    try:
        first.done("up", "--prepare-only", "--no-demo")
        second.home.mkdir()
        shutil.copytree(first.home / "keys", second.home / "keys")
        yield first, second
    finally:
        with psycopg.connect(URL, autocommit=True) as connection:
            for each in (name, f"{name}_again"):
                connection.execute(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)")


def test_a_revocation_on_one_machine_is_told_by_the_other_in_time(machines):
    worker, web = machines
    awards = [line.split() for line in worker.python(WORLD).splitlines()]
    hands, server = worker.umiem("worker", "--name", "first"), None
    try:
        server = web.umiem("up", "--no-demo", "--port", str(web.port))
        web.wait(server)
        award, status_list, place = awards[0]
        assert not web.is_revoked(status_list, int(place))
        worker.python(REVOKE, award)
        decided = time.monotonic()
        while not web.is_revoked(status_list, int(place)):
            assert time.monotonic() - decided < PROMISED
            time.sleep(0.2)
        assert not web.is_revoked(status_list, int(awards[1][2]))
    finally:
        for process in (hands, server):
            if process is not None:
                process.terminate()
                process.communicate(timeout=30)


def test_what_was_revoked_after_the_backup_stays_revoked(machines):
    first, _second = machines
    awards = [line.split() for line in first.python(WORLD).splitlines()]
    first.python(REVOKE, awards[0][0])
    dump = first.home / "backup.dump"
    subprocess.run(["pg_dump", "-Fc", "-f", str(dump), first.database], check=True, timeout=120)
    first.python(REVOKE, awards[1][0])
    restored = f"{first.database}_again"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {restored.rpartition('/')[2]}")
    subprocess.run(["pg_restore", "-d", restored, str(dump)], check=True, timeout=120)
    again = Machine(first.home, restored, first.port, first.public_port)
    assert "Revocations taken over from the published lists: 1." in again.done("restored")
    states = "from umiem.storage.models import Credential\n"
    states += "print(*Credential.objects.order_by('pk').values_list('status', flat=True))"
    assert again.python(states).split() == ["revoked", "revoked", "active"]
    assert "Violations: 0." in again.done("check-invariants")


def test_an_installation_with_awards_goes_back_to_older_tables_and_forward_again(machines):
    first, _second = machines
    awards = [line.split() for line in first.python(WORLD).splitlines()]
    first.python(REVOKE, awards[0][0])
    first.python(DOWN_AND_UP)
    assert "Violations: 0." in first.done("check-invariants")


def test_a_machine_with_a_copy_of_the_keys_may_be_a_worker_only(machines: tuple[Machine, Machine]) -> None:
    _, second = machines
    second.done("worker", "--name", "second", "--until-idle")
    assert (second.home / "public").is_dir()
    second.done("doctor")
