from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial")]

    operations = [
        ForbidChanges(model, delete=True) for model in ("Turn", "SignedAnswer", "Grade", "StandardScore")
    ]
