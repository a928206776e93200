"""The guarded fetcher against a listener on this machine that answers badly in every way."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from umiem.adapters.fetch import connection, door
from umiem.adapters.fetch.connection import Network
from umiem.adapters.fetch.door import DID_DOCUMENT, MOST_FETCHES, STATUS_LIST, Budget, Fetcher
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError, UnavailableError

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Listener:
    """Answers each path with raw bytes, or with a function that has the socket."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Callable[[socket.socket], None]] = {}
        self.requests: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                stream, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(stream,), daemon=True).start()

    def _answer(self, stream: socket.socket) -> None:
        with stream:
            try:
                head = stream.recv(65_536).decode("latin-1")
                self.requests.append(head)
                answer = self.answers.get(head.split(" ")[1], b"HTTP/1.1 404 Not Found\r\n\r\n")
                if callable(answer):
                    answer(stream)
                else:
                    stream.sendall(answer)
            except OSError:
                return


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def fetcher(listener: Listener) -> Fetcher:
    return Fetcher(Network(local_hosts=frozenset({f"localhost:{listener.port}"})))


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(UmiemError) as caught:
        call()
    return caught.value.code


def answering(*addresses: str) -> Fetcher:
    return Fetcher(Network(resolver=lambda host, port: addresses))


def test_a_good_answer_comes_whole(listener, fetcher):
    listener.answers["/did.json"] = OK
    fetched = fetcher.get(listener.url("/did.json"), DID_DOCUMENT, Budget())
    assert (fetched.data, fetched.media_type) == (b"{}", "application/json")
    head = listener.requests[0].lower()
    assert "accept-encoding: identity" in head
    assert "cookie" not in head
    assert "authorization" not in head


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("169.254.169.254",),
        ("10.1.2.3",),
        ("::1",),
        ("64:ff9b::a9fe:a9fe",),
        ("8.8.8.8", "127.0.0.1"),
        ("2606:4700:4700::1111", "fe80::1"),
    ],
)
def test_one_inside_address_among_the_answers_is_enough_to_refuse(addresses):
    def call():
        answering(*addresses).get("https://example.org/", DID_DOCUMENT, Budget())

    assert code_of(call) == "address-not-public"


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::1]/", "https://localhost/"])
def test_inside_addresses_are_refused_without_tricks(url):
    fetcher = Fetcher(Network())
    assert code_of(lambda: fetcher.get(url, DID_DOCUMENT, Budget())) == "address-not-public"


def test_the_name_is_looked_up_once_and_that_address_is_used(monkeypatch):
    looked_up, connected = [], []

    def resolver(host, port):
        looked_up.append(host)
        return ("8.8.8.8",) if len(looked_up) == 1 else ("127.0.0.1",)

    def create_connection(address, timeout):
        connected.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr(connection.socket, "create_connection", create_connection)
    fetcher = Fetcher(Network(resolver=resolver))
    assert code_of(lambda: fetcher.get("https://example.org/", DID_DOCUMENT, Budget())) == "no-connection"
    assert looked_up == ["example.org"]
    assert connected == [("8.8.8.8", 443)]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "url-not-https"),
        ("https://example.org:22/", "url-port"),
        ("https://example.org:8443/", "url-port"),
        ("https://user@example.org/", "url-with-user-name"),
    ],
)
def test_only_https_on_its_own_port(url, code):
    assert code_of(lambda: answering("8.8.8.8").get(url, DID_DOCUMENT, Budget())) == code


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "url-not-https"),
        ("https://127.0.0.1/", "address-not-public"),
        ("https://[::1]/", "address-not-public"),
        ("https://2130706433/", "url-host"),
        ("file:///etc/passwd", "url-scheme"),
        ("https://user@example.org/", "url-with-user-name"),
        ("", "redirect-to-nowhere"),
    ],
)
def test_every_hop_is_checked_like_the_first(listener, fetcher, location, code):
    listener.answers["/"] = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode()
    assert code_of(lambda: fetcher.get(listener.url("/"), DID_DOCUMENT, Budget())) == code


def test_redirects_are_followed_three_times_at_most(listener, fetcher):
    for number in range(3):
        listener.answers[f"/{number}"] = f"HTTP/1.1 301 Moved\r\nLocation: /{number + 1}\r\n\r\n".encode()
    listener.answers["/3"] = OK
    assert fetcher.get(listener.url("/0"), DID_DOCUMENT, Budget()).url.endswith("/3")
    listener.answers["/3"] = b"HTTP/1.1 301 Moved\r\nLocation: /4\r\n\r\n"
    listener.answers["/loop"] = b"HTTP/1.1 301 Moved\r\nLocation: /loop\r\n\r\n"
    for path in ("/0", "/loop"):
        fresh = Fetcher(fetcher._network)
        assert code_of(lambda: fresh.get(listener.url(path), DID_DOCUMENT, Budget())) in (  # noqa: B023
            "too-many-redirects",
            "too-many-look-ups",
        )


