"""The curriculum vitae: the choice of what is in it, the PDF to send, and the entries for other editors."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from umiem.domain.text import LocalizedText
from umiem.services import access
from umiem.services.holder import curriculum, cv_documents
from umiem.services.holder.cv_documents import CvContent, CvEntry, CvLines, CvSection, CvSheet
from umiem.services.holder.portfolio import HeldCredential
from umiem.storage.models import ImportedCredential
from umiem.web.forms.cv import CvForm
from umiem.web.learner.cv_line import CV_LANGUAGES, cv_line
from umiem.web.responses import attachment

MOST_OUTCOMES = 6  # of one credential: a CV is read in a minute


@require_safe
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Let the person choose what is in the PDF, and offer the entries for other editors."""
    actor = access.actor_of(request.user)
    form = CvForm(initial={"language": _own_language()})
    return render(request, "learner/cv.html", {"form": form, "found": curriculum.gather(actor)})


@require_safe
@login_required
def document(request: HttpRequest) -> HttpResponse:
    """Hand out the CV as PDF, with what was chosen."""
    actor = access.actor_of(request.user)
    form = CvForm(request.GET)
    if not form.is_valid():
        found = curriculum.gather(actor)
        return render(request, "learner/cv.html", {"form": form, "found": found}, status=422)
    chosen = form.cleaned_data
    with override(chosen["language"]):
        sheet = _sheet(cv_documents.cv_content(actor), **chosen)
    return attachment(cv_documents.cv_file(sheet))


@require_safe
@login_required
def entries(request: HttpRequest, cv: str) -> HttpResponse:
    """Hand out what is held as entries of a curriculum vitae, for other editors."""
    return attachment(curriculum.curriculum(access.actor_of(request.user), cv, language=_own_language()))


def _own_language() -> str:
    language = (get_language() or CV_LANGUAGES[0])[:2]
    return language if language in CV_LANGUAGES else CV_LANGUAGES[-1]


def _sheet(
    content: CvContent, *, language: str, codes: bool, grades: bool, email: bool, declared: bool
) -> CvSheet:
    found = content.curriculum
    today = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    held = tuple(_held_entry(one, language, codes=codes, grades=grades) for one in found.held)
    foreign = tuple(_foreign_entry(row, language) for row in found.foreign)
    sections = ((_("Education and training"), held), (_("Confirmed elsewhere"), foreign))
    notes = [_("Made on {day} in the order of a Europass CV. Europass does not issue it.").format(day=today)]
    if codes and held:
        notes.append(_("A code shows what was signed, and whether it still stands. Check the content, too."))
    return CvSheet(
        language=language,
        kind=_("Curriculum vitae"),
        document_title=_("Curriculum vitae: {name}").format(name=found.name or found.email),
        name=found.name or found.email,
        contact=found.email if email else "",
        about="",
        skills_heading=_("What I can do"),
        skills=tuple(_confirmed(content, language)),
        sections=tuple(CvSection(heading=heading, entries=rows) for heading, rows in sections if rows),
        declared=CvLines(
            heading=_("Skills that I declare myself"),
            note=_("Nobody has confirmed these."),
            lines=tuple(_declared(content, language)) if declared else (),
        ),
        notes=tuple(notes),
        footer=found.name or found.email,
    )


def _confirmed(content: CvContent, language: str) -> Iterator[CvLines]:
    for area in content.skills.areas:
        lines = tuple(cv_line(skill, language) for skill in area.skills if skill.is_verified)
        heading = area.label.best(language)[0] if area.label else _("Further skills")
        if lines:
            yield CvLines(heading=heading[:1].upper() + heading[1:], lines=lines)


def _declared(content: CvContent, language: str) -> Iterator[str]:
    for area in content.skills.areas:
        for skill in area.skills:
            if not skill.is_verified:
                note = "" if skill.declared is None else skill.declared.note
                label = skill.label.best(language)[0]
                yield f"{label} ({note})" if note else label


def _held_entry(one: HeldCredential, language: str, *, codes: bool, grades: bool) -> CvEntry:
    said = one.definition.specification
    check = ""
    if codes:
        address, code = cv_documents.printed_address(one)
        check = _("Check at {address}, code {code}").format(address=address, code=code)
    return CvEntry(
        day=formats.date_format(one.award.awarded_on, "DATE_FORMAT"),
        title=said.title.best(language)[0],
        issuer=LocalizedText(one.organisation.names).best(language)[0],
        facts=" · ".join(_facts(one, grades=grades)),
        outcomes=tuple(
            outcome.statement.best(language)[0] for outcome in said.learning_outcomes[:MOST_OUTCOMES]
        ),
        check=check,
    )


def _facts(one: HeldCredential, *, grades: bool) -> Iterator[str]:
    said = one.definition.specification
    if said.workload.ects is not None:
        yield f"{formats.number_format(said.workload.ects.normalize())} ECTS"
    if said.workload.hours is not None:
        unit = _("h")
        yield f"{said.workload.hours} {unit}"
    if said.level.eqf is not None:
        yield _("EQF level {level}").format(level=said.level.eqf)
    grade = cv_documents.signed_grade(one) if grades else ""
    if grade:
        yield _("Grade: {grade}").format(grade=grade)


def _foreign_entry(row: ImportedCredential, language: str) -> CvEntry:
    checked = formats.date_format(row.checked_at, "DATE_FORMAT")
    return CvEntry(
        day=_day(row.valid_from),
        title=LocalizedText(row.title).best(language)[0],
        issuer=LocalizedText(row.issuer_name).best(language)[0],
        facts=_("signature checked on {day}").format(day=checked),
    )


def _day(moment: str) -> str:
    found = parse_date(moment[:10])
    return "" if found is None else formats.date_format(found, "DATE_FORMAT")
