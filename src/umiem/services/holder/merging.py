"""Making one account of two that the same person has proved: signed in to one, a code from the other."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, models, transaction

from umiem.errors import RefusedError
from umiem.sentences.account_mail import account_mail
from umiem.services import audit
from umiem.services.access import SYSTEM, Actor
from umiem.services.email_address import checked_email
from umiem.services.notice import mail, mail_proofs
from umiem.storage.models import Award, ImportedCredential, MailProof, User

PURPOSE = "merge"


def begin(actor: Actor, email: str) -> MailProof:
    """Send a code to an address of the other account; the answer is the same whether there is one or not."""
    user = _user(actor)
    address = checked_email(email)
    known = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    if known is not None and known.user_id == user.pk:
        raise RefusedError("merge-with-itself")
    other = None if known is None else known.user
    return mail_proofs.begin(user, purpose=PURPOSE, email=address, other=other)


def prove(actor: Actor, code: str) -> MailProof:
    """Check the code from the other mailbox."""
    return mail_proofs.enter(_user(actor), PURPOSE, code)


def under_way(actor: Actor) -> MailProof | None:
    """Return the merging that was begun and has not ended."""
    return mail_proofs.open_proof(_user(actor), PURPOSE)


def what_moves(proof: MailProof) -> dict[str, int]:
    """Return how much the other account holds, once it is proved."""
    if proof.proved_at is None or proof.other is None:
        return {}
    return {
        "awards": Award.objects.filter(holder=proof.other).count(),
        "imported": ImportedCredential.objects.filter(owner=proof.other).count(),
        "addresses": EmailAddress.objects.filter(user=proof.other, verified=True).count(),
    }


def merge(actor: Actor) -> None:
    """Move everything of the proved account into this one and delete the other.

    Raises ``RefusedError`` when nothing was proved, or the other account itself asks for a second fact.
    What both have (the same foreign credential twice, a role in the same organisation) stays once.
    """
    user = _user(actor)
    with transaction.atomic():
        proof = mail_proofs.open_proof(user, PURPOSE)
        if proof is None or proof.proved_at is None or proof.other is None:
            raise RefusedError("merge-not-proved")
        rows = User.objects.select_for_update().filter(pk__in=(user.pk, proof.other.pk)).order_by("pk")
        both = {row.pk: row for row in rows}
        other = both.get(proof.other.pk)
        if other is None or other.pk == user.pk or other.second_fact_reason:
            raise RefusedError("merge-not-proved")
        proof.delete()
        told = sorted({user.email, other.email})
        EmailAddress.objects.filter(user=other).update(primary=False)
        for relation in User._meta.related_objects:
            _move(relation, other, user)
        other.delete()
        audit.record(SYSTEM, None, "accounts-merged", str(user.public_id))
        for address in told:
            subject, body = account_mail("accounts-merged", user.language, {})
            mail.queue(
                key=f"accounts-merged:{user.public_id}:{proof.created_at:%Y%m%d%H%M%S}:{address}"[:200],
                kind="account",
                recipient=address,
                subject=subject,
                body=body,
            )


def _move(relation: object, other: User, user: User) -> None:
    """Point rows at the account that stays, one by one where both have the same thing."""
    model: type[models.Model] = relation.related_model  # type: ignore[attr-defined]
    name: str = relation.field.name  # type: ignore[attr-defined]
    if model is MailProof:
        return
    for row in model._default_manager.filter(**{name: other}):
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=row.pk).update(**{name: user})
        except IntegrityError:
            continue  # this account has the same already; the other's goes with it


def _user(actor: Actor) -> User:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return User.objects.get(pk=actor.user_id)
