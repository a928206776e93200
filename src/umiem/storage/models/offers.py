"""When, how and for how much a micro-credential can be taken."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.definitions import Definition
from umiem.storage.models.organisations import Organisation

OFFER_MODES = ("online", "onsite", "hybrid")


class DefinitionOffer(models.Model):
    """One way to take a micro-credential: a cohort with a first day, or one that begins when one likes.

    It belongs to the definition across its versions. ``price`` is empty when the provider does not say.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="offers")
    mode = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    region = models.CharField(max_length=6, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    starts_on = models.DateField(null=True)
    apply_by = models.DateField(null=True)
    weeks = models.PositiveSmallIntegerField(null=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="PLN")
    places = models.PositiveIntegerField(null=True)
    apply_url = models.CharField(max_length=500, blank=True, default="")
    created_at = moment()

    class Meta:
        constraints = (
            one_of("mode", OFFER_MODES, name="definition_offer_mode"),
            models.CheckConstraint(
                condition=models.Q(price=None) | models.Q(price__gte=0), name="definition_offer_price"
            ),
        )
        ordering = ("starts_on", "id")

    def __str__(self) -> str:
        return str(self.public_id)
