"""What lets someone in: share links, API tokens, and the memory of requests already answered."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.credentials import Credential
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class ShareLink(models.Model):
    """A public link to one credential, made and ended by its holder. Only the token's hash is kept.

    ``kind`` says what is behind it: ``whole`` (null in old rows), ``proof`` (``data`` discloses just the
    fields in ``included``, with a proof) or ``page`` (the page shows them, no file is handed out).
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="share_links")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=120, blank=True, default="")
    created_at = moment()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8, null=True)
    included = models.JSONField(null=True)
    data = models.BinaryField(null=True)
    media_type = models.CharField(max_length=100, null=True)
    language = models.CharField(max_length=8, null=True)
    code_hash = models.CharField(max_length=64, null=True, db_index=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class ShareView(models.Model):
    """How often a link was opened in one hour: no address, no browser, nobody's name."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="view_log")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("link", "hour"), name="share_view_hour"),)
        ordering = ("-hour",)

    def __str__(self) -> str:
        return f"{self.link_id} {self.hour:%Y-%m-%d %H}"


class ApiToken(models.Model):
    """A bearer token of an organisation: ``prefix`` finds it, ``token_hash`` proves it."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16, unique=True)
    token_hash = models.CharField(max_length=64)
    scopes = models.JSONField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = moment()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.prefix


class IdempotencyKey(models.Model):
    """The answer already given to a request that carried this key."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="idempotency_once"),)

    def __str__(self) -> str:
        return self.key
