"""How far the re-reading of stored credentials has come."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment


class ScrubRound(models.Model):
    """One round over everything stored. ``cursor`` is the last credential that was read, and after all of
    them ``readings_cursor`` the last reading in another format.
    """

    cursor = models.PositiveBigIntegerField(default=0)
    readings_cursor = models.PositiveBigIntegerField(default=0)
    checked = models.PositiveBigIntegerField(default=0)
    damaged = models.PositiveBigIntegerField(default=0)
    started_at = moment()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.id}: {self.checked}"
