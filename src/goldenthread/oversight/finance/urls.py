"""Addresses under /<partnership>/oversight/finance/: first what is of no one year, then what is of one."""

from goldenthread.oversight.finance.views import (
    budget,
    commitments,
    contributions,
    formula,
    reports,
    spending,
    years,
)

app_name = "finance"
urlpatterns = [
    *(route for room in (years, budget, formula) for route in room.routes),
    *(
        route
        for room in (years, budget, contributions, spending, commitments, reports)
        for route in room.year_routes
    ),
]
