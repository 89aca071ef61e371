"""Budget years, what agencies contribute, what is spent and committed, reserves, and reports that were issued."""

from goldenthread.oversight.finance.models.contributions import Contribution, Formula, FormulaLine, Receipt
from goldenthread.oversight.finance.models.reports import FinanceReport
from goldenthread.oversight.finance.models.revisions import Revision
from goldenthread.oversight.finance.models.spending import Commitment, CommitmentEnd, Spending, SpendingImport
from goldenthread.oversight.finance.models.years import BudgetLine, BudgetYear, Heading, Movement, YearStep

__all__ = [
    "BudgetLine",
    "BudgetYear",
    "Commitment",
    "CommitmentEnd",
    "Contribution",
    "FinanceReport",
    "Formula",
    "FormulaLine",
    "Heading",
    "Movement",
    "Receipt",
    "Revision",
    "Spending",
    "SpendingImport",
    "YearStep",
]
