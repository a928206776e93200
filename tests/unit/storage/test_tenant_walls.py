"""A row points only at rows of its own organisation, and the database sees to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.worlds import make_world
from umiem.storage.models import Award, Definition, DefinitionVersion, Organisation

LEFT_TO_THE_INVARIANTS = {
    ("storage_credential", "dictionary_id"),  # a dictionary is named by the digest of its organisation
    ("storage_outboxmail", "award_id"),  # one wall for each mail is enough: that of its batch
    ("storage_peerinvitation", "mail_id"),  # a wall would need one more index over every mail
}
IN_THE_WALL_OF_ANOTHER = {("storage_award", "definition_id")}
"""The version is one of the definition, and both are the organisation's: one wall says all of it."""


def _has_tenant(model: type[models.Model]) -> bool:
    return any(field.name == "organisation" for field in model._meta.concrete_fields)


def _wanted() -> Iterator[tuple[str, str]]:
    for model in apps.get_app_config("storage").get_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if (
                isinstance(target, type)
                and target is not Organisation
                and _has_tenant(model)
                and _has_tenant(target)
            ):
                yield model._meta.db_table, field.column


def _raised() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint WHERE conname LIKE 'wall\\_%'")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'wall%'")
        return {name.removesuffix("_insert").removesuffix("_update") for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_each_way_to_a_row_of_another_organisation_has_a_wall() -> None:
    raised = _raised()
    missing = {way for way in _wanted() if f"wall_{way[0]}_{way[1]}"[:55] not in raised}
    assert missing == LEFT_TO_THE_INVARIANTS | IN_THE_WALL_OF_ANOTHER


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("whose", ["another organisation", "another definition"])
def test_an_award_has_a_version_of_its_own_definition(whose: str) -> None:
    mine, other = make_world("alfa"), make_world("beta")
    award = mine.award().award
    if whose == "another definition":
        second = Definition.objects.create(organisation=mine.organisation, slug="inna")
        wrong = {"definition": second}
    else:
        wrong = {
            "definition": Definition.objects.get(organisation=other.organisation),
            "definition_version": DefinitionVersion.objects.get(organisation=other.organisation),
        }
    with pytest.raises(IntegrityError):
        _change(award, wrong)


def _change(award: Award, wrong: dict[str, models.Model]) -> None:
    with transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**wrong)
        connection.check_constraints()
