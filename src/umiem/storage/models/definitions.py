"""Definitions of micro-credentials and their versions."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.organisations import Organisation


class DefinitionState(StrEnum):
    """The way of a version.

    Only a draft may change. In review and approved it waits, unchanged, for people; a published version
    never changes again; a newer published version supersedes it; an archived one awards no more.
    """

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"


class Definition(models.Model):
    """One micro-credential of an organisation, across its versions."""

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="definitions")
    slug = models.SlugField(max_length=120)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "slug"), name="definition_slug"),
            models.UniqueConstraint(fields=("organisation", "id"), name="definition_tenant"),
        )
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class DefinitionVersion(models.Model):
    """One version, with the exact bytes of its file. ``titles`` repeats the titles, for lists.

    ``revision`` is the number of the ``DefinitionRevision`` that a draft stands at now.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=DefinitionState.DRAFT)
    content = models.BinaryField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    titles = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    created_at = moment()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("definition", "version"), name="definition_version"),
            models.UniqueConstraint(fields=("organisation", "id"), name="definition_version_tenant"),
            one_of("state", DefinitionState, name="definition_version_state"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["published", "superseded"])
                | models.Q(published_at__isnull=False),
                name="definition_version_published_at",
            ),
        )
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"{self.definition_id} v{self.version}"
