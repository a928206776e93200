"""The command line: preparing an installation, killing it, looking at its health, verifying its files."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AWARD = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "umiem.web.settings"
import django
django.setup()
from umiem.services import demo
from umiem.services.award.awarding import award_all
from umiem.services.award.requests import AwardRequest
from umiem.services.access import SYSTEM
from umiem.services.definition.definitions import awardable
from umiem.domain.learner_list import read_learner_list
from umiem.storage.models import Organisation
organisation = Organisation.objects.get(slug=demo.SLUG)
view = awardable(organisation, "podstawy-jezyka-python")
people = [row.learner for row in read_learner_list(open("examples/learners.csv", "rb").read()).rows]
requests = [
    AwardRequest(given_name=p.given_name, family_name=p.family_name, email=p.email, identifier=p.identifier)
    for p in people
]
print("go", flush=True)
for run in sys.argv[1:]:
    award_all(SYSTEM, organisation, view, requests, run=run, notify=True)
    print("acknowledged", run, flush=True)
"""
COUNT = """
import os, json, collections
os.environ["DJANGO_SETTINGS_MODULE"] = "umiem.web.settings"
import django
django.setup()
from umiem.services import health
from umiem.storage.models import *
released = Credential.objects.filter(state="released")
runs = collections.Counter(Award.objects.filter(run__startswith="kill").values_list("run", flat=True))
signed = SignerLogEntry.objects.filter(subject__startswith="credential:")
places = list(StatusEntry.objects.values_list("status_list", "index"))
print(json.dumps({
    "runs": runs,
    "released": released.count(),
    "intended": Credential.objects.filter(state="intended").count(),
    "signed": signed.values("subject").distinct().count(),
    "signatures": signed.count(),
    "undamaged": health.undamaged_credentials(),
    "places": [len(places), len(set(places))],
    "mails": OutboxMail.objects.filter(kind="award-made").count(),
    "database": health.database(),
}))
from umiem.services import audit
assert not [broken for chain in AuditHead.objects.all() for broken in audit.broken_links(chain.chain)]
"""

DEMO = """
import os, json
os.environ["DJANGO_SETTINGS_MODULE"] = "umiem.web.settings"
import django
django.setup()
from umiem.services import demo
from umiem.services.credential.current import current_credential
from umiem.storage.models import Award, Credential
learners = [person.email for person in demo.demo_people() if person.role == "learner"]
awards = Award.objects.filter(learner__email__in=learners)
states = {email: [] for email in learners}
for award in awards:
    states[award.learner.email].append((award.state, current_credential(award).status))
elsewhere = Credential.objects.exclude(award__learner__email__in=learners)
print(json.dumps([states, sorted(set(elsewhere.values_list("status", flat=True)))]))
"""
SIGNED = """
import os, json
os.environ["DJANGO_SETTINGS_MODULE"] = "umiem.web.settings"
import django
django.setup()
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import Credential
unlimited = Credential.objects.filter(valid_until=None, state="released")
print(json.dumps({row.status: signed_bytes(row).decode() for row in unlimited}))
"""


