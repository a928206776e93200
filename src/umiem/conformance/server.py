"""HTTP for a conformance instance: standard library threads, loopback only, optional TLS."""

from __future__ import annotations

import json
import logging
import ssl
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from umiem.conformance.instance import Instance
from umiem.conformance.problems import MEDIA_TYPE, problem_of, report_body
from umiem.conformance.resolution import resolve
from umiem.engine import Verdict, VerificationReport, parse_json_object
from umiem.errors import MalformedInputError, NotFoundError, UmiemError

BODY_LIMIT = 1024 * 1024
_JSON = "application/json"
_IDENTIFIERS = "/1.0/identifiers/"


@dataclass(frozen=True, kw_only=True)
class Response:
    """An HTTP status with a JSON body, or none."""

    status: int
    body: dict[str, Any] | bytes = b""
    media_type: str = _JSON

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def get(instance: Instance, target: str, accept: str) -> Response:
    """Answer a GET request for ``target`` (path and query as sent)."""
    parts = urlsplit(target)
    if parts.path == "/issuers":
        return Response(status=200, body=instance.dids())
    if parts.path.startswith("/status-lists/"):
        data = instance.status_lists.signed(parts.path.removeprefix("/status-lists/"))
        return Response(status=200, body=data)
    if parts.path.startswith(_IDENTIFIERS):
        did = unquote(parts.path.removeprefix(_IDENTIFIERS))
        answer = resolve(did, accept=accept, parameters=dict(parse_qsl(parts.query)))
        return Response(status=answer.status, body=answer.body, media_type=answer.media_type)
    raise NotFoundError("path-unknown", path=parts.path[:200])


def post(instance: Instance, path: str, data: bytes) -> Response:
    """Answer a POST request with the JSON object ``data``."""
    if path.startswith("/status-lists/") and path.endswith("/publish"):
        return Response(status=204)
    body = parse_json_object(data)
    if path == "/credentials/verify":
        return _verified(instance.verify_credential(body))
    if path == "/presentations/verify":
        return _verified(instance.verify_presentation(body))
    if path == "/credentials/derive":
        return Response(status=201, body=instance.derive(body))
    if path == "/credentials/status":
        return Response(status=200, body=instance.set_status(body))
    if path.endswith("/credentials/issue"):
        name = unquote(path.removesuffix("/credentials/issue").strip("/"))
        return Response(status=201, body=instance.issue(name, body))
    raise NotFoundError("path-unknown", path=path[:200])


def answer(instance: Instance, method: str, target: str, *, accept: str, data: bytes) -> Response:
    """Answer any request; a refusal becomes problem details."""
    try:
        if method == "GET":
            return get(instance, target, accept)
        return post(instance, urlsplit(target).path, data)
    except UmiemError as error:
        problem = problem_of(error)
        return _refused(problem)
    except Exception:
        logging.getLogger(__name__).exception("request failed: %s %s", method, target)
        return _refused({"status": 500, "type": "about:blank", "title": "internal-error"})


def _refused(problem: dict[str, Any]) -> Response:
    body = {"verified": False, "problemDetails": [problem], **problem}
    return Response(status=problem["status"], body=body, media_type=MEDIA_TYPE)


def _verified(report: VerificationReport) -> Response:
    """Only a valid report is 200; "could not tell" is 422, never a success."""
    status = {Verdict.VALID: 200, Verdict.INVALID: 400, Verdict.INDETERMINATE: 422}[report.verdict]
    return Response(status=status, body=report_body(report, verified=status == 200))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: Server

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BODY_LIMIT:
            self.close_connection = True
            error = MalformedInputError("request-too-large", limit=BODY_LIMIT)
            self._send(Response(status=400, body=problem_of(error), media_type=MEDIA_TYPE))
            return
        self._answer("POST", self.rfile.read(int(length)))

    def _answer(self, method: str, data: bytes) -> None:
        accept = self.headers.get("Accept", "*/*")
        self._send(answer(self.server.instance, method, self.path, accept=accept, data=data))

    def _send(self, response: Response) -> None:
        content = response.content()
        self.send_response(response.status)
        if response.status != 204:
            self.send_header("Content-Type", response.media_type)
            self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the suites say what went wrong."""


class Server(ThreadingHTTPServer):
    """Serves one instance on the loopback address; with a context, over TLS."""

    daemon_threads = True

    def __init__(self, instance: Instance, port: int, context: ssl.SSLContext | None = None) -> None:
        self.instance = instance
        self._context = context
        super().__init__(("127.0.0.1", port), _Handler)

    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self._context is not None:
            # The handshake happens at the first read, in the thread of the connection.
            connection = self._context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no event."""
