"""Addresses under /<partnership>/evidence/measures/. An indicator's own pages come last, so that its key cannot hide
another page; keys of other pages are refused (``RESERVED_KEYS``).
"""

from goldenthread.evidence.measures.views import (
    annex_a,
    catalogue,
    changes,
    comparators,
    figures,
    indicators,
    quality,
    returns,
    scorecard,
    tokens,
)

app_name = "measures"
urlpatterns = [
    *scorecard.routes,
    *changes.routes,
    *returns.routes,
    *figures.routes,
    *quality.routes,
    *catalogue.routes,
    *comparators.routes,
    *annex_a.routes,
    *tokens.routes,
    *indicators.routes,
]