def test_bodies_end_at_the_limit(listener, fetcher):
    size = DID_DOCUMENT.limit + 1
    listener.answers["/long"] = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode() + b"a" * size
    listener.answers["/endless"] = endless
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    listener.answers["/chunked"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 8
    for path in ("/long", "/endless", "/chunked"):
        code = code_of(lambda: fetcher.get(listener.url(path), DID_DOCUMENT, Budget()))  # noqa: B023
        assert code == "answer-too-large"


def endless(stream: socket.socket) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        stream.sendall(b"a" * 65_536)


def test_packed_answers_are_refused(listener, fetcher):
    body = gzip.compress(b"0" * 10_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    listener.answers["/bomb"] = head.encode() + body
    assert code_of(lambda: fetcher.get(listener.url("/bomb"), STATUS_LIST, Budget())) == "answer-encoded"


def drip_head(stream: socket.socket) -> None:
    while True:
        stream.sendall(b"H")
        time.sleep(0.05)


def drip_body(stream: socket.socket) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
    while True:
        stream.sendall(b"a")
        time.sleep(0.05)


def say_nothing(stream: socket.socket) -> None:
    time.sleep(5)


@pytest.mark.parametrize("answer", [drip_head, drip_body, say_nothing])
def test_slow_servers_are_cut_off_in_time(listener, fetcher, monkeypatch, answer):
    monkeypatch.setattr("umiem.adapters.fetch.door.TOTAL_SECONDS", 0.6)
    listener.answers["/slow"] = answer
    began = time.monotonic()
    code = code_of(lambda: fetcher.get(listener.url("/slow"), DID_DOCUMENT, Budget()))
    assert code in ("no-answer", "answer-cut-short")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_broken_answers_are_unavailable(listener, fetcher, answer):
    listener.answers["/broken"] = answer
    with pytest.raises(UnavailableError):
        fetcher.get(listener.url("/broken"), DID_DOCUMENT, Budget())


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFoundError), (410, NotFoundError), (403, UnavailableError), (500, UnavailableError)],
)
def test_statuses_are_told_apart(listener, fetcher, status, error):
    listener.answers["/"] = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode()
    with pytest.raises(error):
        fetcher.get(listener.url("/"), DID_DOCUMENT, Budget())


def test_a_budget_ends(listener, fetcher):
    for number in range(10):
        listener.answers[f"/{number}"] = OK
    budget = Budget()
    for number in range(4):
        fetcher.get(listener.url(f"/{number}"), DID_DOCUMENT, budget)
    assert code_of(lambda: fetcher.get(listener.url("/9"), DID_DOCUMENT, budget)) == "too-many-look-ups"
    spent = Budget()
    for number in range(MOST_FETCHES):
        spent.spend(f"host{number}")
    with pytest.raises(RefusedError):
        spent.spend("another")


def test_answers_and_failures_are_remembered_for_a_while(listener):
    now = [0.0]
    fetcher = Fetcher(Network(local_hosts=frozenset({f"localhost:{listener.port}"})), clock=lambda: now[0])
    listener.answers["/a"] = OK
    for _ in range(3):
        fetcher.get(listener.url("/a"), DID_DOCUMENT, Budget())
        assert code_of(lambda: fetcher.get(listener.url("/none"), DID_DOCUMENT, Budget())) == "nothing-there"
    assert len(listener.requests) == 2
    now[0] = 3_601.0
    fetcher.get(listener.url("/a"), DID_DOCUMENT, Budget())
    assert len(listener.requests) == 3


def test_a_slow_look_up_does_not_hold_anybody_up(monkeypatch):
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 0.2)

    def slow(host, port):
        time.sleep(1)
        return ("8.8.8.8",)

    began = time.monotonic()
    fetcher = Fetcher(Network(resolver=slow))
    assert code_of(lambda: fetcher.get("https://example.org/", DID_DOCUMENT, Budget())) == "host-lookup-slow"
    assert time.monotonic() - began < 0.9


def test_many_slow_servers_cost_no_more_than_one(listener, fetcher, monkeypatch):
    listener.answers = {f"/{n}": lambda stream: time.sleep(0.3) for n in range(4)}
    budget = Budget(seconds_left=0.5)
    started = time.monotonic()
    codes = []
    for n in range(4):
        with pytest.raises(UnavailableError) as caught:
            fetcher.get(listener.url(f"/{n}"), DID_DOCUMENT, budget)
        codes.append(caught.value.code)
    assert time.monotonic() - started < 1.5
    assert codes[-1] == "look-ups-too-slow"


def test_slow_servers_never_hold_every_hand(listener, fetcher, monkeypatch):
    """Who asks while all the others wait for strangers is told so soon, and again gets answers afterwards."""
    monkeypatch.setattr(door, "SECONDS_TO_WAIT", 0.05)
    go_on = threading.Event()
    listener.answers |= {f"/slow{n}": lambda stream: (go_on.wait(5), stream.sendall(OK)) for n in range(9)}
    listener.answers["/quick"] = OK
    with ThreadPoolExecutor(door.MOST_AT_ONCE) as waiting:
        slow = [
            waiting.submit(fetcher.get, listener.url(f"/slow{n}"), DID_DOCUMENT, Budget())
            for n in range(door.MOST_AT_ONCE)
        ]
        while len(listener.requests) < door.MOST_AT_ONCE:
            time.sleep(0.01)
        quick = listener.url("/quick")
        assert code_of(lambda: fetcher.get(quick, DID_DOCUMENT, Budget())) == "look-ups-busy"
        go_on.set()
        assert [one.result().data for one in slow] == [b"{}"] * door.MOST_AT_ONCE
    assert fetcher.get(quick, DID_DOCUMENT, Budget()).data == b"{}"


def test_a_host_that_does_not_exist_is_asked_once():
    asked = []

    def resolver(host, port):
        asked.append(host)
        raise OSError

    fetcher = Fetcher(Network(resolver=resolver))
    for path in ("a", "b", "c"):
        with pytest.raises(UnavailableError):
            fetcher.get(f"https://far.example/{path}", DID_DOCUMENT, Budget())
    assert asked == ["far.example"]


def test_a_wrong_did_document_is_malformed(listener, fetcher):
    from umiem.adapters.fetch import RemoteDidDocuments

    resolver = RemoteDidDocuments(fetcher, Budget())
    with pytest.raises(UmiemError):
        resolver.resolve("did:web:localhost%3A1:x")
    with pytest.raises(MalformedInputError):
        resolver.resolve("did:web:")
