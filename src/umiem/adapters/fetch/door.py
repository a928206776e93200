"""Fetching from strangers: which addresses, how often, how much, how long, and what is remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from umiem.adapters.fetch.address_line import Target, read_target
from umiem.adapters.fetch.connection import TOTAL_SECONDS, Network, Response, Sent, request
from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError, UnavailableError

MOST_REDIRECTS = 3
MOST_FETCHES = 8
MOST_PER_HOST = 4
MOST_REMEMBERED = 512
FAILURE_SECONDS = 30.0
SECONDS_FOR_ALL = 5.0
"""For everything that one verification asks outside, together: many slow servers cost no more than one."""
MOST_AT_ONCE = 3
"""Requests of one process that wait for strangers: one fewer than it works on at once (``web/turns.py``)."""
SECONDS_TO_WAIT = 1.0
"""For one of those before the answer is that it cannot be found out now."""
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What is fetched: the media types asked for, the largest body, and how long it may be remembered."""

    name: str
    accept: str
    limit: int
    remembered_seconds: float


DID_DOCUMENT = Purpose(
    name="did-document",
    accept="application/did+json, application/did+ld+json, application/json",
    limit=64 * 1024,
    remembered_seconds=300.0,
)
STATUS_LIST = Purpose(
    name="status-list",
    accept="application/vc, application/vc+jwt, application/statuslist+jwt, application/json, */*;q=0.1",
    limit=512 * 1024,
    remembered_seconds=60.0,
)
METADATA = Purpose(
    name="metadata",
    accept="application/json, application/ld+json, */*;q=0.1",
    limit=64 * 1024,
    remembered_seconds=300.0,
)
CREDENTIAL = Purpose(
    name="credential",
    accept="application/vc, application/vc+jwt, application/json, image/png, image/svg+xml, */*;q=0.1",
    limit=5 * 1024 * 1024,
    remembered_seconds=0.0,
)


TIME_STAMP = Purpose(
    name="time-stamp",
    accept="application/timestamp-reply",
    limit=64 * 1024,
    remembered_seconds=0.0,
)


