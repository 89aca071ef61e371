from django.db import migrations

from goldenthread.partnership.append_only import FixColumns, ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        *(ForbidChanges(model, delete=True) for model in ("AdoptedPack", "Occurrence")),
        FixColumns(
            "Letter",
            columns=["agency_id", "addressee", "subject", "text", "record", "told"],
            unless="status = 'draft'",
        ),
    ]
