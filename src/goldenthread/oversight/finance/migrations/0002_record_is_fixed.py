from django.db import migrations

from goldenthread.partnership.append_only import FixColumns, ForbidChanges, KeepRows

ONLY_ADDED_TO = (
    "CommitmentEnd",
    "Commitment",
    "FinanceReport",
    "Formula",
    "FormulaLine",
    "Movement",
    "Receipt",
    "Revision",
    "Spending",
    "YearStep",
)


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]

    operations = [
        *(ForbidChanges(model, delete=True) for model in ONLY_ADDED_TO),
        # What a budget said when it was set stands: revisions say what it became.
        FixColumns(
            "BudgetLine", columns=["amount", "heading_id", "year_id", "fixed"], unless="fixed = false"
        ),
        FixColumns(
            "Contribution",
            columns=["agreed", "by_formula", "due_on", "agency_id", "year_id", "fixed"],
            unless="fixed = false",
        ),
        KeepRows("finance_budgetline", unless="OLD.fixed = false"),
        KeepRows("finance_contribution", unless="OLD.fixed = false"),
        KeepRows("finance_spendingimport"),
    ]
