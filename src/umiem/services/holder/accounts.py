"""A person's account: opening it, how they are called, in which language they are written to."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from umiem.services.access import Actor
from umiem.storage.models import Award, User


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