_HOSTS = Purpose(name="silent-host", accept="", limit=0, remembered_seconds=FAILURE_SECONDS)
_SILENT = ("no-connection", "host-unknown", "host-lookup-slow")


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A fetched document. ``url`` is the last address, after redirects."""

    url: str
    media_type: str
    data: bytes


@dataclass
class Budget:
    """What one verification may fetch: eight documents, four from one host, five seconds together."""

    left: int = MOST_FETCHES
    per_host: dict[str, int] = field(default_factory=dict)
    seconds_left: float = SECONDS_FOR_ALL

    def spend(self, host: str) -> None:
        """Count one request; raises ``RefusedError`` when there were too many."""
        used = self.per_host.get(host, 0)
        if self.left <= 0 or used >= MOST_PER_HOST:
            raise RefusedError("too-many-look-ups", host=host)
        self.left -= 1
        self.per_host[host] = used + 1


class Fetcher:
    """Fetches over https from public addresses, and remembers answers and failures for a short while."""

    def __init__(self, network: Network, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._network = network
        self._clock = clock
        self._remembered: dict[tuple[str, str], tuple[float, Fetched | UmiemError]] = {}
        self._guard = threading.Lock()
        self._at_once = threading.Semaphore(MOST_AT_ONCE)

    def get(self, url: str, purpose: Purpose, budget: Budget) -> Fetched:
        """Return the document at ``url``.

        Raises ``MalformedInputError`` (no usable address, answer too large), ``RefusedError`` (leads
        inside, too many look-ups), ``NotFoundError`` (404, 410), ``UnavailableError`` (everything that may
        be better later).
        """
        target = read_target(url)
        known = self._recall(purpose, target.url)
        if known is not None:
            return known
        self._refuse_silent_host(target)
        budget.spend(target.host)
        if not self._at_once.acquire(timeout=SECONDS_TO_WAIT):
            raise UnavailableError("look-ups-busy", host=target.host)
        started = time.monotonic()
        try:
            fetched = self._follow(target, purpose, budget)
        except (UnavailableError, NotFoundError) as problem:
            self._remember(purpose, target.url, problem, seconds=FAILURE_SECONDS)
            if problem.code in _SILENT:
                self._remember(_HOSTS, target.host_and_port, problem, seconds=FAILURE_SECONDS)
            raise
        finally:
            self._at_once.release()
            budget.seconds_left -= time.monotonic() - started
        if purpose.remembered_seconds:
            self._remember(purpose, target.url, fetched, seconds=purpose.remembered_seconds)
        return fetched

    def post(self, url: str, sent: Sent, purpose: Purpose, budget: Budget) -> Fetched:
        """Send something and return the answer; no redirect is followed and nothing is remembered.

        The same rules and errors as ``get``.
        """
        target = read_target(url)
        budget.spend(target.host)
        self._check_allowed(target)
        deadline = time.monotonic() + TOTAL_SECONDS
        answer = request(
            self._network,
            target,
            accept=purpose.accept,
            limit=purpose.limit,
            deadline=deadline,
            sent=sent,
        )
        return _fetched(target, answer)

    def _follow(self, target: Target, purpose: Purpose, budget: Budget) -> Fetched:
        seconds = min(TOTAL_SECONDS, budget.seconds_left)
        if seconds <= 0:
            raise UnavailableError("look-ups-too-slow", host=target.host)
        deadline = time.monotonic() + seconds
        for hop in range(MOST_REDIRECTS + 1):
            if hop:
                budget.spend(target.host)
            self._check_allowed(target)
            answer = request(
                self._network, target, accept=purpose.accept, limit=purpose.limit, deadline=deadline
            )
            if answer.status not in _REDIRECTS:
                return _fetched(target, answer)
            target = _next_hop(target, answer)
        raise UnavailableError("too-many-redirects", url=target.url)

    def _refuse_silent_host(self, target: Target) -> None:
        """A host that did not answer a moment ago is not waited for again, whatever is asked of it."""
        with self._guard:
            until, known = self._remembered.get((_HOSTS.name, target.host_and_port), (0.0, None))
        if isinstance(known, UmiemError) and until >= self._clock():
            raise UnavailableError("no-answer", url=target.url, problem="silent a moment ago")

    def _check_allowed(self, target: Target) -> None:
        if target.host_and_port in self._network.local_hosts:
            return
        if target.scheme != "https":
            raise RefusedError("url-not-https", url=target.url)
        if target.port != 443:
            raise RefusedError("url-port", url=target.url, port=target.port)

    def _recall(self, purpose: Purpose, url: str) -> Fetched | None:
        with self._guard:
            until, known = self._remembered.get((purpose.name, url), (0.0, None))
        if known is None or until < self._clock():
            return None
        if isinstance(known, UmiemError):
            raise known
        return known

    def _remember(self, purpose: Purpose, url: str, found: Fetched | UmiemError, *, seconds: float) -> None:
        with self._guard:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[(purpose.name, url)] = (self._clock() + seconds, found)


def _fetched(target: Target, answer: Response) -> Fetched:
    if answer.status in (404, 410):
        raise NotFoundError("nothing-there", url=target.url)
    if answer.status != 200:
        raise UnavailableError("server-answered", url=target.url, status=answer.status)
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(url=target.url, media_type=media_type, data=answer.body)


def _next_hop(target: Target, answer: Response) -> Target:
    location = answer.headers.get("location", "")
    if not location:
        raise UnavailableError("redirect-to-nowhere", url=target.url)
    try:
        following = read_target(urljoin(target.url, location).partition("#")[0])
    except ValueError as problem:
        raise MalformedInputError("url-malformed", url=location[:200]) from problem
    if target.scheme == "https" and following.scheme != "https":
        raise RefusedError("redirect-to-http", url=following.url)
    return following
