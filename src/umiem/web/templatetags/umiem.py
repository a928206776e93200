"""What templates may say: icons, pills, localized text, rosettes, form fields. No rules live here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from allauth.account.models import EmailAddress
from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from umiem.domain.annexes import ELEMENT_NAMES, PRINCIPLE_NAMES
from umiem.domain.findings import Finding
from umiem.domain.learner_list import RowProblem
from umiem.domain.rosette import rosette_digest
from umiem.domain.text import LocalizedText
from umiem.errors import RefusedError
from umiem.sentences.errors import error_sentence
from umiem.sentences.findings import finding_example, finding_explanation, finding_sentence
from umiem.sentences.lists import note_sentence, part_name
from umiem.sentences.rows import problem_sentence, row_sentence
from umiem.sentences.translate import GROUPED_FROM
from umiem.services.credential import replacements
from umiem.services.credential.current import newest_of
from umiem.services.credential.replacements import Replacement
from umiem.services.holder import addresses
from umiem.storage.models import Collection, Credential
from umiem.web.issuer.places import part_of, places_for
from umiem.web.pills import PILLS, Pill
from umiem.web.vocabulary import element_label, label_of
from umiem.web.words import ELEMENT_REASONS, REPLACED_BY, REPLACES

register = template.Library()
register.simple_tag(newest_of)

DEFAULT_HUE = 180


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it is decoration, the word beside it carries the meaning."""
    return _icon(str(name))


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("umiem/icons.svg"),
        name,
    )


@register.simple_tag
def pill(family: str, code: str) -> SafeString:
    """Show a state as icon, word and colour."""
    return _pill(family, str(code), get_language() or "")


@lru_cache(maxsize=512)
def _pill(family: str, code: str, language: str) -> SafeString:
    """Draw it once for each ``language``, which is the one in force."""
    shown = PILLS[family].get(code, Pill("", "info", code))
    return format_html('<span class="pill {}">{}{}</span>', shown.tone, icon(shown.icon), shown.word)


@register.simple_tag
def localized(text: Mapping[str, str] | str | None) -> SafeString | str:
    """Show a text in the reader's language, or in one it has, saying which."""
    if not isinstance(text, Mapping):
        return text or ""
    reader = get_language() or "pl"
    best, tag = LocalizedText(text).best(reader)
    if tag == "und" or tag.partition("-")[0] == reader.partition("-")[0]:
        return best
    note = _("in {language}").format(language=language_name(tag))
    return format_html('<span lang="{}">{}</span> <span class="in-language">({})</span>', tag, best, note)


@register.simple_tag
def plainly(text: Mapping[str, str] | str | None) -> str:
    """The same text without markup, for titles and attributes."""
    return LocalizedText(text).best(get_language() or "pl")[0] if isinstance(text, Mapping) else text or ""


def language_name(tag: str) -> str:
    """Return the name of a language in the reader's language, or its tag."""
    label = label_of("LANGUAGES", tag)
    if label != tag:
        return label
    try:
        return str(get_language_info(tag)["name_translated"]).lower()
    except KeyError:
        return tag


@register.simple_tag
def rosette(identifier: str, hue: int | None = None, size: str = "") -> SafeString:
    """Show the rosette of a definition. Its name stands beside it, so the picture itself is silent."""
    colour = DEFAULT_HUE if hue is None else int(hue) % 360
    address = reverse("public:rosette", args=[rosette_digest(identifier), colour])
    return format_html(
        '<img class="rosette {}" src="{}" alt="" width="400" height="400" loading="lazy">', size, address
    )


@register.simple_tag
def cover(collection: Collection, size: str = "") -> SafeString:
    """Show the cover of a collection: a rosette of its own in the chosen colour."""
    return rosette(f"umiem:collection:{collection.public_id}", collection.hue, size)


@register.simple_tag
def address_end(address: EmailAddress) -> str:
    """Return the day on which an address ends, as a date field wants it."""
    found = addresses.end_noted(address.user_id, address.email)
    return "" if found is None else found.isoformat()


@register.simple_tag(takes_context=True)
def endings(context: Context) -> tuple[addresses.Ending, ...]:
    """Return which addresses of the reader end soon."""
    user = getattr(context.get("request"), "user", None)
    return addresses.endings(user.pk) if user is not None and user.is_authenticated else ()


# place of the learner's navigation → the pages behind it
_ACCOUNT = ("account_email", "account_reauthenticate", "mfa_list_webauthn", "mfa_add_webauthn")
_WITHIN: Mapping[str, tuple[str, ...]] = {
    "learner": _ACCOUNT,
    "learner:awards": (
        *("learner:award", "learner:formats", "learner:elements", "learner:report", "learner:feedback"),
        *("learner:erase-award", "learner:public-page", "learner:share", "learner:share-one"),
        "learner:wallet-app",
    ),
    "learner:imported": ("learner:imported-one", "learner:imported-check"),
    "learner:collections": ("learner:collection", "learner:collection-new"),
    "learner:larger": ("learner:larger-one",),
    "learner:plans": ("learner:plan", "learner:plan-link", "learner:plan-save", "learner:client-plan"),
    "learner:account": (
        *_ACCOUNT,
        *("learner:cv", "learner:my-data", "learner:merge", "learner:erase-account", "learner:address-end"),
    ),
}


