"""What an agency's own system may ask and send. Every operation is of the key's own agency."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Router, Status
from ninja.errors import HttpError

from goldenthread.evidence.measures.actions.returns import (
    Figure,
    FiguresRefusedError,
    answer,
    save_drafts,
    submit,
)
from goldenthread.evidence.measures.analysis.periods import Period, PeriodError, read_period
from goldenthread.evidence.measures.api.authentication import KeyActor
from goldenthread.evidence.measures.api.schemas import (
    AgencyOut,
    AnswerIn,
    DraftsIn,
    FigureOut,
    IndicatorOut,
    ProblemsOut,
    ReturnOut,
    SeriesOut,
)
from goldenthread.evidence.measures.models import ApiToken, Indicator, Observation
from goldenthread.evidence.measures.published import published
from goldenthread.evidence.measures.returns_due import Owed, Return
from goldenthread.evidence.measures.selectors.returns import return_for, returns_owed
from goldenthread.partnership.today import today

router = Router()
NO_SUCH_RETURN = "Nothing is owed for that period. GET /api/v1/returns lists what is."


def _key(request: HttpRequest) -> tuple[KeyActor, ApiToken]:
    actor: KeyActor = request.auth  # type: ignore[attr-defined]
    assert actor.token is not None  # noqa: S101
    return actor, actor.token


def _may_submit(token: ApiToken) -> None:
    if token.scope != ApiToken.Scope.SUBMIT:
        raise HttpError(403, "This key may read, not send. Make one that may under Returns, API keys.")


def _period(key: str) -> Period:
    try:
        return read_period(key)
    except PeriodError as error:
        raise HttpError(404, str(error)) from None


@router.get("/agency", response=AgencyOut, summary="Whose key this is")
def whose_key(request: HttpRequest) -> dict[str, Any]:
    """The agency for which the key acts, and what it may do."""
    _, token = _key(request)
    return {
        "partnership": token.agency.partnership.slug,
        "agency": token.agency.key,
        "name": token.agency.name,
        "scope": token.scope,
        "expires_on": token.expires_on,
    }


@router.get("/indicators", response=list[IndicatorOut], summary="What the agency sends")
def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """The indicators that the agency sends, each by the definition in force."""
    _, token = _key(request)
    rows = Indicator.objects.filter(agencies=token.agency).prefetch_related("definitions").order_by("key")
    found = []
    for row in rows:
        definition = row.definitions.all()[0]
        found.append(
            {name: getattr(row, name) for name in ("key", "title", "frequency", "unit", "due_working_days")}
            | {
                name: getattr(definition, name)
                for name in ("polarity", "definition", "numerator", "denominator", "target")
            }
        )
    return found


@router.get("/returns", response=list[ReturnOut], summary="What is due")
def returns(request: HttpRequest) -> list[dict[str, Any]]:
    """Every return that is owed and not complete, with how each figure stands."""
    _, token = _key(request)
    owed = returns_owed(token.agency.partnership, on=today(), agency=token.agency)
    return [_return(each) for each in owed.returns if not each.is_complete]


def _return(owed: Return) -> dict[str, Any]:
    return {"period": owed.period.key, "due_on": owed.due_on, "figures": [_owed(each) for each in owed.owed]}


def _owed(owed: Owed) -> dict[str, Any]:
    return {
        "indicator": owed.indicator.key,
        "due_on": owed.due_on,
        "status": owed.status,
        "working_days_late": owed.days_late(today()),
    }


@router.get(
    "/indicators/{key}/figures",
    response={200: list[FigureOut], 404: ProblemsOut},
    summary="The agency's own figures",
)
def figures(request: HttpRequest, key: str) -> Status[Any]:
    """Every figure that the agency sent for an indicator, the latest first, with its history."""
    _, token = _key(request)
    rows = (
        Observation.objects.filter(agency=token.agency, indicator__key=key.replace("\0", ""))
        .select_related("indicator")
        .prefetch_related(Prefetch("history"))
        .order_by("-period_start", "-id")
    )
    if not rows and not token.agency.indicators.filter(key=key.replace("\0", "")).exists():
        return Status(
            404,
            {"message": "The agency sends no such indicator. GET /api/v1/indicators lists those it does."},
        )
    return Status(200, [_figure(row) for row in rows])


@router.get(
    "/indicators/{key}/series",
    response={200: SeriesOut, 404: ProblemsOut},
    by_alias=True,
    summary="An indicator as published",
)
def series(request: HttpRequest, key: str) -> Status[Any]:
    """The partnership's series of an indicator with sources, chart and comparators; small numbers are hidden."""
    _, token = _key(request)
    row = Indicator.objects.filter(partnership=token.agency.partnership, key=key.replace("\0", "")).first()
    if row is None:
        return Status(404, {"message": "The partnership’s catalogue holds no such indicator."})
    return Status(200, published(row))


