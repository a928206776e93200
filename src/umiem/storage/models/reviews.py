"""How a definition came to be: what was saved, by whom, and who decided what about it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of
from umiem.storage.models.definitions import DefinitionVersion
from umiem.storage.models.members import User
from umiem.storage.models.organisations import Organisation


class DefinitionRevision(models.Model):
    """One save of a draft, byte for byte, so that undo has something to go back to.

    ``previous`` is the revision it was made from. ``step`` names the part of the editor, ``source`` the page
    that saved it, so that one page never quarrels with itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    previous = models.PositiveIntegerField(null=True)
    content = models.BinaryField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    titles = models.JSONField()
    step = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=40, blank=True, default="")
    actor = models.CharField(max_length=320)
    at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "number"), name="definition_revision"),)
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.version_id} r{self.number}"


class DefinitionAuthor(models.Model):
    """Somebody who wrote a part of a version. ``user`` is the person, also behind an API token."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="authors")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.CharField(max_length=320)
    person = models.CharField(max_length=320)
    at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "actor"), name="definition_author_once"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return self.actor


class DecisionKind(StrEnum):
    """What somebody did to a version on its way to being published."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RECOMMENDED = "recommended"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class DefinitionDecision(models.Model):
    """One decision: by whom, as what, when, why, about which bytes. Rows are only ever added.

    ``alone`` says that the person had written the version too, under the single-person rule.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.CharField(max_length=320)
    person = models.CharField(max_length=320)
    role = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=2_000, blank=True, default="")
    digest = models.CharField(max_length=64)
    alone = models.BooleanField(default=False)
    at = moment()

    class Meta:
        constraints = (one_of("kind", DecisionKind, name="definition_decision_kind"),)
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
