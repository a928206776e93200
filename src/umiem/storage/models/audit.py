"""The audit log: a chain of hashes per organisation, so that a changed or missing row shows."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.organisations import Organisation


class AuditHead(models.Model):
    """The end of one chain; locked while an entry is added. ``chain`` is ``o/<slug>`` or ``platform``."""

    chain = models.CharField(max_length=90, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return self.chain


class AuditEntry(models.Model):
    """Who did what to which thing. ``digest`` covers the entry and the digest before it.

    Actor, subject and params are covered through ``parts``: for each a salt and the hash of both. Erasing
    personal data from a part empties it and its salt; the chain stays whole, and nobody can test guesses
    against the hash that stays. Entries without parts are older: they are covered as they stand.
    """

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    chain = models.CharField(max_length=90)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=320)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    params = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    parts = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="audit_sequence"),)
        ordering = ("chain", "sequence")

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.action}"
