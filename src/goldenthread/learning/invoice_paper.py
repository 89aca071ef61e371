"""An invoice as a PDF."""

from __future__ import annotations

from django.template.loader import render_to_string

from goldenthread.learning.actions.invoices import outstanding, total
from goldenthread.learning.models import Invoice
from goldenthread.learning.tables.charges import lines_table
from goldenthread.rendering import render_pdf


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice for whoever pays it. Raises :class:`~goldenthread.rendering.RenderingError`."""
    partnership = invoice.partnership
    headings, rows = lines_table(invoice).plain()
    html = render_to_string(
        "learning/invoice_body.html",
        {
            "invoice": invoice,
            "headings": headings,
            "rows": rows,
            "total": total(invoice),
            "owed": outstanding(invoice),
        },
    )
    return render_pdf(
        html, title=f"{invoice}, {partnership.short_name}", author=partnership.name, date=invoice.issued_on,
        partnership=partnership.name,
    )  # fmt: skip
