"""What goes by days is done by one process of all, in turns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0028_batch_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackgroundTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("rests_until", models.DateTimeField(null=True)),
            ],
        ),
    ]
