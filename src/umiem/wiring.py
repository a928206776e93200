"""The only file that reads settings: where this installation lives and which parts it uses.

Everything comes from the environment (``UMIEM_…``) and from one data folder, ``UMIEM_HOME``:

=====================  ==========================================================================
``UMIEM_HOME``         the data folder, default ``./var``
``UMIEM_BASE_URL``     the address people use, default ``http://localhost:<port>``
``UMIEM_DATABASE_URL`` ``postgres://user:password@host:port/name``, also several hosts; default a SQLite file
``UMIEM_ALLOWED_HOSTS``  further host names, separated by commas
``UMIEM_SMTP_URL``     ``smtp://user:password@host:port`` or ``smtps://…``; default the local outbox
``UMIEM_MAIL_FROM``    the sender's address
``UMIEM_DEMO``         ``1`` or ``0``: the demo institution and its sign-in page
``UMIEM_OPERATORS``    addresses of those who may change the trust lists on the page, separated by commas
``UMIEM_CONTACT``      whom to write to about this site, on the accessibility page
``UMIEM_BEHIND_PROXY`` ``1`` when a proxy sets X-Forwarded-Proto and X-Forwarded-For
``UMIEM_FETCH_HOSTS``  ``host:port`` pairs that may be fetched although they are local (development)
``UMIEM_PKCS11_MODULE``  the library of a hardware token, for instance ``/usr/lib/softhsm/libsofthsm2.so``
``UMIEM_PKCS11_TOKEN``  the label of the token
``UMIEM_PKCS11_PIN_FILE``  a file with its PIN, readable by its owner only
``UMIEM_SKILL_MODEL``  ``package.module:factory`` of a model that finds skills by meaning; default none
=====================  ==========================================================================
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from umiem.errors import ConfigurationError, MalformedInputError
from umiem.storage.server import server_settings

if TYPE_CHECKING:
    from umiem.adapters.fetch import Fetcher
    from umiem.adapters.keys.pkcs11 import TokenAccess
    from umiem.domain.skills import SkillModelFactory

SETTINGS = (
    "UMIEM_HOME",
    "UMIEM_BASE_URL",
    "UMIEM_DATABASE_URL",
    "UMIEM_SMTP_URL",
    "UMIEM_MAIL_FROM",
    "UMIEM_ALLOWED_HOSTS",
    "UMIEM_BEHIND_PROXY",
    "UMIEM_OPERATORS",
    "UMIEM_CONTACT",
    "UMIEM_DEMO",
    "UMIEM_FETCH_HOSTS",
    "UMIEM_SKILL_MODEL",
    "UMIEM_PKCS11_MODULE",
    "UMIEM_PKCS11_TOKEN",
    "UMIEM_PKCS11_PIN_FILE",
)
_NOT_OF_AN_INSTALLATION = (  # of one command, of drills and of the tests
    "UMIEM_KEY_PASSPHRASE",
    "UMIEM_KILL_AT",
    "UMIEM_STOP_AT",
    "UMIEM_TEST_POSTGRES_URL",
    "UMIEM_CHROMIUM",
    "UMIEM_LONG",
    "UMIEM_REQUIRE_ALL",
    "UMIEM_SHARED_DATA",
    "UMIEM_FUZZ_EXAMPLES",
)
_HOST = re.compile(r"(\*|\.?[A-Za-z0-9_-][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])", re.ASCII)
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What one installation is made of. Paths need not exist: ``umiem up`` makes them."""

    home: Path
    base_url: str
    database_url: str | None
    allowed_hosts: tuple[str, ...]
    smtp_url: str | None
    mail_from: str
    demo: bool
    behind_proxy: bool
    fetch_hosts: tuple[str, ...]
    former_base_urls: tuple[str, ...] = ()
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_pin_file: str = ""
    skill_model: str = ""
    operators: tuple[str, ...] = ()
    contact: str = ""

    @property
    def database_path(self) -> Path:
        return self.home / "umiem.sqlite3"

    @property
    def public_folder(self) -> Path:
        """Files served as they are, under their own URL path: DID documents and status lists."""
        return self.home / "public"

    @property
    def static_folder(self) -> Path:
        return self.home / "static"

    @property
    def key_encryption_key(self) -> Path:
        return self.home / "keys" / "key-encryption-key"

    @property
    def installation_key(self) -> Path:
        """The key that signs the trust list and the records of checks, encrypted."""
        return self.home / "keys" / "installation-key"

    @property
    def secret_key_file(self) -> Path:
        return self.home / "keys" / "session-secret"

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        return self.host in _LOOPBACK

    @property
    def shows_demo_sign_in(self) -> bool:
        """Codes may be read on a page only where nobody but this machine can reach it."""
        return self.demo and self.is_loopback and not self.behind_proxy


@lru_cache(maxsize=1)
def installation() -> Installation:
    """Return the installation that the environment describes; reads once."""
    return read_installation(os.environ)


