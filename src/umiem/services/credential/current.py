"""Which credential of an award counts: the newest that was released, or its intent while there is none."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from umiem.errors import NotFoundError
from umiem.storage.models import Award, Credential, CredentialState


def current_credential(award: Award) -> Credential:
    """Return the newest released credential of an award, or its intent while there is none."""
    rows = award.credentials.order_by("-id").select_related("organisation", "key")
    credential = rows.filter(state=CredentialState.RELEASED).first() or rows.first()
    if credential is None:
        raise NotFoundError("credential-unknown")
    return credential


def with_credentials(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Return awards with what lists show of their credentials; not the documents themselves."""
    shown = Credential.objects.defer("intent", "data")
    return awards.prefetch_related(Prefetch("credentials", queryset=shown))


def newest_of(award: Award) -> Credential:
    """Return the same as ``current_credential`` for an award of ``with_credentials``, without a query."""
    rows = award.credentials.all()
    released = [row for row in rows if row.state == CredentialState.RELEASED]
    return max(released or rows, key=lambda row: row.pk)
