"""Who the issuer is, in words: who vouches and since when, apart from whether the signature is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from umiem.domain.text import LocalizedText
from umiem.services.verifying.issuers import IssuerDossier, Vouch
from umiem.web.verifier.reading import text_of

_BARE_KEYS = ("did:key:", "did:jwk:")


@dataclass(frozen=True)
class IssuerLine:
    """One thing known about the issuer: ``tone`` is good, open, bad or calm; the icon and sentence say it."""

    tone: str
    icon: str
    word: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class IssuerView:
    """The section on the issuer; ``host_shown`` is the domain as a person reads it, if that differs."""

    did: str
    host: str
    host_shown: str
    lines: tuple[IssuerLine, ...]


def issuer_view(dossier: IssuerDossier) -> IssuerView:
    """Arrange what is known of an issuer, warnings first."""
    lines = (*_warnings(dossier), *_vouches(dossier), *_control(dossier), *_keys(dossier))
    shown = _readable_host(dossier.host)
    return IssuerView(
        did=dossier.did,
        host=dossier.host,
        host_shown=shown if shown != dossier.host else "",
        lines=tuple(lines),
    )


def _warnings(dossier: IssuerDossier) -> list[IssuerLine]:
    found = []
    if dossier.imitated is not None:
        sentence = _(
            "This name reads like “{name}”, which this site knows under another address. "
            "It may be an imitation."
        ).format(name=text_of(dossier.imitated))
        found.append(IssuerLine("bad", "warning", _("Looks like somebody else"), sentence))
    if dossier.mixed_scripts:
        sentence = _("A word of this name mixes letters of several alphabets. Honest names hardly ever do.")
        found.append(IssuerLine("open", "warning", _("Unusual letters"), sentence))
    return found


def _vouches(dossier: IssuerDossier) -> list[IssuerLine]:
    if not dossier.vouches:
        sentence = _("No list that this site uses names this issuer. That says nothing against it.")
        return [IssuerLine("open", "question", _("Nobody vouches here"), sentence)]
    return [_vouch(vouch) for vouch in dossier.vouches]


def _vouch(vouch: Vouch) -> IssuerLine:
    name, since = text_of(vouch.names), _day(vouch.since)
    if not vouch.in_force:
        return IssuerLine("open", "clock", _("No longer vouched for"), _ended(vouch))
    if vouch.by is None:
        sentence = _("This site vouches for “{name}”: its operator has known it since {since}.")
        return IssuerLine("good", "check", _("Vouched for"), sentence.format(name=name, since=since))
    sentence = _("The list “{list}” (version {version}) vouches for “{name}” since {since}.")
    told = sentence.format(list=text_of(vouch.by), version=vouch.version, name=name, since=since)
    if vouch.evidence:
        told += " " + _("Evidence: {evidence}.").format(evidence=vouch.evidence.rstrip("."))
    return IssuerLine("good", "check", _("Vouched for"), told)


def _ended(vouch: Vouch) -> str:
    listed = text_of(vouch.by or LocalizedText())
    if vouch.until is not None:
        return _("The list “{list}” named it until {until}. {evidence}").format(
            list=listed, until=_day(vouch.until), evidence=vouch.evidence
        )
    return _("The list “{list}” names it, but that list has ended and was not renewed.").format(list=listed)


def _control(dossier: IssuerDossier) -> list[IssuerLine]:
    proof = dossier.domain
    if proof is not None and proof.proved_at is not None and not proof.problem:
        sentence = _("The domain {domain} confirms that the issuer is its own (checked on {day}).")
        told = sentence.format(domain=proof.domain, day=_moment(proof.checked_at))
        return [IssuerLine("good", "check", _("Domain confirmed"), told)]
    if proof is not None:
        sentence = _("The domain {domain} did not confirm the issuer when it was asked on {day}.")
        told = sentence.format(domain=proof.domain, day=_moment(proof.checked_at))
        return [IssuerLine("open", "question", _("Domain not confirmed"), told)]
    if dossier.host:
        sentence = _(
            "Whoever runs the domain {domain} controls the issuer's keys. Compare it with the one you know."
        )
        return [IssuerLine("calm", "info", _("Domain"), sentence.format(domain=dossier.host))]
    sentence = (
        _("The issuer is known by its key alone; no domain stands behind it.")
        if dossier.did.startswith(_BARE_KEYS)
        else _("The issuer is known by its certificate and identifier; no domain stands behind it.")
    )
    return [IssuerLine("calm", "info", _("No domain"), sentence)]


def _keys(dossier: IssuerDossier) -> list[IssuerLine]:
    if dossier.keys_since is None:
        return []
    told = _("This site first saw the issuer's present keys on {day}.").format(
        day=_moment(dossier.keys_since)
    )
    if dossier.keys_before:
        told += " " + ngettext(
            "It has seen %(count)s earlier set of keys.",
            "It has seen %(count)s earlier sets of keys.",
            dossier.keys_before,
        ) % {"count": dossier.keys_before}
    return [IssuerLine("calm", "key", _("Keys"), told)]


def _readable_host(host: str) -> str:
    """Return an international host name as it is read, or the same text when it is plain."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _day(day: date) -> str:
    return date_format(day)


def _moment(moment: datetime) -> str:
    return date_format(moment, "DATE_FORMAT")
