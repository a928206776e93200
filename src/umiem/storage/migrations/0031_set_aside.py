"""A revoked award can be set aside: its business key is free for a new award of the same learner."""

from django.db import migrations, models

from umiem.storage.walls import without_walls


class Migration(migrations.Migration):
    dependencies = [("storage", "0030_fewer_indexes")]

    operations = without_walls(
        migrations.AddField(
            model_name="award",
            name="set_aside",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.RemoveConstraint(model_name="award", name="award_business_key"),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                fields=("organisation", "definition", "learner", "run", "set_aside"),
                name="award_business_key",
            ),
        ),
    )
