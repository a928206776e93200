"""Many credentials checked at once: kept for an hour, found only by a secret address."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of


class ItemState(StrEnum):
    """Whether an item was checked already."""

    WAITING = "waiting"
    DONE = "done"


class CheckBatch(models.Model):
    """A batch that somebody brought; only the hash of its address is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    total = models.PositiveIntegerField()
    look_ups_left = models.PositiveIntegerField()
    created_at = moment()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.token_hash[:12]


class CheckItem(models.Model):
    """One credential or link of a batch; what was brought is deleted as soon as it is checked."""

    batch = models.ForeignKey(CheckBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    link = models.CharField(max_length=2_000, blank=True, default="")
    packed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, default=ItemState.WAITING)
    verdict = models.CharField(max_length=20, blank=True, default="")
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "position"), name="check_item_once"),
            one_of("state", ItemState, name="check_item_state"),
        )
        indexes = (models.Index(fields=("batch", "state", "position"), name="check_item_waiting"),)

    def __str__(self) -> str:
        return self.name
