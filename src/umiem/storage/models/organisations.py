"""Organisations: the tenants. Every row that belongs to one names it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id


class ApprovalRule(StrEnum):
    """Who must agree before a definition is published.

    ``four-eyes``: somebody who did not write it approves. ``committee``: besides, a third person has
    recommended it. ``single-person``: for very small providers, the author may approve; it is shown.
    """

    FOUR_EYES = "four-eyes"
    COMMITTEE = "committee"
    SINGLE_PERSON = "single-person"


class Organisation(models.Model):
    """An institution that defines and awards micro-credentials.

    ``names`` maps a language tag to the name. ``country`` is an ISO 3166-1 alpha-2 code, ``region`` a
    NUTS code; ``legal_id_scheme`` says what ``legal_id`` is (``nip``, ``regon``, ``vat``, ``pic`` …).
    ``undo_hours`` is how long a batch can be undone after its end; None is the default of the installation.
    """

    public_id = public_id()
    slug = models.SlugField(max_length=80, unique=True)
    names = models.JSONField()
    did = models.CharField(max_length=400, unique=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=12, blank=True, default="")
    legal_id_scheme = models.CharField(max_length=20, blank=True, default="")
    legal_id = models.CharField(max_length=80, blank=True, default="")
    website = models.URLField(max_length=400, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=400, blank=True, default="")
    hue = models.PositiveSmallIntegerField(null=True)
    undo_hours = models.PositiveSmallIntegerField(null=True)
    is_demo = models.BooleanField(default=False)
    approval_rule = models.CharField(max_length=16, default=ApprovalRule.FOUR_EYES)
    created_at = moment()

    class Meta:
        constraints = (one_of("approval_rule", ApprovalRule, name="organisation_approval_rule"),)
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug
