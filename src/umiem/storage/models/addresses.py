"""Addresses that end, and proofs that somebody has one."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class EndingAddress(models.Model):
    """An address of a person, or all addresses of an organisation's domain (``@…``), that end on a day."""

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="ending_addresses"
    )
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="ending_addresses")
    pattern = models.CharField(max_length=320)
    ends_on = models.DateField()
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "pattern"), name="ending_address_of_user"),
            models.UniqueConstraint(fields=("organisation", "pattern"), name="ending_address_of_domain"),
        )
        ordering = ("ends_on", "id")

    def __str__(self) -> str:
        return f"{self.pattern} {self.ends_on}"


class MailProof(models.Model):
    """A code on its way to a mailbox: whoever enters it in ``user``'s account has that mailbox.

    ``other`` is the account that has the address; None: nobody has, and no code was sent. ``proved_at``:
    the right code was entered. Tries are counted.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mail_proofs")
    purpose = models.CharField(max_length=12)
    email = models.CharField(max_length=320)
    other = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = moment()
    expires_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "purpose"), name="mail_proof_one"),)

    def __str__(self) -> str:
        return self.purpose
