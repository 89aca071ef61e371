"""One semantic HTML document as a web page, a PDF/UA-1 and a Word file. Nothing here knows Django.

`render_pdf`, `render_docx` and `standalone_html` take the same HTML and the same charts. What they accept is
written down, and refused with a sentence, in `semantics`.
"""

from .certificates import CertificateText, render_certificates
from .errors import RenderingError
from .pdf import render_pdf
from .semantics import Report, read_report
from .web import standalone_html
from .word import render_docx

__all__ = [
    "CertificateText",
    "RenderingError",
    "Report",
    "read_report",
    "render_certificates",
    "render_docx",
    "render_pdf",
    "standalone_html",
]
