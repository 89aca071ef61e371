from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_initial")]

    operations = [ForbidChanges("AuditEvent", delete=True)]
