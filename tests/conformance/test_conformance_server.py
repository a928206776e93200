"""The conformance instance over the wire: TLS, keep-alive, limits."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from umiem.conformance.certificate import loopback_context
from umiem.conformance.instance import Instance
from umiem.conformance.server import BODY_LIMIT, Server


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    now = datetime.now(UTC)
    instance = Instance.start("https://localhost", lambda: datetime.now(UTC))
    with Server(instance, 0, loopback_context(now)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def connection(port: int) -> Iterator[http.client.HTTPSConnection]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=10)
    yield connection
    connection.close()


def test_one_connection_serves_many_requests(connection: http.client.HTTPSConnection) -> None:
    for _ in range(3):
        connection.request("GET", "/issuers")
        response = connection.getresponse()
        assert response.status == 200
        assert json.loads(response.read())["bbs-2023"].startswith("did:key:zUC7")
    connection.request("POST", "/status-lists/revocation/publish", b"{}")
    response = connection.getresponse()
    assert (response.status, response.read()) == (204, b"")
    connection.request("POST", "/credentials/verify", b"{}")
    response = connection.getresponse()
    assert response.status == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.read())["problemDetails"]


@pytest.mark.parametrize("length", [str(BODY_LIMIT + 1), "many", "-1"])
def test_a_body_that_is_too_long_is_not_read(connection: http.client.HTTPSConnection, length: str) -> None:
    connection.putrequest("POST", "/credentials/verify")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 400
    assert json.loads(response.read())["title"] == "request-too-large"


def test_plain_http_to_the_tls_port_hurts_nobody(port: int, connection: http.client.HTTPSConnection) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    plain.request("GET", "/issuers")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        plain.getresponse()
    connection.request("GET", "/issuers")
    assert connection.getresponse().status == 200
