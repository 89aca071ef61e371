from django.db import migrations

from goldenthread.partnership.append_only import FixColumns, ForbidChanges

SENT = [
    "indicator_id",
    "agency_id",
    "definition_id",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
]


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        *(
            ForbidChanges(model, delete=False)
            for model in ("Definition", "ObservationEvent", "AnnotatedEvent")
        ),
        FixColumns(
            "Observation", columns=[*SENT, "commentary", "route", "source"], unless="status = 'draft'"
        ),
    ]
