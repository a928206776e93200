"""What the pages of staff and learners share about formats: their names, and the reading of an award."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.services.credential.documents import AwardElements, AwardFormats
from umiem.services.credential.representations.stored import FORMATS, LANGUAGES

LANGUAGE_NAMES: dict[str, str | Promise] = {
    "both": _("Polish and English"),
    "pl": _("Polish"),
    "en": _("English"),
}

# format → name, what it is for
NAMES: dict[str, tuple[str | Promise, str | Promise]] = {
    "pdf": (
        _("Certificate (PDF)"),
        _("For people: two pages to print or send. The credential is inside the file."),
    ),
    "sheet": (
        _("Sheet of the European elements (PDF)"),
        _("One page with everything the European standard asks for: for an application or a file."),
    ),
    "ob3": (
        _("Open Badges 3.0"),
        _("The credential itself, as it was signed: for badge wallets and other systems."),
    ),
    "ob3-jwt": (_("Open Badges 3.0 as JWT"), _("The same for software that takes signed tokens.")),
    "png": (_("Badge image (PNG)"), _("A picture with the credential inside, for profiles and pages.")),
    "svg": (_("Badge image (SVG)"), _("The same as a drawing that stays sharp at every size.")),
    "edc-sealed": (
        _("European Digital Credential, sealed"),
        _("For Europass: sealed with the certificate of the organisation."),
    ),
    "edc": (
        _("European Digital Credential, without a seal"),
        _("The same content for machines. Nothing vouches for it until it is sealed."),
    ),
    "sd-jwt": (
        _("Wallet credential (SD-JWT VC)"),
        _("For European wallets: personal details can be shown one by one."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class FormatRow:
    """A format as a list shows it; ``languages`` are the choices with their names."""

    format: str
    name: str | Promise
    purpose: str | Promise
    languages: tuple[tuple[str, str | Promise], ...]
    is_sealed: bool


def rows_of(found: AwardFormats) -> list[FormatRow]:
    """Return the rows, those for people first."""
    return [
        FormatRow(
            format=format,
            name=name,
            purpose=purpose,
            languages=tuple((tag, LANGUAGE_NAMES[tag]) for tag in FORMATS[format].languages),
            is_sealed=FORMATS[format].sealed,
        )
        for format, (name, purpose) in NAMES.items()
        if format in found.formats
    ]


def asked_language(request: HttpRequest, format: str) -> str:
    """Return the language of a download: the one asked for, or the format's own default."""
    language = request.GET.get("language", "")
    kind = FORMATS.get(format)
    return language if kind is not None and language in kind.languages else ""


def elements_context(request: HttpRequest, found: AwardElements) -> dict[str, Any]:
    """Return what the page of the European elements shows, in the languages chosen."""
    reader = "pl" if (get_language() or "").startswith("pl") else "en"
    chosen = request.GET.get("language", "")
    chosen = chosen if chosen in LANGUAGES else reader
    tags = LANGUAGES[chosen]
    rows = [
        {
            "code": reading.code,
            "name": [(tag, reading.name.best(tag)[0]) for tag in tags],
            "lines": [_in(line, tags) for line in reading.lines],
        }
        for reading in found.readings
    ]
    titles = _in(found.title, tags)
    return {
        "found": found,
        "rows": rows,
        "titles": titles,
        "chosen": chosen,
        "languages": LANGUAGE_NAMES.items(),
    }


def _in(text: Any, tags: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the text in each language once, with the language it really has."""
    seen: dict[str, str] = {}
    for tag in tags:
        value, language = text.best(tag)
        seen.setdefault(value, language)
    return [(language, value) for value, language in seen.items()]
