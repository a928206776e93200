"""Columns that several families of models share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils import timezone


def public_id() -> models.UUIDField[Any, Any]:
    """A random identifier that may be shown outside: it tells neither order nor time."""
    return models.UUIDField(unique=True, default=uuid.uuid4, editable=False)


def moment() -> models.DateTimeField[Any, Any]:
    """A time that is set when the row is made."""
    return models.DateTimeField(default=timezone.now, editable=False)


def one_of(column: str, values: type[StrEnum] | Iterable[str], *, name: str) -> models.CheckConstraint:
    """A constraint: ``column`` holds one of ``values``; a misspelt state cannot be stored."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": [str(value) for value in values]}), name=name
    )
