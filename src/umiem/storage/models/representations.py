"""Further readings of one credential: stored once, then the same bytes for everyone; and what makes them."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment
from umiem.storage.models.credentials import Credential
from umiem.storage.models.organisations import Organisation


class Representation(models.Model):
    """A credential in another format, as it was made the first time somebody asked.

    ``language`` is empty for formats that hold every language. It goes when the credential goes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="representations")
    format = models.CharField(max_length=20)
    language = models.CharField(max_length=8, blank=True, default="")
    media_type = models.CharField(max_length=100)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("credential", "format", "language"), name="representation_only_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.format} {self.language}".strip()


class PrintedCode(models.Model):
    """The short code that a certificate carries. Only its hash is kept; the code leads to one credential."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="printed_code")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = moment()

    def __str__(self) -> str:
        return self.code_hash[:8]


class SealKey(models.Model):
    """The organisation's seal: its private key, encrypted, and the certificate chain as PEM.

    The newest row seals; an empty ``chain`` means that the organisation seals no more. ``is_test`` marks a
    certificate of the demonstration authority. ``time_stamp_url`` is an RFC 3161 service (baseline B-T).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seals")
    chain = models.TextField(blank=True, default="")
    private = models.BinaryField()
    holder = models.CharField(max_length=400, blank=True, default="")
    identifier = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    is_test = models.BooleanField(default=False)
    time_stamp_url = models.CharField(max_length=400, blank=True, default="")
    created_at = moment()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.holder


class CertificateDesign(models.Model):
    """How the organisation's printed certificates look: one of the designs, a logo, who signs.

    ``logo`` is a PNG that was drawn anew from what was uploaded. ``signatories`` is a list of
    ``{"name": …, "role": {"pl": …, "en": …}}``.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="certificate_design"
    )
    design = models.CharField(max_length=20, default="classic")
    logo = models.BinaryField(null=True)
    signatories = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.design
