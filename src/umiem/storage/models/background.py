"""What the background does by days, by one process at a time."""

from __future__ import annotations

from django.db import models


class BackgroundTurn(models.Model):
    """One kind of work: somebody has it until ``leased_until``; nobody begins it before ``rests_until``."""

    name = models.CharField(max_length=80, unique=True)
    leased_until = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
