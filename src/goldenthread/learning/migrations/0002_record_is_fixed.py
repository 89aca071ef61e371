from django.db import migrations

from goldenthread.partnership.append_only import ForbidChanges

FIXED = ("BookingStep", "Charge", "Invoice", "InvoiceLine", "Payment", "Completion", "Checked", "Certificate", "Withdrawal", "ReportEdition")  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("learning", "0001_initial")]

    operations = [ForbidChanges(model, delete=True) for model in FIXED]
