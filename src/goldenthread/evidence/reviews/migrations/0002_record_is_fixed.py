from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges

FIXED = ("Step", "Decision", "Opening", "Delivery", "Account", "Draft", "Comment", "Dismissal", "Signature")


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [ForbidChanges(model, delete=True) for model in FIXED]
