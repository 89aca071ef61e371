"""Early years settings are a kind of their own: the questions for them are not those for schools."""

from typing import Any

from django.db import migrations, models


def tell_apart(apps: Any, editor: Any) -> None:  # noqa: ARG001
    """Agencies that were kept as schools and are called early years settings."""
    rows = apps.get_model("partnership", "Agency").objects.filter(kind="school")
    rows.filter(name__icontains="early years").update(kind="early_years")


def put_together(apps: Any, editor: Any) -> None:  # noqa: ARG001
    """As they were kept before."""
    apps.get_model("partnership", "Agency").objects.filter(kind="early_years").update(kind="school")


class Migration(migrations.Migration):
    dependencies = [("partnership", "0004_shared_cache")]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="kind",
            field=models.CharField(
                choices=[
                    ("safeguarding_partner", "Safeguarding partner"),
                    ("relevant_agency", "Relevant agency"),
                    ("school", "School or college"),
                    ("early_years", "Early years setting"),
                    ("other", "Other"),
                ],
                default="relevant_agency",
                max_length=30,
            ),
        ),
        migrations.RunPython(tell_apart, put_together),
    ]
