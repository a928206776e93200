"""The long lists of an answer, written straight: every check renders a hundred rows anew."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem.web.templatetags.umiem import pill
from umiem.web.verifier.claims import ClaimRow, Claims
from umiem.web.verifier.issuer import IssuerView
from umiem.web.verifier.reading import Entry
from umiem.web.verifier.verdict import CheckRow, VerdictView

register = template.Library()


@register.simple_tag
def check_rows(view: VerdictView) -> SafeString:
    """List the checks: outcome, name and time, sentence, code and standard."""
    at, language = localtime(view.at), get_language()
    time = f'<time class="muted small tabular" datetime="{at.isoformat()}">{at:%H:%M:%S}</time>'
    rows = (_check(row, view.status_read_at if row.is_status else None, language) for row in view.checks)
    return SafeString("".join(f"{before}{time}{after}" for before, after in rows))


@register.simple_tag
def issuer_section(issuer: IssuerView) -> SafeString:
    """Show who the issuer is, in the words that are the same for all its credentials."""
    return _issuer_section(issuer, get_language())


@lru_cache(maxsize=64)
def _issuer_section(issuer: IssuerView, language: str | None) -> SafeString:
    """Draw it once for each ``language``, which is the one in force."""
    return render_to_string("components/issuer.html", {"issuer": issuer})


@register.simple_tag
def claim_rows(claims: Claims, links_active: bool) -> SafeString:
    """List what the signature covers; addresses are links only where ``links_active``."""
    return SafeString("".join(_claim(row, links_active=links_active) for row in claims.rows))


@lru_cache(maxsize=512)
def _check(row: CheckRow, status_read_at: datetime | None, language: str | None) -> tuple[str, str]:
    """Return what stands before and after the time, in ``language``, which is the one in force."""
    status = f'<p class="small">{escape(_last_read(status_read_at))}</p>' if row.is_status else ""
    word = escape(_("Error code"))
    code = f"{word}: <code>{escape(row.reason)}</code>" if row.reason else ""
    small = " · ".join(part for part in (code, escape(row.spec)) if part)
    source = f'<p class="muted small">{small}</p>' if small else ""
    return (
        f'<li><div>{pill("check", row.outcome)}</div><div><p class="check-name">{escape(row.title)} ',
        f"</p><p>{escape(row.sentence)}</p>{status}{source}</div></li>\n",
    )


def _last_read(moment: datetime | None) -> str:
    if moment is None:
        return _("This site never read its status before.")
    shown = date_format(localtime(moment), "DATETIME_FORMAT")
    return _("Last good check on this site: %(moment)s.") % {"moment": shown}


def _claim(row: ClaimRow, *, links_active: bool) -> str:
    mark = f' <span class="element-mark">{escape(row.element)}</span>' if row.element else ""
    values = [_entry(entry, links_active=links_active) for entry in row.entries]
    shown = values[0] if len(values) == 1 else f"<ul><li>{'</li><li>'.join(values)}</li></ul>"
    return f"<div><dt>{escape(row.label)}{mark}</dt>\n<dd>{shown}</dd></div>\n"


def _entry(entry: Entry, *, links_active: bool) -> str:
    shown = f"<bdi>{escape(entry.text)}</bdi>"
    if entry.under:
        shown += f'<br><span class="muted small">{escape(entry.under)}</span>'
    if not entry.address:
        return shown
    address = escape(entry.address)
    if links_active:
        link = f'<a class="small" href="{address}" rel="noopener noreferrer nofollow">{address}</a>'
        return f"{shown}<br>{link}"
    return f'{shown}<br><span class="inactive-link">{address}</span>'
