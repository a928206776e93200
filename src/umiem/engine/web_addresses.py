"""Splitting addresses that strangers wrote: an address that cannot be split matches nothing."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NOTHING = SplitResult("", "", "", "", "")


def split_address(url: str) -> SplitResult:
    """Split ``url`` (RFC 3986); one without sense (``https://[``) has no scheme, no host and no path.

    Nothing is checked here: what is going to be fetched goes through the one door to the network.
    """
    try:
        return urlsplit(url)
    except ValueError:
        return _NOTHING
