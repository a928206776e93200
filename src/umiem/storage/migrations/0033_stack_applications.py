"""Learners apply for larger micro-credentials with what makes them up."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import umiem.storage.models.applications
from umiem.storage.walls import new_walls


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0032_skills_from_elsewhere"),
    ]

    operations = [
        migrations.CreateModel(
            name="StackApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("message", models.CharField(blank=True, default="", max_length=2000)),
                (
                    "state",
                    models.CharField(
                        default=umiem.storage.models.applications.ApplicationState["OPEN"], max_length=12
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=2000)),
                ("decided_by", models.CharField(blank=True, default="", max_length=320)),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="storage.award",
                    ),
                ),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="storage.definition",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="storage.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ApplicationComponent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "award",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="storage.award",
                    ),
                ),
                (
                    "imported",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="storage.importedcredential",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="storage.stackapplication",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddIndex(
            model_name="stackapplication",
            index=models.Index(fields=["organisation", "state", "-id"], name="application_newest"),
        ),
        migrations.AddConstraint(
            model_name="stackapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "awarded", "refused", "withdrawn"])),
                name="application_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="stackapplication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("definition", "applicant"),
                name="application_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationcomponent",
            constraint=models.UniqueConstraint(fields=("application", "award"), name="component_award_once"),
        ),
        migrations.AddConstraint(
            model_name="applicationcomponent",
            constraint=models.UniqueConstraint(
                fields=("application", "imported"), name="component_imported_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="applicationcomponent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("award", None), ("imported__isnull", False)),
                    models.Q(("award__isnull", False), ("imported", None)),
                    _connector="OR",
                ),
                name="component_is_one",
            ),
        ),
        new_walls(("storage_stackapplication", "definition_id", "storage_definition")),
        new_walls(("storage_stackapplication", "award_id", "storage_award"), but_null=True),
    ]
