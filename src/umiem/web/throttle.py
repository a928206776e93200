"""How often strangers may ask for what costs work or could be guessed; counted per address and minute.

The counts are kept in the memory of the process: with several processes the limits are that much higher.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from umiem import wiring
from umiem.errors import NotFoundError, RefusedError
from umiem.services.tokens import actor_of_token
from umiem.web.errors import error_answer

WINDOW_SECONDS = 60
FACTOR_FOR_KNOWN = 20  # people who signed in, and programs with a token, can be told to stop


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most ``times`` requests a minute to addresses that begin with ``path``."""

    path: str
    methods: tuple[str, ...]
    times: int


LIMITS = (
    Limit(path="/verify/ask/", methods=("POST",), times=10),
    Limit(path="/verify/ask/", methods=("GET", "HEAD"), times=120),
    Limit(path="/answer/", methods=("GET", "HEAD", "POST"), times=60),
    Limit(path="/verify/many/", methods=("POST",), times=10),
    Limit(path="/verify/many/", methods=("GET", "HEAD"), times=240),
    Limit(path="/verify/", methods=("POST",), times=30),
    Limit(path="/api/v1/verification/batch", methods=("POST",), times=10),
    Limit(path="/api/v1/verification", methods=("POST",), times=30),
    Limit(path="/offer/", methods=("POST",), times=30),
    Limit(path="/plan/names/", methods=("GET", "HEAD"), times=600),
    Limit(path="/plan/document/", methods=("GET", "HEAD"), times=30),
    Limit(path="/plan/", methods=("GET", "HEAD", "POST"), times=240),
    Limit(path="/s/", methods=("GET", "HEAD"), times=120),
    Limit(path="/s/", methods=("POST",), times=10),
    Limit(path="/claim/", methods=("POST",), times=10),
    Limit(path="/p/", methods=("GET", "HEAD"), times=120),
    Limit(path="/set/", methods=("GET", "HEAD"), times=120),
    Limit(path="/wallet/claim/", methods=("GET", "HEAD", "POST"), times=30),
    Limit(path="/o/", methods=("POST",), times=60),
)


class ThrottleMiddleware:
    """Answers 429 with ``Retry-After`` to whoever asks too often."""

    def __init__(self, handler: Callable[[HttpRequest], HttpResponse]) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = next((found for found in LIMITS if _applies(found, request)), None)
        if limit is not None and _counted(limit, request) > _allowed(limit, request):
            seconds = WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
            return error_answer(request, RefusedError("too-many-requests", seconds=seconds))
        return self._handler(request)


def is_over(environ: Mapping[str, Any]) -> bool:
    """Count a GET that is about to be answered before Django, and say whether it is one too many."""
    path = str(environ.get("PATH_INFO", ""))
    limit = next((found for found in LIMITS if "GET" in found.methods and path.startswith(found.path)), None)
    if limit is None:
        return False
    if wiring.installation().behind_proxy:
        address = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    else:
        address = str(environ.get("REMOTE_ADDR", ""))
    return _count(limit, sender(address)) > limit.times


@lru_cache(maxsize=4_096)
def sender(address: str) -> str:
    """Return what one sender's requests are counted under: the address, of IPv6 the network of 64 bits.

    Whoever has an IPv6 address has 2^64 of them, so that counting each for itself would count nobody.

    >>> sender("192.0.2.7"), sender("::ffff:192.0.2.7"), sender("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '192.0.2.7', '2001:db8:1:2::')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)


def _applies(limit: Limit, request: HttpRequest) -> bool:
    return request.method in limit.methods and request.path.startswith(limit.path)


def _counted(limit: Limit, request: HttpRequest) -> int:
    return _count(limit, sender(_address(request)))


def _count(limit: Limit, address: str) -> int:
    window = int(time.time()) // WINDOW_SECONDS
    key = f"throttle:{limit.path}:{limit.methods[0]}:{address}:{window}"
    if cache.add(key, 1, timeout=WINDOW_SECONDS * 2):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ended between the two calls
        return 1


def _allowed(limit: Limit, request: HttpRequest) -> int:
    return limit.times * (FACTOR_FOR_KNOWN if _is_known(request) else 1)


def _is_known(request: HttpRequest) -> bool:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return request.user.is_authenticated
    try:
        actor_of_token(secret)
    except NotFoundError:
        return False
    return True


def _address(request: HttpRequest) -> str:
    """The client's address; behind our own proxy the last entry is the one that proxy has seen."""
    if wiring.installation().behind_proxy:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
