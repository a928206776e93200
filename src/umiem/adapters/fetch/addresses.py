"""Which network addresses may be reached: an own table, because Python's ``ipaddress`` is not enough.

Python 3.11 calls addresses global that lead inside: NAT64 and 6to4 forms of private IPv4 addresses,
IPv4-compatible and site-local IPv6, and multicast. The table follows the IANA special-purpose address
registries (RFC 6890 and updates).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from types import MappingProxyType

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# network → what it is for; nothing in these may be fetched from
_REFUSED_IPV4: Mapping[str, str] = MappingProxyType(
    {
        "0.0.0.0/8": "this network",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "carrier-grade NAT",
        "127.0.0.0/8": "loopback",
        "169.254.0.0/16": "link-local, cloud metadata",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "protocol assignments",
        "192.0.2.0/24": "documentation",
        "192.31.196.0/24": "AS112",
        "192.52.193.0/24": "AMT",
        "192.88.99.0/24": "6to4 relay",
        "192.168.0.0/16": "private",
        "192.175.48.0/24": "AS112",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved, broadcast",
    }
)
_REFUSED_IPV6: Mapping[str, str] = MappingProxyType(
    {
        "::/96": "unspecified, loopback, IPv4-compatible",
        "::ffff:0:0/96": "IPv4-mapped",
        "::ffff:0:0:0/96": "IPv4-translated",
        "64:ff9b:1::/48": "local NAT64",
        "100::/64": "discard",
        "100:0:0:1::/64": "dummy",
        "2001::/23": "protocol assignments, Teredo, ORCHID, benchmarking",
        "2001:db8::/32": "documentation",
        "2002::/16": "6to4",
        "2620:4f:8000::/48": "AS112",
        "3fff::/20": "documentation",
        "5f00::/16": "segment routing",
        "fc00::/7": "unique local",
        "fe80::/10": "link-local",
        "fec0::/10": "site-local",
        "ff00::/8": "multicast",
    }
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_IPV4 = tuple(ipaddress.IPv4Network(network) for network in _REFUSED_IPV4)
_IPV6 = tuple(ipaddress.IPv6Network(network) for network in _REFUSED_IPV6)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def may_be_reached(text: str) -> bool:
    """Say whether an address (as ``getaddrinfo`` gives it) belongs to the public Internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return _is_public_ipv4(address)
    return _is_public_ipv6(address)


def _is_public_ipv4(address: ipaddress.IPv4Address) -> bool:
    if any(address in network for network in _IPV4):
        return False
    return address.is_global and not address.is_multicast


def _is_public_ipv6(address: ipaddress.IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address in _NAT64:  # a network without IPv4 of its own reaches public IPv4 through this
        return _is_public_ipv4(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    if address not in _GLOBAL_UNICAST or any(address in network for network in _IPV6):
        return False
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return address.is_global and not address.is_multicast
