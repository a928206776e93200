"""What a person may ask of their own account: everything kept about them, in files."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from allauth.account.models import EmailAddress

from umiem.errors import RefusedError
from umiem.services import credentials, portfolio
from umiem.services.access import Actor
from umiem.services.files import File
from umiem.services.portfolio import HeldCredential
from umiem.storage.models import Award, Membership, ShareLink, User

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes


def export_mine(actor: Actor) -> File:
    """Return a ZIP of everything about the person: a readable record and the signed files, byte for byte.

    GDPR, articles 15 and 20. Raises ``RefusedError`` when nobody is signed in.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    user = User.objects.get(pk=actor.user_id)
    held = portfolio.held(actor)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        record = json.dumps(_record(user, held), ensure_ascii=False, indent=2).encode()
        archive.writestr(zipfile.ZipInfo("umiem.json", _FIRST_DAY_OF_ZIP), record)
        for one in held:
            file = credentials.file_of(one.credential)
            archive.writestr(zipfile.ZipInfo(f"credentials/{file.name}", _FIRST_DAY_OF_ZIP), file.data)
    return File(name="umiem-export.zip", media_type="application/zip", data=packed.getvalue())


def open_account(email: str) -> User:
    """Return the account of an address, a new one where there is none yet.

    A new account is empty and its address unconfirmed: only the code sent to the mailbox lets anybody in.
    """
    address = email.strip().casefold()
    known = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    if known is not None:
        return known.user
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    EmailAddress.objects.get_or_create(user=user, email=address, defaults={"primary": True})
    return user


def known_names(actor: Actor) -> tuple[str, ...]:
    """Return under which names the person is known here: their own choice, then those on their awards."""
    if actor.user_id is None:
        return ()
    chosen = User.objects.filter(pk=actor.user_id).values_list("name", flat=True)
    awarded = Award.objects.filter(holder_id=actor.user_id).values_list("given_name", "family_name")
    names = [*chosen, *(f"{given} {family}" for given, family in awarded)]
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def change_name(actor: Actor, *, name: str, language: str) -> User:
    """Change how the person is greeted and in which language mails are written."""
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    chosen = language if language in ("pl", "en") else "pl"
    User.objects.filter(pk=actor.user_id).update(name=name.replace("\0", "").strip()[:200], language=chosen)
    return User.objects.get(pk=actor.user_id)


def _record(user: User, held: tuple[HeldCredential, ...]) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=user)
    memberships = Membership.objects.filter(user=user).select_related("organisation")
    links = ShareLink.objects.filter(owner=user)
    return {
        "person": {
            "name": user.name,
            "language": user.language,
            "since": user.created_at.isoformat(),
            "last_sign_in": None if user.last_login is None else user.last_login.isoformat(),
            "addresses": [{"email": row.email, "verified": row.verified} for row in addresses],
        },
        "roles": [{"organisation": row.organisation.slug, "role": row.role} for row in memberships],
        "awards": [_award(one) for one in held],
        "share_links": [
            {
                "purpose": link.purpose,
                "made": link.created_at.isoformat(),
                "ends": None if link.expires_at is None else link.expires_at.isoformat(),
                "stopped": None if link.revoked_at is None else link.revoked_at.isoformat(),
                "views": link.views,
            }
            for link in links
        ],
    }


def _award(held: HeldCredential) -> dict[str, Any]:
    award = held.award
    return {
        "organisation": held.organisation.slug,
        "definition": held.definition.definition.slug,
        "version": held.definition.version.version,
        "name": f"{award.given_name} {award.family_name}",
        "email": award.email,
        "run": award.run,
        "awarded_on": award.awarded_on.isoformat(),
        "state": award.state,
        "status": held.status,
        "results": award.record,
    }
