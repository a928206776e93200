"""A row of the table of a batch, in the reader's language: for the page and for the CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.engine.web_addresses import split_address
from umiem.errors import UmiemError
from umiem.sentences.checks import CHECK_TITLES, check_sentence, check_title
from umiem.sentences.errors import error_sentence
from umiem.services.verifying.verdicts import OPEN_POINTS, PAGE
from umiem.storage.models import CheckItem
from umiem.web.pills import ANSWERS
from umiem.web.verifier.reading import text_of

HEADINGS = (
    _("No."),
    _("File or link"),
    _("Answer"),
    _("Who issued it"),
    _("Known issuer"),
    _("Identifier of the issuer"),
    _("To whom"),
    _("What"),
    _("Valid from"),
    _("Valid until"),
    _("Reasons"),
    _("Checked on"),
    _("SHA-256"),
    _("In words"),
)


_PAGES = {
    "not-printed": _("The printed page does not show what was signed."),
    "not-signed": _("On the page or picture stands a text that nobody signed."),
    "redrawn": _("The page or picture is not the one that this site made."),
    "not-compared": _("This site keeps no page to compare the printed one with."),
}


@dataclass(frozen=True)
class _Reason:
    code: str
    outcome: str
    params: Mapping[str, object]


def shown_row(item: CheckItem) -> dict[str, Any]:
    """Return what the page shows of an item."""
    found: Mapping[str, Any] = item.result
    return {
        "number": item.position + 1,
        "name": _name(item),
        "answer": ANSWERS.get(item.verdict),
        "issuer": text_of(found.get("issuer_names")),
        "known": bool(found.get("issuer_known")),
        "person": str(found.get("person", "")),
        "title": text_of(found.get("titles")),
        "reasons": ", ".join(found.get("reasons", ())),
        "in_words": _in_words(item),
    }


def csv_row(item: CheckItem) -> list[str]:
    """Return the cells of an item, in the order of ``HEADINGS``."""
    found, answer = item.result, ANSWERS.get(item.verdict)
    return [
        str(item.position + 1),
        _name(item),
        "" if answer is None else str(answer.word),
        text_of(found.get("issuer_names")),
        str(_("yes") if found.get("issuer_known") else _("no")) if "issuer" in found else "",
        str(found.get("issuer", "")),
        str(found.get("person", "")),
        text_of(found.get("titles")),
        str(found.get("valid_from", "")),
        str(found.get("valid_until", "")),
        ", ".join(found.get("reasons", ())),
        str(found.get("at", "")),
        str(found.get("sha256", "")),
        _in_words(item),
    ]


def _not_had(code: str, link: str, language: str) -> str:
    """Say why there was nothing to check: what an address answered, or did not."""
    sentence = error_sentence(UmiemError(code, url=link, host=split_address(link).hostname or ""), language)
    return "" if "…" in sentence else sentence


def _name(item: CheckItem) -> str:
    """A file by its name, a link by its address, and which list it stands on."""
    return " ".join(part for part in (item.name, item.link) if part)


def _in_words(item: CheckItem) -> str:
    """Say the first reason in a sentence; nothing where parameters, which are not kept, would be in it."""
    code, _colon, reason = next(iter(item.result.get("reasons", ())), "").partition(": ")
    if code == PAGE:
        return str(_PAGES.get(reason, ""))
    language = get_language() or "pl"
    if code not in CHECK_TITLES:
        return _not_had(code, item.link, language) if code else ""
    outcome = "unknown" if item.verdict == OPEN_POINTS else "failed"
    sentence = check_sentence(_Reason(code, outcome, {"reason": reason}), language)
    return "" if "…" in sentence else f"{check_title(code, language)}: {sentence}"
