"""Showing a shared credential on other sites: LinkedIn's form, and a frame for a web page of one's own."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from django.utils.translation import get_language

from umiem.domain.text import LocalizedText
from umiem.services.holder.portfolio import HeldCredential

_LINKEDIN = "https://www.linkedin.com/profile/add"


def linkedin_address(held: HeldCredential, url: str) -> str:
    """Return the address of LinkedIn's form "Add licence or certification", filled in; nothing is sent yet.

    Parameters as LinkedIn documents them for "Add to profile".
    """
    language = get_language() or "pl"
    issued, until = held.award.awarded_on, held.credential.valid_until
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": held.definition.specification.title.best(language)[0],
        "organizationName": LocalizedText(held.organisation.names).best(language)[0],
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": url,
        "certId": str(held.credential.public_id),
    }
    if until is not None:
        fields |= {"expirationYear": until.year, "expirationMonth": until.month}
    return f"{_LINKEDIN}?{urlencode(fields)}"


def embed_snippet(url: str, held: HeldCredential) -> str:
    """Return HTML, as text to copy: a frame with the card, which links back to the checked page."""
    title = held.definition.specification.title.best(get_language() or "pl")[0]
    return (
        f'<iframe src="{escape(url)}card/" title="{escape(title)}" width="340" height="210" '
        'loading="lazy" referrerpolicy="no-referrer" style="border:0"></iframe>'
    )