@register.simple_tag(takes_context=True)
def current(context: Context, place: str, organisation: str | None = None) -> SafeString | str:
    """Mark a link of the navigation as the present place: a namespace, or namespace:name."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    here = {match.namespace, match.view_name}
    if organisation is not None and match.kwargs.get("organisation") != organisation:
        return ""
    if place in here:
        return SafeString(' aria-current="page"')
    return SafeString(' aria-current="true"') if match.view_name in _WITHIN.get(place, ()) else ""


@register.inclusion_tag("components/staff_places.html", takes_context=True)
def staff_places(context: Context) -> dict[str, Any]:
    """Show the navigation of the staff: where one may go, and what is beside the present page."""
    match = getattr(context.get("request"), "resolver_match", None)
    part = part_of(match.route) if match is not None else ""
    shown = places_for(context["staff"].may)
    present = next((place for place in shown if place.holds(part)), None)
    inside = present.inside if present is not None else ()
    inner = next((place for place in inside if place.holds(part)), None)
    exact = match is not None and match.view_name == getattr(inner or present, "view", "")
    organisation = context["staff"].organisation
    return {"organisation": organisation, "places": shown, "present": present, "inner": inner, "here": exact}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Return the present query string with some values changed."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values[name] = str(value)
    return str(values.urlencode())


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, no_optional: bool = False) -> dict[str, Any]:
    """Show one field of a form with its label, help and errors.

    ``no_optional`` says nothing of leaving it empty: one of several fields must be given.
    """
    widget = bound.field.widget
    kind = "text"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "checkbox"
    return {"field": bound, "kind": kind, "no_optional": no_optional}


@register.simple_tag
def concept(vocabulary: str, code: object) -> str:
    """Return the reader's label of a code of a controlled vocabulary."""
    return label_of(vocabulary, str(code))


@register.simple_tag
def word(table: Mapping[str, Any], code: str) -> str:
    """Return the word for a code from a table of words, or the code itself."""
    return str(table.get(code, code))


@register.filter
def grouped(number: int) -> str:
    """Write a large number as the reader's language does: 50 000, 50,000."""
    return number_format(number, use_l10n=True, force_grouping=abs(number) >= GROUPED_FROM)


@register.filter
def element_name(code: str) -> str:
    """Return the name of an element of Annex I, such as M6."""
    return element_label(code) if code in ELEMENT_NAMES else ""


@register.filter
def element_reason(code: str) -> str:
    """Return why an element of Annex I is asked."""
    return str(ELEMENT_REASONS.get(code, ""))


@register.filter
def words(text: str) -> list[str]:
    """Split at spaces, for short lists in a template."""
    return text.split()


@register.simple_tag
def finding_text(finding: Finding) -> str:
    """Say a finding about a definition in the reader's language."""
    return finding_sentence(finding, get_language() or "pl")


@register.simple_tag
def finding_reason(finding: Finding) -> str:
    """Say why the rule behind a finding exists."""
    return finding_explanation(finding.code, get_language() or "pl")


@register.simple_tag
def finding_help(finding: Finding) -> str:
    """Give an example of a good answer, where there is one."""
    return finding_example(finding.code, get_language() or "pl")


@register.simple_tag
def refusal(code: str) -> str:
    """Say why something is not allowed now."""
    return error_sentence(RefusedError(code, slug=""), get_language() or "pl")


@register.simple_tag
def principle_name(number: int) -> str:
    """Return the name of a principle of Annex II."""
    return PRINCIPLE_NAMES[number].best(get_language() or "pl")[0]


@register.simple_tag
def element_states(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return each element of Annex I with the gravest finding on it, or none."""
    gravest: dict[str, str] = {}
    for finding in findings:  # gravest first
        if finding.element:
            gravest.setdefault(finding.element, finding.severity.value)
    return [{"code": code, "severity": gravest.get(code, "")} for code in ELEMENT_NAMES]


@register.simple_tag
def problem_text(problem: RowProblem) -> str:
    """Say what is wrong with a cell, where its place is plain to see."""
    return problem_sentence(problem, get_language() or "pl")


@register.simple_tag
def part_label(part: str) -> str:
    """Return what a column of a list holds, in words."""
    return part_name(part, get_language() or "pl")


@register.simple_tag
def list_note(note: tuple[str, dict[str, object]]) -> str:
    """Say something worth knowing about the file of a list."""
    return note_sentence(note[0], note[1], get_language() or "pl")


@register.filter
def cell(values: Mapping[str, str], part: str) -> str:
    """Return the cell of a row that holds this part."""
    return values.get(part, "")


@register.simple_tag
def row_problem(problem: RowProblem) -> str:
    """Say what is wrong with a row of a list, and where."""
    return row_sentence(problem, get_language() or "pl")


@register.simple_tag
def replaced_by(kind: str) -> str:
    """Say why a credential is not the newest of its award."""
    return str(REPLACED_BY.get(kind, ""))


@register.simple_tag
def replaces(kind: str) -> str:
    """Say that a credential takes the place of an earlier one, and why."""
    return str(REPLACES.get(kind, ""))


@register.simple_tag
def replacement_of(credential: Credential) -> Replacement:
    """Return what is told about the place a credential takes."""
    return replacements.of_credential(credential)


@register.filter
def signed(number: float) -> str:
    """Write a difference with its sign, as +12 or −3,5."""
    value = f"{abs(number):g}"
    value = value.replace(".", ",") if (get_language() or "pl").startswith("pl") else value
    return value if number == 0 else f"{'+' if number > 0 else '−'}{value}"
