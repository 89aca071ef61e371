from django.db import migrations, models

from goldenthread.partnership.append_only import ForbidChanges, KeepRows

AGREED = (
    "EXISTS (SELECT 1 FROM meetings_minutes WHERE meetings_minutes.meeting_id = OLD.meeting_id "
    "AND meetings_minutes.approved_on IS NOT NULL)"
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_what_was_issued")]

    operations = [
        migrations.AddField(
            model_name="arrangements",
            name="notice_days",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="working days between a decision and the day from which it holds"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="short_notice",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it takes effect so soon"),
        ),
        ForbidChanges("Decision", delete=True),
        KeepRows("meetings_minuteentry", unless="OLD.fixed = false"),
        KeepRows("meetings_attendance", unless=f"NOT {AGREED}"),
        KeepRows("meetings_urgentmatter_consulted"),
    ]
