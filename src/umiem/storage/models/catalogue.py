"""The catalogue's own copy of what is published, and what the labour market asks for."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.columns import moment, one_of
from umiem.storage.models.definitions import Definition, DefinitionVersion

DEMAND_KINDS = ("skill", "occupation", "isco")


class CatalogueEntry(models.Model):
    """The card of one published definition: made from its file once, so that no search reads files."""

    definition = models.OneToOneField(Definition, on_delete=models.CASCADE, related_name="catalogue_entry")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.CASCADE, related_name="+")
    card = models.JSONField()

    def __str__(self) -> str:
        return str(self.definition_id)


class DemandSurvey(models.Model):
    """One import of job offers: where they come from, of which day, how many."""

    source = models.CharField(max_length=200)
    observed_on = models.DateField()
    offers = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    created_at = moment()

    class Meta:
        ordering = ("-observed_on", "-id")

    def __str__(self) -> str:
        return f"{self.source} {self.observed_on}"


class DemandCount(models.Model):
    """In how many offers of a survey a skill, an occupation or an ISCO group was asked for."""

    survey = models.ForeignKey(DemandSurvey, on_delete=models.CASCADE, related_name="counts")
    kind = models.CharField(max_length=10)
    uri = models.CharField(max_length=200, db_index=True)
    offers = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("survey", "kind", "uri"), name="demand_count_once"),
            one_of("kind", DEMAND_KINDS, name="demand_count_kind"),
        )

    def __str__(self) -> str:
        return f"{self.uri}: {self.offers}"
