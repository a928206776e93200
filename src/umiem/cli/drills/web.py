"""F1 for the pages: the web process is killed in the middle of requests, and every request is sent again."""

from __future__ import annotations

import dataclasses
import http.client
import json
import random
import socket
import time
from typing import Any

from umiem.cli.drills.counting import DrillResult, counted
from umiem.cli.drills.installation import (
    ORGANISATION,
    SLUG,
    close_connections,
    drill_installation,
    prepare_drill,
)
from umiem.cli.drills.processes import fork, kill

_LATEST = 0.3  # seconds until the kill: as long as a request may take
_ANSWER, _TOO_LATE = 60.0, 0.2
"""Seconds to wait for an answer; of a process that is dead comes only what was on its way."""
_PATH = f"/api/v1/organisations/{ORGANISATION}/awards"


def kill_web(database: str, *, kills: int, seed: int) -> DrillResult:
    """Send one award after the other; kill the web process meanwhile; send all of them once more.

    An acknowledged award is lost when the second answer names another one, or none.
    """
    begun = time.monotonic()
    chance = random.Random(seed)  # noqa: S311 (it has to be repeatable)
    with drill_installation(database), socket.create_server(("127.0.0.1", 0)) as listening:
        prepare_drill()
        secret = _token()
        _load_pages()
        acknowledged: dict[int, str] = {}
        for number in range(kills):
            server = _start(listening)
            sent = _send(listening, secret, number)
            time.sleep(chance.uniform(0, _LATEST))
            kill(server)
            answer = _answer(sent, within=_TOO_LATE)
            if answer is not None:
                acknowledged[number] = answer
        again = _send_all_again(listening, secret, kills)
        result = _result(database, kills, begun, seed, acknowledged, again)
        close_connections()
    return result


def _result(
    database: str, kills: int, begun: float, seed: int, first: dict[int, str], again: dict[int, str]
) -> DrillResult:
    from umiem.services.access import SYSTEM
    from umiem.services.credential import issuing, status

    issuing.finish_interrupted(SYSTEM)
    status.publish_due()
    lost = sum(again.get(number) != award for number, award in first.items())
    lost += kills - len(again)
    counts = counted("web", database, faults=kills, begun=begun, seed=seed)
    doubled = counts.doubled + max(0, _awards() - kills)
    note = f"{len(first)} answered before the kill, {kills - len(first)} not"
    return dataclasses.replace(counts, acknowledged=len(again), lost=lost, doubled=doubled, notes=(note,))


def _awards() -> int:
    from umiem.storage.models import Award

    return Award.objects.count()


def _token() -> str:
    from umiem.services import tokens
    from umiem.services.access import SYSTEM

    return tokens.create_token(SYSTEM, ORGANISATION, label="drill", scopes=["awards:write"], days=1).secret


def _load_pages() -> None:
    """Load what a web process loads, so that copies of this one serve at once."""
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    get_wsgi_application()
    assert get_resolver().url_patterns


def _start(listening: socket.socket) -> int:
    close_connections()
    return fork(lambda: _serve(listening))


def _serve(listening: socket.socket) -> None:
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = WSGIServer(listening.getsockname(), Quiet, bind_and_activate=False)
    server.socket = listening
    server.server_name, server.server_port = "localhost", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(get_wsgi_application())
    server.serve_forever()


def _send(listening: socket.socket, secret: str, number: int) -> http.client.HTTPConnection:
    host, port = listening.getsockname()
    connection = http.client.HTTPConnection(host, port, timeout=_ANSWER)
    body = {
        "definition": SLUG,
        "given_name": "Świętosława",
        "family_name": "Żółć",
        "email": f"osoba{number}@student.example.org",
    }
    headers = {
        "Host": "localhost:8000",
        "Content-Type": "application/json",
        "Authorization": f"Bearer {secret}",
        "Idempotency-Key": f"drill-{number}",
    }
    connection.request("POST", _PATH, json.dumps(body).encode(), headers)
    return connection


def _answer(connection: http.client.HTTPConnection, *, within: float = _ANSWER) -> str | None:
    """Return which award was acknowledged, or None when no whole answer came."""
    try:
        if connection.sock is not None:
            connection.sock.settimeout(within)
        answer = connection.getresponse()
        made: dict[str, Any] = json.loads(answer.read())
    except (http.client.HTTPException, OSError, ValueError):
        return None
    finally:
        connection.close()
    return str(made["award"]["id"]) if answer.status in (200, 201) else None


def _send_all_again(listening: socket.socket, secret: str, count: int) -> dict[int, str]:
    server = _start(listening)
    try:
        answers = {number: _answer(_send(listening, secret, number)) for number in range(count)}
    finally:
        kill(server)
    return {number: award for number, award in answers.items() if award is not None}
