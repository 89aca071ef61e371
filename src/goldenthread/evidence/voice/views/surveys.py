"""Surveys: making one, its questions and link, its results, and reading what people wrote."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from goldenthread.design.badges import badge
from goldenthread.design.words import plural
from goldenthread.evidence.voice.actions.moderation import show_words, withhold_words
from goldenthread.evidence.voice.actions.surveys import (
    FIELDS,
    add_question,
    change_survey,
    close_survey,
    create_survey,
    remove_question,
)
from goldenthread.evidence.voice.forms.inside import (
    ConfirmForm,
    QuestionForm,
    ShowWordsForm,
    SurveyChangeForm,
    SurveyForm,
    WithholdForm,
)
from goldenthread.evidence.voice.models import Question, Survey, Words
from goldenthread.evidence.voice.selectors.surveys import results_of, surveys_of, words_to_read
from goldenthread.evidence.voice.survey_page import survey_page
from goldenthread.evidence.voice.tables.surveys import STATES, results_table, survey_state, surveys_table
from goldenthread.evidence.voice.views.page import (
    MOST_ROWS,
    address,
    ask,
    in_thread,
    only_first,
    show,
    survey_or_404,
    trail,
)
from goldenthread.partnership.access import CHANGE, FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted, refused
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today
from goldenthread.partnership.viewer import Viewer

P = Permission


@requires(P.VIEW_VOICE)
def surveys(request: PartnershipRequest) -> HttpResponse:
    """Every survey."""
    rows = surveys_of(request.viewer)
    takes = sum(row.is_open(today()) for row in rows)
    return show(
        request, "surveys", "surveys", title="Surveys",
        state=f"{plural(len(rows), 'survey')}, {takes} open now.", table=surveys_table(rows, today()),
    )  # fmt: skip


@requires(P.VIEW_VOICE)
def survey(request: PartnershipRequest, survey: str) -> HttpResponse:
    """One survey: its state, its link, its questions, and its results once it is over."""
    row = survey_or_404(request.viewer, survey)
    page = survey_page(row, today())
    tone, word, symbol = STATES[survey_state(row, today())]
    return show(
        request,
        "survey",
        title=row.title,
        survey=row,
        page=page,
        badge=badge(tone, word, symbol=symbol),
        link=f"{settings.SITE_URL}{row.public_path()}",
        **in_thread(request, f"survey:{row.key}", closed=not page.over),
        trail=[
            ("Voice", address(request, "overview")),
            ("Surveys", address(request, "surveys")),
            (row.title, ""),
        ],
    )


@requires(P.VIEW_VOICE)
def results_export(request: PartnershipRequest, survey: str, kind: str) -> HttpResponse:
    """The results as a file, with what the page withholds withheld; 404 where the page shows none."""
    row = survey_or_404(request.viewer, survey)
    results = results_of(row, today())
    if not results.are_shown:
        raise Http404("there are no results to show")
    return export(results_table(results), kind=kind, name=f"survey-{row.key}"[:31])


@requires(P.MANAGE_VOICE, FORM)
def survey_new(request: PartnershipRequest) -> HttpResponseBase:
    """Make a survey."""
    form = SurveyForm(posted(request))
    made = attempt(form, lambda: create_survey(by=request.viewer, **form.cleaned_data))
    if made:
        messages.success(request, "The survey is made. Now add its questions.")
        return redirect(made)
    return ask(request, form, title="Make a survey", button="Make it", back=address(request, "surveys"))


@requires(P.MANAGE_VOICE, FORM)
def survey_edit(request: PartnershipRequest, survey: str) -> HttpResponseBase:
    """Change a survey that is not over."""
    row = survey_or_404(request.viewer, survey)
    initial: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    form = SurveyChangeForm(posted(request), initial=initial, instance_version=row.version)

    def change() -> Survey:
        fields = dict(form.cleaned_data)
        return change_survey(by=request.viewer, survey=row, seen_version=fields.pop("version"), **fields)

    if attempt(form, change):
        messages.success(request, "The survey is changed.")
        return redirect(row)
    title = "Change the survey"
    return ask(
        request, form, title=title, button="Save", back=row.get_absolute_url(),
        caption=row.title, trail=trail(request, row, title),
    )  # fmt: skip


@requires(P.MANAGE_VOICE, FORM)
def question_new(request: PartnershipRequest, survey: str) -> HttpResponseBase:
    """Add a question."""
    row = survey_or_404(request.viewer, survey)
    form = QuestionForm(posted(request))
    if attempt(form, lambda: add_question(by=request.viewer, survey=row, **form.cleaned_data)):
        messages.success(request, "The question is added.")
        return redirect(row)
    title = "Add a question"
    return ask(
        request, form, title=title, button="Add it", back=row.get_absolute_url(),
        caption=row.title, trail=trail(request, row, title),
    )  # fmt: skip


@requires(P.MANAGE_VOICE, CHANGE)
def question_remove(request: PartnershipRequest, question: int) -> HttpResponseBase:
    """Take a question out."""
    rows = Question.objects.filter(survey__in=Survey.objects.visible_to(request.viewer))
    row: Question = get_object_or_404(rows.select_related("survey__partnership"), pk=question)

    def remove() -> bool:
        remove_question(by=request.viewer, question=row)
        return True

    if refused(request, remove):
        messages.success(request, "The question is taken out.")
    return redirect(row.survey)


@requires(P.MANAGE_VOICE, FORM)
def survey_close(request: PartnershipRequest, survey: str) -> HttpResponseBase:
    """Close the public link for good."""
    row = survey_or_404(request.viewer, survey)
    form = ConfirmForm(posted(request))
    if attempt(form, lambda: close_survey(by=request.viewer, survey=row)):
        messages.success(request, "The link takes no more answers. Its results are below.")
        return redirect(row)
    title = "Close the survey"
    return ask(
        request, form, title=title, button="Close it for good", back=row.get_absolute_url(), danger=True,
        caption=row.title, trail=trail(request, row, title),
        intro="Its link stops taking answers at once, and its results can be seen. It can never be opened again.",
    )  # fmt: skip


@requires(P.MANAGE_VOICE)
def words(request: PartnershipRequest, survey: str) -> HttpResponse:
    """What people wrote, to be read before anybody else sees it."""
    row = survey_or_404(request.viewer, survey)
    rows = words_to_read(row)
    waiting = sum(each.status == Words.Status.WAITING for each in rows)
    return show(
        request,
        "words",
        title="What people wrote",
        survey=row,
        state=f"{plural(waiting, 'answer')} of {len(rows)} {'waits' if waiting == 1 else 'wait'} to be read.",
        rows=rows[:MOST_ROWS],
        said=only_first(rows),
        trail=trail(request, row, "What people wrote"),
    )


def _words_or_404(viewer: Viewer, key: UUID) -> Words:
    rows = Words.objects.filter(question__survey__in=Survey.objects.visible_to(viewer))
    row: Words = get_object_or_404(rows.select_related("question__survey__partnership"), pk=key)
    return row


@requires(P.MANAGE_VOICE, FORM)
def words_show(request: PartnershipRequest, words: UUID) -> HttpResponseBase:
    """Let an answer through, with what tells who wrote it taken out."""
    row = _words_or_404(request.viewer, words)
    form = ShowWordsForm(posted(request), initial={"shown": row.shown or row.text})
    back = address(request, "words", row.question.survey.key)
    if attempt(form, lambda: show_words(by=request.viewer, words=row, **form.cleaned_data)):
        messages.success(request, "It is let through. Others read it once the survey is over.")
        return redirect(back)
    title = "Let an answer through"
    return ask(
        request, form, title=title, button="Let it through", back=back, caption=row.question.text,
        trail=trail(request, row.question.survey, title),
    )  # fmt: skip


@requires(P.MANAGE_VOICE, FORM)
def words_withhold(request: PartnershipRequest, words: UUID) -> HttpResponseBase:
    """Withhold an answer."""
    row = _words_or_404(request.viewer, words)
    form = WithholdForm(posted(request), initial={"reason": row.reason})
    back = address(request, "words", row.question.survey.key)
    if attempt(form, lambda: withhold_words(by=request.viewer, words=row, **form.cleaned_data)):
        messages.success(request, "It is withheld. Others do not read it.")
        return redirect(back)
    title = "Withhold an answer"
    return ask(
        request, form, title=title, button="Withhold it", back=back, caption=row.question.text, quote=row.text,
        trail=trail(request, row.question.survey, title),
    )  # fmt: skip


routes = [
    path("surveys/", surveys, name="surveys"),
    path("surveys/new/", survey_new, name="survey_new"),
    path("surveys/questions/<int:question>/remove/", question_remove, name="question_remove"),
    path("surveys/words/<uuid:words>/show/", words_show, name="words_show"),
    path("surveys/words/<uuid:words>/withhold/", words_withhold, name="words_withhold"),
    path("surveys/at/<slug:survey>/", survey, name="survey"),
    path("surveys/at/<slug:survey>/results.<slug:kind>", results_export, name="results_export"),
    path("surveys/at/<slug:survey>/edit/", survey_edit, name="survey_edit"),
    path("surveys/at/<slug:survey>/close/", survey_close, name="survey_close"),
    path("surveys/at/<slug:survey>/questions/new/", question_new, name="question_new"),
    path("surveys/at/<slug:survey>/words/", words, name="words"),
]
