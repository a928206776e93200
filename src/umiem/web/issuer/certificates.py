"""The seal of the organisation, and how its certificates look."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import ConfigurationError, MalformedInputError, RefusedError
from umiem.services.access import Permission
from umiem.services.credential import certificate_designs, seals
from umiem.services.definition import definitions
from umiem.services.files import File
from umiem.web.forms.certificates import DesignForm, SealForm
from umiem.web.forms.errors import put_error
from umiem.web.issuer.staff import Staff, show, staff_page
from umiem.web.responses import attachment

_DESIGN_NAMES = (
    ("classic", gettext_lazy("Classic: framed and centred")),
    ("modern", gettext_lazy("Modern: a band of colour")),
    ("plain", gettext_lazy("Plain: white, for letterheads")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def seal(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the organisation's certificate, take another into use, or stop sealing."""
    if Permission.ADMINISTER not in staff.may:
        raise RefusedError("permission-missing", permission=str(Permission.ADMINISTER))
    step = request.POST.get("step", "")
    form = SealForm(request.POST or None, request.FILES or None) if step == "upload" else SealForm()
    if step in ("test", "remove") or (step == "upload" and form.is_valid()):
        try:
            _change_seal(staff, step, form)
        except (MalformedInputError, RefusedError, ConfigurationError) as error:
            form = form if form.is_bound else SealForm(data={})
            form.full_clean()
            form.errors.clear()
            put_error(form, error)
        else:
            messages.success(request, _("The seal was changed."))
            return redirect("issuer:seal", staff.slug)
    row = seals.seal_row(staff.organisation)
    return show(request, "seal", staff, form=form, row=row, status=422 if form.errors else 200)


def _change_seal(staff: Staff, step: str, form: SealForm) -> None:
    if step == "test":
        seals.install_test_seal(staff.actor, staff.slug)
    elif step == "remove":
        seals.remove_seal(staff.actor, staff.slug)
    else:
        seals.install_seal(
            staff.actor,
            staff.slug,
            data=form.cleaned_data["file"].read(),
            passphrase=form.cleaned_data["passphrase"],
            time_stamp_url=form.cleaned_data["time_stamp_url"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def design(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose how certificates look."""
    if Permission.ADMINISTER not in staff.may:
        raise RefusedError("permission-missing", permission=str(Permission.ADMINISTER))
    chosen = certificate_designs.design_of(staff.organisation)
    form = DesignForm(request.POST or None, request.FILES or None, initial=DesignForm.initial_of(chosen))
    if request.method == "POST" and form.is_valid():
        try:
            certificate_designs.choose_design(staff.actor, staff.slug, form.choice())
        except MalformedInputError as error:
            put_error(form, error)
        else:
            messages.success(request, _("New certificates look like this from now on."))
            return redirect("issuer:certificate-design", staff.slug)
    known = definitions.list_definitions(staff.actor, staff.slug)
    return show(
        request,
        "certificate_design",
        staff,
        form=form,
        chosen=chosen,
        designs=_DESIGN_NAMES,
        has_definitions=bool(known),
        status=422 if form.errors else 200,
    )


@require_safe
@staff_page
def preview(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show a design with an invented person: as PDF, or page one as a picture."""
    name = request.GET.get("design", "classic")[:20]
    language = request.GET.get("language", "")
    as_picture = request.GET.get("picture") == "1"
    data = certificate_designs.preview(
        staff.actor, staff.slug, design=name, language=language, as_png=as_picture
    )
    if not as_picture:
        return attachment(File(name=f"{staff.slug}-{name}.pdf", media_type="application/pdf", data=data))
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response
