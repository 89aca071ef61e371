from django.db import migrations, models

from goldenthread.partnership.append_only import FixColumns

# What somebody sent is never overwritten: that it was read, and under which themes, is the team's to say.
SENT = ["booking_id", "stage", "questions", "secret", "answered_on"]
SAID = ["feedback_id", "question", "number", "words"]


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_record_is_fixed")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="reminded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feedbackanswer",
            name="read_on",
            field=models.DateField(blank=True, null=True, verbose_name="read by the Business Team on"),
        ),
        FixColumns("Feedback", columns=SENT, unless="answered_on IS NULL"),
        FixColumns("FeedbackAnswer", columns=SAID, unless="feedback_id IS NULL"),
    ]
