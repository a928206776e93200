"""Reading web addresses: what two parsers could read differently is refused."""

from __future__ import annotations

import pytest

from umiem.adapters.fetch.address_line import read_target
from umiem.errors import MalformedInputError

REFUSED = [
    ("", "url-characters"),
    ("https://", "url-host"),
    ("https:///path", "url-host"),
    ("//example.org/", "url-scheme"),
    ("example.org", "url-scheme"),
    ("ftp://example.org/", "url-scheme"),
    ("file:///etc/passwd", "url-scheme"),
    ("gopher://example.org/", "url-scheme"),
    ("javascript:alert(1)", "url-scheme"),
    ("data:text/plain,x", "url-scheme"),
    ("https://user@example.org/", "url-with-user-name"),
    ("https://user:secret@example.org/", "url-with-user-name"),
    ("https://example.org@127.0.0.1/", "url-with-user-name"),
    ("https://127.0.0.1#@example.org/", None),
    ("https://example.org\\@127.0.0.1/", "url-characters"),
    ("https://example.org\\.evil.example/", "url-characters"),
    ("https://example.org /", "url-characters"),
    ("https://example.org\t/", "url-characters"),
    ("https://example.org\n/", "url-characters"),
    ("https://example.org\r\nHost: evil/", "url-characters"),
    ("https://example.org/\0", "url-characters"),
    ("https://ex\u00e4mple.org/", "url-characters"),
    ("https://\u2460\u2461\u2466.0.0.1/", "url-characters"),
    ("https://\uff11\uff12\uff17.0.0.1/", "url-characters"),
    ("https://example\u3002org/", "url-characters"),
    ("https://2130706433/", "url-host"),
    ("https://0x7f000001/", "url-host"),
    ("https://0x7f.1/", "url-host"),
    ("https://127.1/", "url-host"),
    ("https://127.0.1/", "url-host"),
    ("https://0177.0.0.1/", "url-host"),
    ("https://017700000001/", "url-host"),
    ("https://0/", "url-host"),
    ("https://example.0x1/", "url-host"),
    ("https://1.2.3.4.5/", "url-host"),
    ("https://127.0.0.1./", "url-host"),
    ("https://example.org./", "url-host"),
    ("https://.example.org/", "url-host"),
    ("https://example..org/", "url-host"),
    ("https://-example.org/", "url-host"),
    ("https://example-.org/", "url-host"),
    ("https://exa%6dple.org/", "url-host"),
    ("https://127.0.0.1%2f@example.org/", "url-with-user-name"),
    ("https://[::1/", "url-malformed"),
    ("https://[fe80::1%25eth0]/", "url-host"),
    ("https://[::ffff:127.0.0.1.]/", "url-malformed"),
    ("https://[v1.x]/", "url-host"),
    ("https://example.org:/", "url-malformed"),
    ("https://example.org:0/", "url-malformed"),
    ("https://example.org:65536/", "url-malformed"),
    ("https://example.org:-1/", "url-malformed"),
    ("https://example.org:44x/", "url-malformed"),
    ("https://" + "a" * 64 + ".org/", "url-host"),
    ("https://example.org/" + "a" * 2_000, "url-too-long"),
]
READ = [
    ("https://example.org", "https://example.org/"),
    ("https://EXAMPLE.org/Path?q=1#part", "https://example.org/Path?q=1"),
    ("https://example.org:443/x", "https://example.org/x"),
    ("https://example.org:8443/x", "https://example.org:8443/x"),
    ("https://xn--exmple-cua.org/", "https://xn--exmple-cua.org/"),
    ("https://1.1.1.1/", "https://1.1.1.1/"),
    ("https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"),
    ("https://[2606:4700:4700:0:0:0:0:1111]:8443/", "https://[2606:4700:4700::1111]:8443/"),
]


@pytest.mark.parametrize(("url", "code"), [case for case in REFUSED if case[1]])
def test_unclear_addresses_are_refused(url, code):
    with pytest.raises(MalformedInputError) as caught:
        read_target(url)
    assert caught.value.code == code


@pytest.mark.parametrize(("url", "rebuilt"), READ)
def test_addresses_are_rebuilt_from_their_parts(url, rebuilt):
    assert read_target(url).url == rebuilt


def test_a_fragment_never_changes_the_host():
    assert read_target("https://127.0.0.1#@example.org/").host == "127.0.0.1"
