"""The signing keys of an organisation: which there are, and a new one in the place of the active."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.shapes.keys import KeyOut, RotateIn
from umiem.services.key import key_pages, keys
from umiem.storage.models import SigningKey

router = Router()


@router.get("", response=list[KeyOut], summary="The signing keys, with what each signed")
def list_keys(request: HttpRequest, organisation: parameters.Organisation) -> list[KeyOut]:
    """Return every key there ever was; private halves are never shown."""
    return [_out(key, signed) for key, signed in key_pages.page_of(actor(request), organisation).keys]


@router.post("", response={201: KeyOut}, summary="Begin a new key like the active one")
def rotate(request: HttpRequest, organisation: parameters.Organisation, body: RotateIn) -> Status[KeyOut]:
    """Retire the active key, which `instead_of` names, and begin another; asked twice it is a 409."""
    return Status(201, _out(keys.rotate_key(actor(request), organisation, instead_of=body.instead_of), 0))


def _out(key: SigningKey, signed: int) -> KeyOut:
    return KeyOut(
        key=key.fragment,
        algorithm=key.algorithm,
        store=str(key.store),
        state=str(key.state),
        signed=signed,
        created_at=key.created_at,
        valid_until=key.valid_until,
        retired_at=key.retired_at,
        compromised_since=key.compromised_since,
    )
