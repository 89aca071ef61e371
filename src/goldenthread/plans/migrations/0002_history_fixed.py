from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        ForbidChanges(model, delete=False)
        for model in ("RatingUpdate", "DueDateChange", "Explanation", "Evidence")
    ]
