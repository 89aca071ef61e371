"""What people said of courses: counted for whoever sees figures, word by word for the Business Team alone."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from goldenthread.design.words import plural
from goldenthread.learning.actions.feedback import give_themes
from goldenthread.learning.forms.feedback import ThemesForm
from goldenthread.learning.letters import when
from goldenthread.learning.models import Course, Feedback, FeedbackAnswer
from goldenthread.learning.selectors.evaluation import (
    Results,
    results_of_course,
    results_of_session,
    words_to_read,
)
from goldenthread.learning.tables.evaluation import (
    changes_table,
    confidence_chart,
    confidence_table,
    question_chart,
    question_table,
    results_table,
    stages_table,
    themes_table,
    words_table,
)
from goldenthread.learning.views.page import address, asked, course_or_404, session_or_404, show, to_session
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.remembering import remembered
from goldenthread.thread.models import Theme

P = Permission
A_PAGE = 100
READ = (("no", "Waits"), ("yes", "Read"))


def _state(results: Results) -> str:
    """How much was said, and what changed, in a sentence."""
    if not results.answered:
        return "Nobody has said anything yet. People are asked before a course, on its day and three months after."
    said = f"{plural(results.answered, 'form')} came in."
    if not any(row.shown for row in results.stages):
        return f"{said} What they say is shown once there are at least five of a kind."
    return said


def _results(request: PartnershipRequest, results: Results, **context: Any) -> HttpResponse:
    shown = [(result, question_chart(result), question_table(result)) for result in results.questions]
    return show(
        request, "results", results=results, state=_state(results), stages=stages_table(results), shown=shown,
        confidence=confidence_table(results) if results.confidence else None, chart=confidence_chart(results),
        changes=changes_table(results) if results.changes else None, themes=themes_table(results),
        reads=request.viewer.may(P.MANAGE_LEARNING), **context,
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def course_results(request: PartnershipRequest, course: str) -> HttpResponse:
    """What people said of a course, all its sessions together."""
    row = course_or_404(request.viewer, course)
    return _results(
        request, results_of_course(row), title="What people said", caption=str(row), course=row,
        trail=[
            ("Learning", address(request, "programme")), (str(row), row.get_absolute_url()), ("What people said", ""),
        ],
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def course_results_export(request: PartnershipRequest, course: str, kind: str) -> HttpResponse:
    """The same as a file."""
    row = course_or_404(request.viewer, course)
    return export(results_table(results_of_course(row)), kind=kind, name=f"feedback-{row.key}")


@requires(P.VIEW_TRAINING_FIGURES)
def session_results(request: PartnershipRequest, session: int) -> HttpResponse:
    """What people said of one session."""
    row = session_or_404(request.viewer, session)
    return _results(
        request, results_of_session(row), title="What people said", caption=f"{row}, {when(row)}", session=row,
        trail=[("Learning", address(request, "programme")), *to_session(row), ("What people said", "")],
    )  # fmt: skip


@requires(P.VIEW_TRAINING_FIGURES)
def session_results_export(request: PartnershipRequest, session: int, kind: str) -> HttpResponse:
    """The same as a file."""
    row = session_or_404(request.viewer, session)
    return export(results_table(results_of_session(row)), kind=kind, name=f"feedback-session-{row.number}")


def _chosen(request: PartnershipRequest) -> dict[str, str]:
    names = ("course", "stage", "theme", "read")
    return {name: request.GET.get(name, "")[:80].replace("\x00", " ").strip() for name in names}


@requires(P.MANAGE_LEARNING)
@remembered
def feedback(request: PartnershipRequest) -> HttpResponse:
    """What people wrote, what waits first."""
    chosen = _chosen(request)
    viewer = request.viewer
    rows = words_to_read(viewer, **chosen)
    waiting = words_to_read(viewer, read="no").count()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    courses = Course.objects.visible_to(viewer).filter(
        sessions__bookings__feedback__answered_on__isnull=False
    )
    filters = [
        ("course", "Course", [(c.key, c.title, c.key == chosen["course"]) for c in courses.distinct()]),
        ("stage", "Form", [(value, text, value == chosen["stage"]) for value, text in Feedback.Stage.choices]),
        ("theme", "Theme", [
            (str(t.pk), str(t), str(t.pk) == chosen["theme"])
            for t in Theme.objects.filter(training_words__isnull=False, partnership=viewer.partnership).distinct()
        ]),
        ("read", "Read", [(value, text, value == chosen["read"]) for value, text in READ]),
    ]  # fmt: skip
    state = (
        f"{plural(waiting, 'answer waits', 'answers wait')} to be read." if waiting else "Everything is read."
    )
    return show(
        request, "feedback", "feedback", title="Feedback", state=state, filters=filters, page=page,
        table=words_table(list(page), "What people wrote", address(request, "feedback")),
    )  # fmt: skip


@requires(P.MANAGE_LEARNING)
def feedback_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows = list(words_to_read(request.viewer, **_chosen(request)))
    return export(words_table(rows, "What people wrote", ""), kind=kind, name="training-feedback")


@requires(P.MANAGE_LEARNING, FORM)
def feedback_words(request: PartnershipRequest, words: int) -> HttpResponseBase:
    """Give words their themes."""
    rows = FeedbackAnswer.objects.visible_to(request.viewer).in_words()
    row: FeedbackAnswer = get_object_or_404(
        rows.select_related("feedback__booking__session__course"), pk=words
    )
    form = ThemesForm(posted(request), partnership=request.viewer.partnership, answer=row)
    here = address(request, "feedback")
    return asked(
        request, form, lambda: give_themes(by=request.viewer, answer=row, **form.cleaned_data),
        title="Themes of an answer", button="It is read", said="The answer is read.", back=f"{here}?read=no",
        caption=str(row.feedback.booking.session.course), quoted=row.words, trail=[("Feedback", here)],
    )  # fmt: skip


routes = [
    path("feedback/", feedback, name="feedback"),
    path("feedback.<slug:kind>", feedback_export, name="feedback_export"),
    path("feedback/<int:words>/", feedback_words, name="feedback_words"),
    path("courses/<slug:course>/results/", course_results, name="course_results"),
    path("courses/<slug:course>/results.<slug:kind>", course_results_export, name="course_results_export"),
    path("sessions/<int:session>/results/", session_results, name="session_results"),
    path("sessions/<int:session>/results.<slug:kind>", session_results_export, name="session_results_export"),
]
