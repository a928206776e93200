"""Lists of learners on their way from a file to awards: draft, file, judged rows, mendings."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import Definition
from umiem.storage.models.organisations import Organisation


class ListState(StrEnum):
    """Read from its file, judged row by row, or handed over to be awarded."""

    READ = "read"
    JUDGED = "judged"
    CONFIRMED = "confirmed"


class ListDraft(models.Model):
    """One list that somebody brought. ``columns`` maps the index of a column to its part.

    ``reading`` is what the pages show of the file: sheets, notes, headers, the first rows. ``counts`` are
    the rows by their state. ``batches`` are the public ids of what was made of it.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="list_drafts")
    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="list_drafts")
    state = models.CharField(max_length=12, default=ListState.READ)
    created_by = models.CharField(max_length=320)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    encoding = models.CharField(max_length=20, blank=True, default="")
    delimiter = models.CharField(max_length=2, blank=True, default="")
    sheet = models.CharField(max_length=200, blank=True, default="")
    header_row = models.PositiveIntegerField(default=0)
    reading = models.JSONField()
    columns = models.JSONField()
    run = models.CharField(max_length=80, blank=True, default="")
    awarded_on = models.DateField(null=True)
    counts = models.JSONField(default=dict)
    batches = models.JSONField(default=list)
    created_at = moment()
    touched_at = moment()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="list_draft_tenant"),
            one_of("state", ListState, name="list_draft_state"),
        )
        indexes = (
            models.Index(fields=("organisation", "-id"), name="list_draft_newest"),
            models.Index(fields=("organisation", "digest"), name="list_draft_digest"),
            models.Index(fields=("state", "touched_at"), name="list_draft_touched"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def awarded(self) -> int:
        """How many rows are, or were, fine to award."""
        return int(self.counts.get("fine", 0)) + int(self.counts.get("warning", 0))


class ListFile(models.Model):
    """The exact bytes that were brought."""

    draft = models.OneToOneField(ListDraft, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.draft_id)


class ListIndex(models.Model):
    """One entry for each row of a judged list, in order, so that a page is found without reading them all.

    ``states`` has one letter a row, the others eight bytes a row: digests of who it is, of the name and of
    the address, by which rows that concern each other are found.
    """

    draft = models.OneToOneField(ListDraft, on_delete=models.CASCADE, related_name="index")
    states = models.BinaryField()
    people = models.BinaryField()
    names = models.BinaryField()
    mails = models.BinaryField()

    def __str__(self) -> str:
        return str(self.draft_id)


class ListBlock(models.Model):
    """Some consecutive rows of a judged list, as JSON."""

    draft = models.ForeignKey(ListDraft, on_delete=models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField()
    rows = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="list_block_number"),)

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}"


class ListFix(models.Model):
    """One mending of one row by hand, before and after, so that it can be undone and done again.

    ``row`` is the number in the spreadsheet; the pseudo-part ``left-out`` says whether the row is left out.
    """

    draft = models.ForeignKey(ListDraft, on_delete=models.CASCADE, related_name="fixes")
    row = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    made_by = models.CharField(max_length=320)
    made_at = moment()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.row}"


class ListColumnMemory(models.Model):
    """What a column of this name was in this organisation's last list; ``part`` is "" for: not used."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="list_columns")
    header = models.CharField(max_length=200)
    part = models.CharField(max_length=120, blank=True, default="")
    used_at = moment()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "header"), name="list_column_header"),)

    def __str__(self) -> str:
        return self.header
