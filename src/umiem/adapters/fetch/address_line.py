"""Reading a web address once, strictly; what two parsers could read differently is refused."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from umiem.errors import MalformedInputError

LONGEST = 2_000
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")  # RFC 3986, section 2
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True, kw_only=True)
class Target:
    """A web address in parts. ``host`` is lower case, IPv6 without brackets; ``path`` has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address rebuilt from its parts: what is asked for, cached and reported."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def host_and_port(self) -> str:
        return f"{self.host}:{self.port}"


_PORTS = {"https": 443, "http": 80}


def read_target(url: str) -> Target:
    """Read ``url``; raises ``MalformedInputError`` with a code for what is wrong with it.

    Refused: other schemes, user names, characters outside RFC 3986 (so also international host names
    that were not turned into ASCII, backslashes and blanks), numbers that a resolver would take for an
    address (``127.1``, ``0x7f.1``, ``2130706433``), zone identifiers, and a trailing dot.
    """
    if len(url) > LONGEST:
        raise MalformedInputError("url-too-long", limit=LONGEST)
    if not _CHARACTERS.fullmatch(url):
        raise MalformedInputError("url-characters", url=url[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise MalformedInputError("url-malformed", url=url[:200]) from problem
    if parts.scheme not in _PORTS:
        raise MalformedInputError("url-scheme", scheme=parts.scheme)
    if "@" in parts.netloc:
        raise MalformedInputError("url-with-user-name", url=url[:200])
    if parts.netloc.endswith(":") or port == 0:
        raise MalformedInputError("url-malformed", url=url[:200])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = _checked_host(parts.hostname or "", in_brackets="[" in parts.netloc)
    return Target(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], path=path)


def _checked_host(host: str, *, in_brackets: bool) -> str:
    if "%" in host:  # a zone, or a name in disguise
        raise MalformedInputError("url-host", host=host[:200])
    if in_brackets:
        return str(_ip(ipaddress.IPv6Address, host))
    labels = host.split(".")
    if not host or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise MalformedInputError("url-host", host=host[:200])
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        return str(_ip(ipaddress.IPv4Address, host))
    return host


def _ip(kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address], host: str) -> object:
    try:
        return kind(host)
    except ValueError as problem:
        raise MalformedInputError("url-host", host=host[:200]) from problem
