"""The catalogue for programs and search engines: feeds, the site map and the rules for robots."""

from __future__ import annotations

from itertools import islice

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from umiem import wiring
from umiem.services.skill import catalogue_feed
from umiem.services.skill.learning_opportunities import as_learning_opportunities

_MOST_ADDRESSES = 50_000  # of the sitemap protocol
_MINUTES = 10
_CLOSED = ("/wallet/", "/staff/", "/accounts/", "/s/", "/p/", "/set/", "/plan/s/", "/outbox/", "/c/")


@require_safe
def feed_json(request: HttpRequest) -> HttpResponse:
    """The catalogue as plain JSON."""
    return _open(JsonResponse(catalogue_feed.as_json(), json_dumps_params={"ensure_ascii": False}))


@require_safe
def feed_csv(request: HttpRequest) -> HttpResponse:
    """The catalogue as a table; the byte order mark makes Excel read Polish letters."""
    response = HttpResponse("\ufeff" + catalogue_feed.as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    return _open(response)


@require_safe
def feed_schema_org(request: HttpRequest) -> HttpResponse:
    """The catalogue as schema.org courses."""
    data = catalogue_feed.as_schema_org()
    return _open(
        JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
    )


@require_safe
def feed_elm(request: HttpRequest) -> HttpResponse:
    """The catalogue as learning opportunities of the European Learning Model."""
    data = as_learning_opportunities()
    return _open(
        JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page that search engines may list."""
    lines = [
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for address, day in islice(catalogue_feed.listed_addresses(), _MOST_ADDRESSES)
    ]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "\n".join(lines) + "</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all that is public, nothing behind a link or a sign-in."""
    closed = "\n".join(f"Disallow: {path}" for path in _CLOSED)
    body = f"User-agent: *\n{closed}\nSitemap: {wiring.installation().base_url}/sitemap.xml\n"
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def _open(response: HttpResponse) -> HttpResponse:
    """Let any site read it, and keep it for a few minutes."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={_MINUTES * 60}"
    return response
