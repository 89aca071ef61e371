"""Courses and their sessions, bookings and places, charges, completions, and what people said of it."""

from goldenthread.learning.models.bookings import Booking, BookingStep, Needs
from goldenthread.learning.models.courses import AgencyTraining, Course, JobRole, Learner, Requirement
from goldenthread.learning.models.evaluation import Feedback, FeedbackAnswer, ReportEdition
from goldenthread.learning.models.joining import JoiningRules
from goldenthread.learning.models.money import Charge, Invoice, InvoiceLine, Payment, Rate, Terms
from goldenthread.learning.models.records import (
    Certificate,
    Checked,
    Completion,
    CompletionFile,
    Withdrawal,
)
from goldenthread.learning.models.sessions import MOST_PLACES, Place, Session

__all__ = [
    "MOST_PLACES",
    "AgencyTraining",
    "Booking",
    "BookingStep",
    "Certificate",
    "Charge",
    "Checked",
    "Completion",
    "CompletionFile",
    "Course",
    "Feedback",
    "FeedbackAnswer",
    "Invoice",
    "InvoiceLine",
    "JobRole",
    "JoiningRules",
    "Learner",
    "Needs",
    "Payment",
    "Place",
    "Rate",
    "ReportEdition",
    "Requirement",
    "Session",
    "Terms",
    "Withdrawal",
]