def umiem(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"UMIEM_HOME": str(home), "LANG": "C.UTF-8", "LANGUAGE": ""} | more
    for name in ("UMIEM_BASE_URL", "UMIEM_DEMO", "UMIEM_DATABASE_URL"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from umiem.cli.main import main; main()", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def python(home: Path, program: str, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"UMIEM_HOME": str(home)}
    for name in ("UMIEM_BASE_URL", "UMIEM_DEMO", "UMIEM_DATABASE_URL"):
        environment.pop(name, None)
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installed") / "var"
    done = umiem(home, "up", "--prepare-only", "--port", "8765")
    assert done.returncode == 0, done.stderr
    assert "http://localhost:8765" in done.stdout
    assert "dziekanat@politechnika.example.org" in done.stdout
    return home


def test_secrets_are_for_the_owner_only(installed):
    for path in (*(installed / "keys").iterdir(), installed / "umiem.sqlite3"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_who_signs_in_to_the_demo_finds_a_good_award_to_accept(installed):
    answer, _ = python(installed, DEMO).communicate(timeout=60)
    learners, elsewhere = json.loads(answer)
    assert len(learners) == 3
    waiting = [states for states in learners.values() if ["awarded", "active"] in states]
    assert len(waiting) >= 2
    assert all(["accepted", "active"] in states for states in learners.values())
    assert {status for states in learners.values() for _, status in states} == {"active"}
    assert elsewhere == ["active", "revoked", "suspended"]


def test_a_second_start_keeps_everything(installed):
    before = (installed / "public").rglob("*")
    kept = {path: path.read_bytes() for path in before if path.is_file()}
    secret = (installed / "keys" / "session-secret").read_bytes()
    began = time.monotonic()
    assert umiem(installed, "up", "--prepare-only", "--port", "8765").returncode == 0
    assert time.monotonic() - began < 30
    assert {path: path.read_bytes() for path in kept} == kept
    assert (installed / "keys" / "session-secret").read_bytes() == secret


def test_a_taken_port_is_told_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = umiem(tmp_path / "var", "up", "--port", str(port))
    assert refused.returncode == 1
    assert f"The port {port} is taken" in refused.stderr
    assert not (tmp_path / "var").exists()


def test_doctor_is_content_and_finds_damage(installed):
    healthy = umiem(installed, "doctor", "--json")
    assert healthy.returncode == 0, healthy.stdout
    outcomes = {finding["name"]: finding["outcome"] for finding in json.loads(healthy.stdout)}
    assert {name for name, outcome in outcomes.items() if outcome == "note"} <= {"Mail", "Settings"}
    assert "trouble" not in outcomes.values()
    key = installed / "keys" / "key-encryption-key"
    kept = key.read_bytes()
    key.write_bytes(bytes(32))
    try:
        ill = umiem(installed, "doctor")
    finally:
        key.write_bytes(kept)
    assert ill.returncode == 4
    assert "cannot be opened" in ill.stdout


def test_credentials_of_the_installation_verify_without_network(installed, tmp_path):
    answer, _ = python(installed, SIGNED).communicate(timeout=60)
    codes = {}
    for status, text in json.loads(answer).items():
        path = tmp_path / f"{status}.json"
        path.write_text(text, "utf-8")
        codes[status] = umiem(installed, "verify", "--offline", str(path)).returncode
    assert codes == {"active": 0, "revoked": 1, "suspended": 1}
    elsewhere = umiem(tmp_path / "none", "verify", "--offline", str(tmp_path / "active.json"))
    assert elsewhere.returncode == 3
    later = umiem(
        installed, "verify", "--json", "--at", "2001-01-01T00:00:00Z", str(tmp_path / "active.json")
    )
    assert (later.returncode, json.loads(later.stdout)["verdict"]) == (1, "invalid")
    worst = umiem(installed, "verify", str(tmp_path / "active.json"), str(tmp_path / "revoked.json"))
    assert worst.returncode == 1
    assert umiem(installed, "verify", str(tmp_path / "none.json")).returncode == 2
    assert umiem(installed, "verify").returncode == 2


def test_keys_are_made_shown_and_never_overwritten(tmp_path):
    path = tmp_path / "key.pem"
    made = umiem(tmp_path, "keys", "new", str(path))
    shown = umiem(tmp_path, "keys", "show", str(path))
    assert made.returncode == shown.returncode == 0
    assert "did:key:z6Mk" in shown.stdout
    assert shown.stdout in made.stdout
    assert path.stat().st_mode & 0o077 == 0
    assert umiem(tmp_path, "keys", "new", str(path)).returncode == 1
    assert umiem(tmp_path, "keys", "show", str(tmp_path / "none.pem")).returncode == 4


def test_killing_it_at_any_moment_loses_and_doubles_nothing(installed):
    runs = [f"kill{number}" for number in range(3)]
    seeded = random.Random(7)
    acknowledged: set[str] = set()
    for _ in range(3):
        worker = python(installed, AWARD, *runs)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(seeded.uniform(0.05, 1.2))
        worker.send_signal(signal.SIGKILL)
        acknowledged |= {line.split()[1] for line in worker.communicate()[0].splitlines() if " " in line}
        found = counted(installed)
        assert all(found["runs"][run] == 30 for run in acknowledged)
    finished = python(installed, AWARD, *runs)
    assert finished.wait(timeout=120) == 0
    found = counted(installed)
    assert found["runs"] == dict.fromkeys(runs, 30)
    assert found["intended"] == 0
    assert found["released"] == found["signed"] == found["signatures"] == found["undamaged"]
    assert found["places"][0] == found["places"][1] == 2 * found["released"]
    assert found["mails"] == found["released"]


def counted(home: Path) -> dict[str, object]:
    output, _ = python(home, COUNT).communicate(timeout=60)
    found: dict[str, object] = json.loads(output)
    return found


def test_a_list_is_awarded_and_revoked_from_the_command_line(installed, tmp_path):
    import sqlite3
    import uuid

    people = tmp_path / "people.csv"
    people.write_text("Imię;Nazwisko;E-mail\nOla;Żak;ola.zak@gmial.com\nA;B;nobody\n", encoding="cp1250")
    where = ("--organisation", "politechnika-przykladowa")
    which = ("--definition", "podstawy-jezyka-python", "--run", "cli")
    dry = umiem(installed, "award", str(people), *where, *which, "--dry-run")
    assert (dry.returncode, dry.stdout) == (
        1,
        "Would be awarded: 1. Awarded already: 0. To be settled: 1.\n",
    )
    assert "Row 3, " in dry.stderr
    assert "1 row deserves a look" in dry.stderr
    assert "Awarded: 1." in umiem(installed, "award", str(people), *where, *which).stdout
    again = umiem(installed, "award", str(people), *where, *which)
    assert "Awarded already: 1." in again.stdout
    other = umiem(
        installed, "award", str(people), *where, "--definition", which[1], "--run", "cli-2", "--watch"
    )
    assert ": 1 row in " in other.stdout
    with sqlite3.connect(installed / "umiem.sqlite3") as found:
        row = found.execute("SELECT public_id FROM storage_award WHERE run = 'cli'").fetchone()
    award = str(uuid.UUID(row[0]))
    batches = json.loads(umiem(installed, "batch", "list", *where, "--json").stdout)
    batch = next(row["id"] for row in batches if row["run"] == "cli" and row["awarded"] == 1)
    for change in ("suspend", "lift"):
        done = umiem(installed, "batch", change, batch, *where, "--no-notify")
        assert done.stdout == "Done, and published: 1 credential was changed.\n"
    assert umiem(installed, "revoke", award, *where, "--suspend", "--reason", "other").returncode == 0
    assert umiem(installed, "revoke", award, *where, "--lift").returncode == 0
    assert umiem(installed, "revoke", award, *where, "--reason", "error").returncode == 0
    again = umiem(installed, "revoke", award, *where)
    assert (again.returncode, "status-change-refused" in again.stderr) == (1, True)
    assert umiem(tmp_path, "revoke", award, *where).returncode == 4


def test_an_installation_without_the_demo_gets_its_first_organisation(tmp_path):
    home = tmp_path / "var"
    assert umiem(home, "up", "--prepare-only", "--no-demo").returncode == 0
    details = ("--name-pl", "Uczelnia", "--admin", "ja@uczelnia.example")
    made = umiem(home, "organisation", "new", "uczelnia", *details)
    assert (made.returncode, "did:web:localhost%3A8000:o:uczelnia" in made.stdout) == (0, True)
    assert (home / "public" / "o" / "uczelnia" / "did.json").exists()
    again = umiem(home, "organisation", "new", "uczelnia", *details)
    assert (again.returncode, "organisation-slug-taken" in again.stderr) == (1, True)
    for wrong in (("Ż ó", *details), ("dwa", "--name-pl", "X", "--admin", "nobody")):
        assert umiem(home, "organisation", "new", *wrong).returncode == 1
