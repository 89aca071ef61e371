from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges

FIXED = (
    "Opening", "Draw", "SentGrade", "Told", "Moderated", "Concern", "ConcernAnswer", "DomainResult", "Booklet", "BookletTakenDown",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]

    operations = [ForbidChanges(model, delete=True) for model in FIXED]
