"""The page behind a public link that a learner made, its short code, its file, and its card for frames."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from umiem.errors import NotFoundError
from umiem.services import access, public_tokens
from umiem.services.holder import share_links, sharing
from umiem.services.holder.sharing import SharedCredential
from umiem.web.forms.errors import put_error
from umiem.web.forms.share_code import ShareCodeForm
from umiem.web.public.shown import in_words, is_signed_text
from umiem.web.responses import attachment, keep_away
from umiem.web.verifier.verdict import view_of

_CARD_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


@require_safe
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Show a shared credential, checked at this moment; search engines are asked to stay away."""
    reader = access.actor_of(request.user)
    shared = sharing.open_share(token, reader=reader, language=get_language() or "pl")
    return keep_away(render(request, "public/share.html", _context(shared, token)))


@require_safe
@xframe_options_exempt
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Show a small card that other pages may frame; it proves nothing by itself and leads to the page."""
    shared = sharing.open_share(token, count=False, language=get_language() or "pl")
    response = keep_away(render(request, "public/share_card.html", _context(shared, token)))
    response["Content-Security-Policy"] = _CARD_POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def download(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the signed file behind a public link."""
    return keep_away(attachment(sharing.shared_file(token)))


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the short code that stands beside a QR code, and lead to its page."""
    form = ShareCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link = share_links.find_by_code(form.cleaned_data["code"])
        except NotFoundError as error:
            put_error(form, error)
        else:
            return redirect("public:share", public_tokens.token_for(sharing.TOKEN_KIND, link.public_id))
    status = 422 if form.errors else 200
    response = keep_away(render(request, "public/share_code.html", {"form": form}, status=status))
    response["Referrer-Policy"] = "same-origin"  # without any, a browser posts the form from nowhere
    return response


def _context(shared: SharedCredential, token: str) -> dict[str, object]:
    language = shared.link.language if shared.kind == share_links.PROOF else ""
    return {
        "shared": shared,
        "held": shared.held,
        "view": view_of(shared.report),
        "token": token,
        "fields": tuple(
            (field, language if is_signed_text(field) else "") for field in in_words(shared.fields)
        ),
        "file_language": language if language != (get_language() or "pl")[:2] else "",
    }
