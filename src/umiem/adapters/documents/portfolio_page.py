"""The page inside the ZIP of everything: one file that opens offline, in Polish and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from umiem.domain.text import LocalizedText
from umiem.sentences import N_
from umiem.sentences.translate import fill, translate

_STATES = {
    "active": N_("in force on that day"),
    "suspended": N_("suspended on that day"),
    "revoked": N_("revoked"),
    "expired": N_("its time was over"),
    "not-yet-valid": N_("not valid yet on that day"),
    "valid": N_("verified"),
    "unvouched": N_("signature good, issuer not known to the site"),
    "invalid": N_("not verified"),
    "indeterminate": N_("could not be checked in full"),
}
_TITLE = N_("My credentials")
_INTRO = N_("Taken from Umiem on {day} for {name}. This page and the files beside it work without that site.")
_VERIFY = N_(
    "Each file carries its own proof. Verify it on any Umiem site, with any software for its format, "
    "or with the command:"
)
_FILE, _CERTIFICATE = N_("Signed file"), N_("Certificate (PDF)")
_DAMAGED = N_("This one could not be read from storage and is missing here. Tell the operator: {name}")
_NOTHING = N_("There are no credentials in this archive.")
_REST = N_("Everything else that is stored about you: {record}; the list as a table: {table}.")
_FOREIGN = N_("from elsewhere, checked on {day}")
_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;color:#17202b;background:#fbf8f2;margin:0 auto;max-width:46rem;"
    "padding:1.5rem}h1,h2,h3{font-family:ui-serif,Georgia,serif;line-height:1.25}"
    "article{background:#fff;border:1px solid #d9d2c5;border-radius:10px;padding:1rem 1.25rem;margin:1rem 0}"
    "a{color:#0f5c5c}code{overflow-wrap:anywhere}.muted{color:#4a5562}nav a{margin-right:1rem}"
    "section{border-top:2px solid #17202b;margin-top:2.5rem;padding-top:.5rem}.bad{color:#a3231b}"
    "@media (prefers-color-scheme:dark){body{background:#14181d;color:#e8e4da}article{background:#1c2229;"
    "border-color:#3a424c}a{color:#7cc7c0}.muted{color:#aab2bb}section{border-color:#e8e4da}.bad{color:#ff9d94}}"
)


@dataclass(frozen=True, kw_only=True)
class ExportedFile:
    """One credential as the page and the table name it. ``problem`` is a code when its file is missing."""

    title: LocalizedText
    issuer: LocalizedText
    person: str
    day: str
    state: str
    path: str
    certificate: str
    digest: str
    problem: str
    name: str
    checked_on: str = ""


def export_page(files: Sequence[ExportedFile], *, name: str, at: datetime) -> str:
    """Return the page: first in Polish, then in English, with a link between the two."""
    parts = "".join(_section(files, name, at, language) for language in ("pl", "en"))
    return (
        '<!doctype html>\n<html lang="pl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(translate(_TITLE, 'pl'))} – {escape(translate(_TITLE, 'en'))}</title>"
        f"<style>{_STYLE}</style></head><body>"
        '<nav aria-label="Język / Language"><a href="#pl">Polski</a><a href="#en" lang="en">English</a></nav>'
        f"<main>{parts}</main></body></html>\n"
    )


def _section(files: Sequence[ExportedFile], name: str, at: datetime, language: str) -> str:
    heading = "h1" if language == "pl" else "h2"
    intro = fill(translate(_INTRO, language), {"day": f"{at:%Y-%m-%d}", "name": name})
    record = {"record": "umiem.json", "table": "credentials.csv"}
    listed = "".join(_article(one, language) for one in files) or f"<p>{_text(_NOTHING, language)}</p>"
    return (
        f'<section id="{language}" lang="{language}">'
        f"<{heading}>{_text(_TITLE, language)}</{heading}><p>{escape(intro)}</p>"
        f"<p>{_text(_VERIFY, language)} <code>umiem verify credentials/*.json</code></p>{listed}"
        f'<p class="muted">{escape(fill(translate(_REST, language), record))}</p></section>'
    )


def _article(one: ExportedFile, language: str) -> str:
    title, tag = one.title.best(language)
    issuer, _ = one.issuer.best(language)
    state = translate(_STATES.get(one.state, one.state), language)
    lines = [f'<h3 lang="{escape(tag)}"><bdi>{escape(title or one.name)}</bdi></h3>']
    about = " · ".join(escape(text) for text in (issuer, one.person, one.day, state) if text)
    lines.append(f"<p><bdi>{about}</bdi></p>")
    if one.checked_on:
        foreign = fill(translate(_FOREIGN, language), {"day": one.checked_on})
        lines.append(f'<p class="muted">{escape(foreign)}</p>')
    if one.problem:
        damaged = fill(translate(_DAMAGED, language), {"name": f"{one.name} ({one.problem})"})
        lines.append(f'<p class="bad">⚠ {escape(damaged)}</p>')
        return f"<article>{''.join(lines)}</article>"
    links = [(one.path, _FILE), (one.certificate, _CERTIFICATE)]
    drawn = " · ".join(
        f'<a href="{escape(path)}">{_text(word, language)}</a>' for path, word in links if path
    )
    lines.append(f'<p>{drawn}</p><p class="muted">SHA-256 <code>{one.digest}</code></p>')
    return f"<article>{''.join(lines)}</article>"


def _text(sentence: str, language: str) -> str:
    return escape(translate(sentence, language))
