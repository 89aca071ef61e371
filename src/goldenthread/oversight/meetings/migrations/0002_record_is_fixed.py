from django.db import migrations

from goldenthread.partnership.append_only import FixColumns, ForbidChanges

FIXED = (
    "Decision",
    "Objection",
    "Paper",
    "Pack",
    "Interest",
    "ExtraordinaryRequest",
    "Supporter",
    "UrgentMatter",
    "Deferral",
    "ActionAnswer",
    "MinutesVersion",
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        *(ForbidChanges(model, delete=True) for model in FIXED),
        FixColumns("MinuteEntry", columns=["item_id", "text", "fixed"], unless="fixed = false"),
    ]
