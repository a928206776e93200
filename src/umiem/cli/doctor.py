"""``umiem doctor``: what is installed, and whether this installation is healthy."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import click

from umiem import __version__, wiring
from umiem.cli.exit_codes import ExitCode
from umiem.cli.messages import _, language, say
from umiem.errors import UmiemError
from umiem.sentences.errors import error_sentence

_PARTS = (
    "Django",
    "django-ninja",
    "django-allauth",
    "granian",
    "cryptography",
    "psycopg",
    "highspy",
    "typst",
)
_SAFE_SQLITE = (3, 51, 3)  # from here on the WAL-reset race is fixed


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the answer; ``outcome`` is good, note or trouble."""

    name: str
    outcome: str
    text: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Look at everything and say what is in order; exit 4 when there is trouble."""
    findings = [*_installed(), *_settings(), *_installation()]
    if as_json:
        say(json.dumps([vars(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        marks = {"good": "✓", "note": "·", "trouble": "✗"}
        for finding in findings:
            say(f"{marks[finding.outcome]} {finding.name}: {finding.text}")
    if any(finding.outcome == "trouble" for finding in findings):
        sys.exit(ExitCode.CONFIGURATION)


def _installed() -> Iterator[Finding]:
    yield Finding(name="Umiem", outcome="good", text=__version__)
    yield Finding(name="Python", outcome="good", text=platform.python_version())
    yield _sqlite()
    for part in _PARTS:
        try:
            yield Finding(name=part, outcome="good", text=version(part))
        except PackageNotFoundError:
            yield Finding(name=part, outcome="trouble", text=_("is not installed"))


def _sqlite() -> Finding:
    text = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SAFE_SQLITE:
        text += " – " + _("older than 3.51.3, so Umiem lets one process write at a time")
    return Finding(name="SQLite", outcome="good", text=text)


def _settings() -> Iterator[Finding]:
    place = wiring.installation()
    known, strange = wiring.settings_in(os.environ)
    if known:
        yield Finding(name=_("Settings"), outcome="good", text=", ".join(known))
    else:
        yield Finding(name=_("Settings"), outcome="note", text=_("none is set; everything is as by default"))
    for name in strange:
        text = _("there is no setting of this name, so it does nothing")
        yield Finding(name=name, outcome="note", text=text)
    if place.smtp_url is None:
        text = _("no server is set; messages stay in the outbox and reach nobody")
        yield Finding(name=_("Mail"), outcome="note", text=text)
    else:
        yield _tried(_("Mail"), _mail)
    if place.skill_model:
        yield _tried(_("Model for skills"), _skill_model)
    if place.pkcs11_module or place.pkcs11_token or place.pkcs11_pin_file:
        yield _tried(_("Hardware token"), _hardware_token)


def _mail() -> str:
    from umiem.adapters.mail import sender_for

    place = wiring.installation()
    sender = sender_for(place.smtp_url or "", mail_from=place.mail_from)
    said = _("through {host}, port {port}, from {sender}; whether it takes mail is not tried")
    return said.format(host=sender.host, port=sender.port, sender=sender.mail_from)


def _skill_model() -> str:
    wiring.skill_model_factory()
    return wiring.installation().skill_model


def _hardware_token() -> str:
    return wiring.token_access().token


def _installation() -> Iterator[Finding]:
    place = wiring.installation()
    if not (place.home / "installation.json").exists():
        text = _("{folder} is not prepared yet; run: umiem up").format(folder=place.home)
        yield Finding(name=_("Data folder"), outcome="note", text=text)
        return
    yield Finding(name=_("Data folder"), outcome="good", text=str(place.home))
    yield Finding(name=_("Address"), outcome="good", text=place.base_url)
    yield _tried(_("Key-encryption key"), _key_encryption_key)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "umiem.web.settings")
    import django

    django.setup()
    yield _tried(_("Free space"), _free_space)
    yield _tried(_("Database"), _database)
    yield _tried(_("Signing keys"), _signing_keys)
    yield _tried(_("Ends of keys"), _ends_of_keys)
    yield _tried(_("Signer's log"), _signer_log)
    yield _tried(_("History of keys"), _did_histories)
    yield _tried(_("Status lists"), _status_lists)
    yield _tried(_("Revocations"), _revocations)
    yield _tried(_("Scrubber"), _scrubber)
    yield _tried(_("Audit log"), _audit_log)
    yield _tried(_("Stored credentials"), _stored_credentials)


def _tried(name: str, check: Callable[[], str]) -> Finding:
    from django.db import DatabaseError

    try:
        return Finding(name=name, outcome="good", text=check())
    except UmiemError as error:
        return Finding(name=name, outcome="trouble", text=error_sentence(error, language()))
    except DatabaseError as problem:
        return Finding(name=name, outcome="trouble", text=str(problem).strip().splitlines()[0])


def _free_space() -> str:
    from umiem.services.health import free_space

    return _("{mebibytes} MiB in the data folder").format(mebibytes=free_space() >> 20)


def _key_encryption_key() -> str:
    from umiem.adapters.keys.sealing import load_key_encryption_key

    load_key_encryption_key(wiring.installation().key_encryption_key)
    return _("is there, and only its owner can read it")


def _database() -> str:
    from umiem.services.health import database

    return database()


def _signing_keys() -> str:
    from umiem.services.health import usable_keys

    return _("{count} can be used").format(count=usable_keys())


def _status_lists() -> str:
    from umiem.services.health import published_lists

    return _("{count} published, none is out of date").format(count=published_lists())


def _audit_log() -> str:
    from umiem.services.health import audit_entries

    return _("{count} entries, none changed or missing").format(count=audit_entries())


def _stored_credentials() -> str:
    from umiem.services.health import undamaged_credentials

    return _("{count} read, all as they were signed").format(count=undamaged_credentials())


def _ends_of_keys() -> str:
    from umiem.services.key.key_health import keys_in_time

    first = keys_in_time()
    return _("the first one ends on {day}").format(day=first) if first else _("none ends")


def _signer_log() -> str:
    from umiem.services.key.key_health import signatures

    return _("{count} entries, none changed or missing").format(count=signatures())


def _did_histories() -> str:
    from umiem.services.key.key_health import did_histories

    return _("{count} versions, none changed or missing").format(count=did_histories())


def _revocations() -> str:
    from umiem.services.key.key_health import no_lost_revocations

    return _("every published one is in the database ({count} lists)").format(count=no_lost_revocations())


def _scrubber() -> str:
    from umiem.services.key.key_health import scrubbed

    day = scrubbed()
    return _("everything was re-read on {day}").format(day=day) if day else _("nothing was re-read yet")
