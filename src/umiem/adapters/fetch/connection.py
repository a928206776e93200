"""One request to one checked address: name looked up once, TLS for the name, limits of time and bytes."""

from __future__ import annotations

import concurrent.futures
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from umiem.adapters.fetch.address_line import Target
from umiem.adapters.fetch.addresses import may_be_reached
from umiem.errors import MalformedInputError, RefusedError, UnavailableError

CONNECT_SECONDS = 2.0
TOTAL_SECONDS = 5.0
_CHUNK = 16_384

Resolver = Callable[[str, int], Sequence[str]]


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, kw_only=True)
class Network:
    """How names are looked up and servers trusted. ``local_hosts`` are ``host:port`` for development only."""

    resolver: Resolver = system_resolver
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    local_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A body to send with a POST, and its media type."""

    body: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Response:
    """What a server answered; ``body`` is whole, and within the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def request(
    network: Network, target: Target, *, accept: str, limit: int, deadline: float, sent: Sent | None = None
) -> Response:
    """Ask one server once: a GET, or a POST of what is ``sent``.

    Raises ``RefusedError`` ``address-not-public`` when *any* address of the host leads inside,
    ``UnavailableError`` when the server does not answer in time, ``MalformedInputError``
    ``answer-too-large`` or ``answer-encoded``. Follows no redirect and sends no credentials.
    """
    addresses = _checked_addresses(network, target, deadline)
    stream = _connected(addresses, target, deadline)
    same_connection = stream.dup()  # TLS takes the first descriptor over; this one can still end it
    watchdog = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, args=(same_connection,))
    watchdog.daemon = True
    watchdog.start()
    try:
        return _exchanged(network, stream, target, accept=accept, limit=limit, sent=sent)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise UnavailableError("no-answer", url=target.url, problem=type(problem).__name__) from problem
    finally:
        watchdog.cancel()
        same_connection.close()
        stream.close()


def _checked_addresses(network: Network, target: Target, deadline: float) -> Sequence[str]:
    found = _looked_up(network.resolver, target, deadline)
    if not found:
        raise UnavailableError("host-unknown", host=target.host)
    if target.host_and_port in network.local_hosts:
        return found
    refused = [address for address in found if not may_be_reached(address)]
    if refused:
        raise RefusedError("address-not-public", host=target.host)
    return found


def _looked_up(resolver: Resolver, target: Target, deadline: float) -> Sequence[str]:
    """Look the name up in a thread of its own, because the system's resolver knows no time limit."""
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=1)
    try:
        waiting = pool.submit(resolver, target.host, target.port)
        return waiting.result(timeout=max(0.05, min(CONNECT_SECONDS, deadline - time.monotonic())))
    except TimeoutError as problem:
        raise UnavailableError("host-lookup-slow", host=target.host) from problem
    except (OSError, UnicodeError) as problem:
        raise UnavailableError("host-unknown", host=target.host) from problem
    finally:
        pool.shutdown(wait=False)


def _connected(addresses: Sequence[str], target: Target, deadline: float) -> socket.socket:
    problem: OSError | None = None
    for address in addresses[:4]:
        left = min(CONNECT_SECONDS, deadline - time.monotonic())
        if left <= 0:
            break
        try:
            return socket.create_connection((address, target.port), timeout=left)
        except OSError as failed:
            problem = failed
    raise UnavailableError("no-connection", host=target.host) from problem


def _exchanged(
    network: Network,
    stream: socket.socket,
    target: Target,
    *,
    accept: str,
    limit: int,
    sent: Sent | None,
) -> Response:
    secured = stream
    if target.scheme == "https":
        secured = network.tls.wrap_socket(stream, server_hostname=target.host)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = secured
    try:
        headers = {"Host": target.authority, "Accept": accept, "Accept-Encoding": "identity"}
        headers |= {"User-Agent": "Umiem", "Connection": "close"}
        if sent is None:
            connection.request("GET", target.path, headers=headers)
        else:
            headers["Content-Type"] = sent.media_type
            connection.request("POST", target.path, body=sent.body, headers=headers)
        answer = connection.getresponse()
        known = {name.lower(): value for name, value in answer.getheaders()}
        if known.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise MalformedInputError(
                "answer-encoded", url=target.url, encoding=known["content-encoding"][:40]
            )
        body = b"" if 300 <= answer.status < 400 else _body(answer, target, limit)
        return Response(status=answer.status, headers=known, body=body)
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, target: Target, limit: int) -> bytes:
    received = bytearray()
    while chunk := answer.read(min(_CHUNK, limit + 1 - len(received))):
        received += chunk
        if len(received) > limit:
            raise MalformedInputError("answer-too-large", url=target.url, limit=limit)
    if answer.length:
        raise UnavailableError("answer-cut-short", url=target.url)
    return bytes(received)


def _cut(stream: socket.socket) -> None:
    """End a connection that took too long; called from the watchdog's thread."""
    try:
        stream.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it had ended by itself
