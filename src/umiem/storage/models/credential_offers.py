"""Credentials on their way to wallets: the holder's offer, and each copy that a wallet took."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.credentials import Credential
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class CredentialOffer(models.Model):
    """One offer of one award to a wallet (OpenID for Verifiable Credential Issuance 1.0, section 4).

    The pre-authorised code and the transaction code are derived from ``public_id`` and the installation's
    secret; only the hash of the first finds the row. The code is exchanged once, at ``used_at``, for an
    access token, of which the hash is kept until ``access_until``. ``language`` is that of the texts.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="offers")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="credential_offers")
    language = models.CharField(max_length=8)
    code_hash = models.CharField(max_length=64, unique=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    access_hash = models.CharField(max_length=64, null=True, unique=True)
    access_until = models.DateTimeField(null=True)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="credential_offer_tenant"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class WalletCopy(models.Model):
    """One credential that was handed to a wallet. The copy itself is not kept, its digest is.

    ``key_thumbprint`` names the wallet's key (RFC 7638) where the copy is bound to one. ``event`` is what the
    wallet said of it: ``credential_accepted``, ``credential_failure``, ``credential_deleted``, or nothing.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(CredentialOffer, on_delete=models.CASCADE, related_name="copies")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="wallet_copies")
    configuration = models.CharField(max_length=60)
    key_thumbprint = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64)
    event = models.CharField(max_length=40, blank=True, default="")
    created_at = moment()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
