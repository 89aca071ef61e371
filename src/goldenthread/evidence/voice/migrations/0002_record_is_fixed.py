from django.db import migrations

from goldenthread.partnership.append_only import FixColumns, ForbidChanges, KeepRows


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial")]

    operations = [
        ForbidChanges("Submission", delete=True),
        ForbidChanges("Answer", delete=True),
        FixColumns(
            "Response",
            columns=["title", "heard", "did", "still", '"on"', "published_on", "theme_id", "engagement_id"],
            unless="status = 'draft'",
        ),
        KeepRows("voice_response", unless="OLD.status = 'draft'"),
    ]