def read_installation(environment: Mapping[str, str]) -> Installation:
    """Read an installation; raises ``ConfigurationError`` with the name of the wrong setting."""
    home = Path(environment.get("UMIEM_HOME") or "var").expanduser().absolute()
    remembered = _remembered(home)
    base_url = (environment.get("UMIEM_BASE_URL") or str(remembered.get("base_url", ""))).rstrip("/")
    base_url = _checked_base_url(base_url or "http://localhost:8000")
    database_url = environment.get("UMIEM_DATABASE_URL") or None
    if database_url and not _is_database_url(database_url):
        raise ConfigurationError("database-url-wrong", setting="UMIEM_DATABASE_URL")
    return Installation(
        home=home,
        base_url=base_url,
        database_url=database_url,
        allowed_hosts=_hosts(environment, "UMIEM_ALLOWED_HOSTS"),
        smtp_url=_checked_smtp_url(environment.get("UMIEM_SMTP_URL") or None),
        mail_from="".join(_addresses(environment, "UMIEM_MAIL_FROM")[:1]) or "umiem@localhost",
        demo=_switch(environment, "UMIEM_DEMO", default=bool(remembered.get("demo", False))),
        behind_proxy=_switch(environment, "UMIEM_BEHIND_PROXY", default=False),
        fetch_hosts=_pairs(environment, "UMIEM_FETCH_HOSTS"),
        former_base_urls=tuple(url for url in remembered.get("base_urls", ()) if url != base_url),
        pkcs11_module=environment.get("UMIEM_PKCS11_MODULE", ""),
        pkcs11_token=environment.get("UMIEM_PKCS11_TOKEN", ""),
        pkcs11_pin_file=environment.get("UMIEM_PKCS11_PIN_FILE", ""),
        skill_model=environment.get("UMIEM_SKILL_MODEL", ""),
        operators=tuple(one.casefold() for one in _addresses(environment, "UMIEM_OPERATORS")),
        contact=environment.get("UMIEM_CONTACT", "").strip(),
    )


def settings_in(environment: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the settings that are set, and names like theirs that no setting has."""
    named = [name for name, value in environment.items() if name.startswith("UMIEM_") and value]
    known = (*SETTINGS, *_NOT_OF_AN_INSTALLATION)
    strange = sorted(name for name in named if name not in known)
    return tuple(name for name in SETTINGS if name in named), tuple(strange)


def skill_model_factory() -> SkillModelFactory | None:
    """Return the operator's factory of a model for skills, or ``None`` when none is named.

    Raises ``ConfigurationError`` ``skill-model-wrong`` when what is named is not there.
    """
    name = installation().skill_model
    if not name:
        return None
    module, _, attribute = name.partition(":")
    try:
        factory: SkillModelFactory = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError("skill-model-wrong", setting="UMIEM_SKILL_MODEL", value=name) from error
    return factory


@lru_cache(maxsize=1)
def fetcher() -> Fetcher:
    """Return the one door of this process to the outside; its short memory of answers serves all threads."""
    from umiem.adapters.fetch import Fetcher
    from umiem.adapters.fetch.connection import Network

    return Fetcher(Network(local_hosts=frozenset(installation().fetch_hosts)))


def token_access() -> TokenAccess:
    """Return how the hardware token is reached; raises ``ConfigurationError`` when none is set up."""
    from umiem.adapters.keys.pkcs11 import TokenAccess, read_pin

    place = installation()
    settings = {
        "UMIEM_PKCS11_MODULE": place.pkcs11_module,
        "UMIEM_PKCS11_TOKEN": place.pkcs11_token,
        "UMIEM_PKCS11_PIN_FILE": place.pkcs11_pin_file,
    }
    for name, value in settings.items():
        if not value:
            raise ConfigurationError("token-not-set-up", setting=name)
    return TokenAccess(
        module=place.pkcs11_module, token=place.pkcs11_token, pin=read_pin(Path(place.pkcs11_pin_file))
    )


def database_settings(place: Installation) -> dict[str, object]:
    """Return Django's settings of the database."""
    if place.database_url is None:
        return {
            "ENGINE": "umiem.storage.sqlite",
            "NAME": str(place.database_path),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"timeout": 30},
        }
    return server_settings(place.database_url)


def session_secret(place: Installation) -> str:
    """Return the secret that protects sessions: the stored one, or one that ends with this process."""
    try:
        return place.secret_key_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


def remember(place: Installation) -> None:
    """Store the address and the demo switch, so that the command line finds them without a setting."""
    document = {
        "base_url": place.base_url,
        "base_urls": [place.base_url, *place.former_base_urls],
        "demo": place.demo,
    }
    target = place.home / "installation.json"
    temporary = target.with_suffix(".new")
    temporary.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    temporary.replace(target)


def _remembered(home: Path) -> dict[str, Any]:
    try:
        found = json.loads((home / "installation.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise ConfigurationError("installation-file-unreadable", path=str(home)) from problem
    return found if isinstance(found, dict) else {}


def _checked_base_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets without an address, a port that is none
        usable = False
    if not usable or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ConfigurationError("base-url-wrong", setting="UMIEM_BASE_URL", value=value)
    return value


def _is_database_url(value: str) -> bool:
    try:
        return bool(server_settings(value))
    except (MalformedInputError, ValueError):
        return False


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _addresses(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = _listed(environment.get(name, ""))
    for each in found:
        if each.count("@") != 1 or each.startswith("@") or each.endswith("@") or len(each.split()) != 1:
            raise ConfigurationError("addresses-wrong", setting=name, value=each)
    return found


def _hosts(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = _listed(environment.get(name, ""))
    for each in found:
        if not _HOST.fullmatch(each):
            raise ConfigurationError("hosts-wrong", setting=name, value=each)
    return found


def _pairs(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = _listed(environment.get(name, ""))
    for each in found:
        host, _, port = each.rpartition(":")
        if not host or not port.isdecimal() or not port.isascii():
            raise ConfigurationError("host-pairs-wrong", setting=name, value=each)
    return found


def _checked_smtp_url(value: str | None) -> str | None:
    if value is not None:
        from umiem.adapters.mail import sender_for

        sender_for(value, mail_from="")
    return value


def _switch(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(name, "")
    if value not in ("", "0", "1"):
        raise ConfigurationError("switch-wrong", setting=name, value=value)
    return default if value == "" else value == "1"
