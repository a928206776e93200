"""What learners keep beside the awards of this installation: foreign credentials, collections, pages."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.awards import Award
from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.members import User


class ImportedCredential(models.Model):
    """A credential from elsewhere, byte for byte, with what the last check of it found.

    ``title``, ``issuer_name`` and the rest repeat what the credential says; ``is_proved`` tells whether a
    proof covered it. ``skills`` are the ESCO skills it names, ``{"uri", "label"}`` each; None for a
    row that was not checked since they are kept. ``checks`` lists code, outcome and reason of each check
    made at ``checked_at``.
    """

    public_id = public_id()
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imported")
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=60)
    title = models.JSONField()
    issuer_id = models.CharField(max_length=400, blank=True, default="")
    issuer_name = models.JSONField()
    issuer_known = models.BooleanField(default=False)
    person = models.CharField(max_length=400, blank=True, default="")
    credential_id = models.CharField(max_length=400, blank=True, default="")
    achievement_id = models.CharField(max_length=400, blank=True, default="")
    valid_from = models.CharField(max_length=40, blank=True, default="")
    valid_until = models.CharField(max_length=40, blank=True, default="")
    skills = models.JSONField(null=True)
    verdict = models.CharField(max_length=16)
    is_proved = models.BooleanField()
    checks = models.JSONField()
    checked_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True)
    created_at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "digest"), name="imported_once"),)
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def standing(self) -> str:
        """The verdict as it is shown: a good signature of somebody unknown here is not called verified."""
        return "unvouched" if self.verdict == "valid" and not self.issuer_known else self.verdict


class PublicPage(models.Model):
    """The public page of one accepted award: off until its holder switches it on.

    The address holds a token that is derived from ``public_id`` and the installation's secret; its hash
    finds the row.
    """

    public_id = public_id()
    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="public_page")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="public_pages")
    token_hash = models.CharField(max_length=64, unique=True)
    is_public = models.BooleanField(default=False)
    show_grade = models.BooleanField(default=False)
    show_evidence = models.BooleanField(default=False)
    changed_at = moment()

    def __str__(self) -> str:
        return str(self.public_id)


class Collection(models.Model):
    """A choice of credentials under one cover, with a public page that is off until it is switched on."""

    public_id = public_id()
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="collections")
    token_hash = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=120)
    intro = models.CharField(max_length=1_000, blank=True, default="")
    hue = models.PositiveSmallIntegerField(default=180)
    shown_name = models.CharField(max_length=200, blank=True, default="")
    is_public = models.BooleanField(default=False)
    created_at = moment()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class CollectionItem(models.Model):
    """One credential in a collection: an award, or a credential from elsewhere."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    award = models.ForeignKey(Award, null=True, on_delete=models.CASCADE, related_name="+")
    imported = models.ForeignKey(ImportedCredential, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("collection", "award"), name="collection_award_once"),
            models.UniqueConstraint(fields=("collection", "imported"), name="collection_imported_once"),
            models.CheckConstraint(
                condition=models.Q(award=None, imported__isnull=False)
                | models.Q(award__isnull=False, imported=None),
                name="collection_item_is_one",
            ),
        )
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.position}"