def _figure(row: Observation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "indicator": row.indicator.key,
        "period": row.period.key,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "comment": row.commentary,
        "status": row.status,
        "history": [
            {"at": step.recorded_at, "status": step.status, "text": step.text, "by": step.by_label}
            for step in row.history.all()
        ],
    }


@router.put(
    "/returns/{period}/figures",
    response={200: ReturnOut, 403: ProblemsOut, 404: ProblemsOut, 422: ProblemsOut},
    summary="Draft figures",
)
def draft(request: HttpRequest, period: str, drafts: DraftsIn) -> Status[Any]:
    """Keeps figures as drafts, all of them or none. The same sent twice changes nothing."""
    actor, token = _key(request)
    _may_submit(token)
    when = _period(period)
    owed = return_for(token.agency, when, on=today()) if when.end < today() else None
    if owed is None:
        return Status(404, {"message": NO_SUCH_RETURN})
    known = {each.indicator.key: each.indicator for each in owed.owed}
    problems = [
        _problem(
            given.indicator,
            "indicator",
            "unknown",
            f"The agency does not owe “{given.indicator}” for {when}.",
        )
        for given in drafts.figures
        if given.indicator not in known
    ]
    keys = [given.indicator for given in drafts.figures]
    problems += [
        _problem(key, "indicator", "twice", f"“{key}” stands in the list twice. Send it once.")
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    if problems:
        return Status(422, {"message": "Nothing was saved.", "problems": problems})
    rows = [
        Figure(known[g.indicator], when, g.numerator, g.denominator, g.value, g.comment.replace("\0", ""))
        for g in drafts.figures
    ]
    try:
        save_drafts(by=actor, agency=token.agency, figures=rows, route=Observation.Route.API)
    except ValidationError as error:
        return Status(422, {"message": f"Nothing was saved. {error.messages[0]}"})
    again = return_for(token.agency, when, on=today())
    return Status(200, _return(again or owed))


@router.post(
    "/returns/{period}/submit",
    response={200: ReturnOut, 403: ProblemsOut, 404: ProblemsOut, 422: ProblemsOut},
    summary="Send the drafts",
)
def send(request: HttpRequest, period: str) -> Status[Any]:
    """Checks the drafts of a period and sends them, all or none. With no draft left it answers how things stand."""
    actor, token = _key(request)
    _may_submit(token)
    when = _period(period)
    owed = return_for(token.agency, when, on=today()) if when.end < today() else None
    if owed is None:
        return Status(404, {"message": NO_SUCH_RETURN})
    if owed.drafts:
        try:
            submit(by=actor, agency=token.agency, drafts=owed.drafts)
        except FiguresRefusedError as error:
            problems = [
                _problem(key, each.cell, each.rule, each.message)
                for key, found in error.problems.items()
                for each in found
            ]
            return Status(422, {"message": "Nothing was sent.", "problems": problems})
        except ValidationError as error:
            return Status(422, {"message": f"Nothing was sent. {error.messages[0]}"})
    again = return_for(token.agency, when, on=today())
    return Status(200, _return(again or owed))


@router.post(
    "/figures/{figure}/answer",
    response={200: FigureOut, 403: ProblemsOut, 404: ProblemsOut, 422: ProblemsOut},
    summary="Answer a query",
)
def answer_query(request: HttpRequest, figure: int, given: AnswerIn) -> Status[Any]:
    """Answers a query about a figure without changing it."""
    actor, token = _key(request)
    _may_submit(token)
    row = Observation.objects.filter(agency=token.agency, pk=figure).first() if figure < 2**63 else None
    if row is None:
        return Status(404, {"message": "The agency has sent no such figure."})
    try:
        answer(by=actor, observation=row, text=given.text.replace("\0", ""))
    except ValidationError as error:
        return Status(422, {"message": error.messages[0]})
    again = Observation.objects.select_related("indicator").prefetch_related("history").get(pk=row.pk)
    return Status(200, _figure(again))


def _problem(indicator: str, cell: str, rule: str, message: str) -> dict[str, str]:
    return {"indicator": indicator, "cell": cell, "rule": rule, "message": message}
