from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "taken_at",
                    models.DateTimeField(help_text="Where the minute begins that it tells of."),
                ),
                ("source", models.CharField(help_text="Name of the container.", max_length=100)),
                ("name", models.CharField(max_length=100)),
                ("value", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        "name", "taken_at", "source", name="container_tells_a_figure_once_a_minute"
                    )
                ],
            },
        ),
    ]
