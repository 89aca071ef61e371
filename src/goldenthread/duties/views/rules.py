"""The rules in force, where each is from, and changing them from a day on."""

from __future__ import annotations

from html import escape

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.safestring import SafeString

from goldenthread.design.filters import read_day
from goldenthread.design.tables import Column, Table
from goldenthread.design.words import uk_date
from goldenthread.duties.actions.record import adopt_pack
from goldenthread.duties.derivation import rulebook
from goldenthread.duties.forms.duties import LocalPackForm, NationalPackForm
from goldenthread.duties.models import AdoptedPack
from goldenthread.duties.rules import PackError, Rule
from goldenthread.duties.views.page import address, ask, show
from goldenthread.partnership.access import FORM, requires
from goldenthread.partnership.exports import export
from goldenthread.partnership.middleware import PartnershipRequest
from goldenthread.partnership.pages import attempt, posted
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.today import today


def rules_table(rules: list[Rule], base: str) -> Table[Rule]:
    """Every rule of a day: what it asks, of whom, by when, what follows from a breach, and its source."""

    def title(rule: Rule) -> SafeString:
        mark = (
            ""
            if rule.confirmed
            else '<br><span class="gt-muted">Recalled: look it up before relying on it</span>'
        )
        return SafeString(
            f'<a class="govuk-link" href="{escape(base)}{escape(rule.key)}/">{escape(rule.title)}</a>{mark}'
        )

    columns: list[Column[Rule]] = [
        Column("title", "Rule", value=lambda rule: rule.title, cell=title, header=True),
        Column("limit", "By when", value=lambda rule: rule.describe()),
        Column("owed_by", "Owed by", value=lambda rule: rule.owed_by.label),
        Column(
            "breach", "If it is broken", value=lambda rule: "; ".join(each.describe() for each in rule.breach)
        ),
        Column("source", "Source"),
    ]
    return Table("Rules in force", columns, rules, empty="No rule holds on this day.")


@requires(Permission.VIEW_DUTIES)
def rules(request: PartnershipRequest) -> HttpResponse:
    """Every rule in force on a day, with its source."""
    day = read_day(request.GET.get("on", "")) or today()
    found = rulebook(request.viewer.partnership).in_force(day)
    adopted = list(
        AdoptedPack.objects.filter(partnership=request.viewer.partnership).order_by("-since", "-id")
    )
    return show(
        request,
        "rules",
        "rules",
        title="Rules",
        day=day,
        state=f"{len(found)} rules are in force on {uk_date(day)}.",
        table=rules_table(found, address(request, "rules")),
        adopted=adopted,
        local=next((row for row in adopted if row.is_local), None),
        may_manage=request.viewer.may(Permission.MANAGE_DUTIES),
    )


@requires(Permission.VIEW_DUTIES)
def rules_export(request: PartnershipRequest, kind: str) -> HttpResponse:
    """The rules as a file."""
    day = read_day(request.GET.get("on", "")) or today()
    return export(
        rules_table(rulebook(request.viewer.partnership).in_force(day), ""), kind=kind, name="rules"
    )


@requires(Permission.VIEW_DUTIES)
def rule(request: PartnershipRequest, key: str) -> HttpResponse:
    """One rule: as it holds now, and as it held before."""
    book = rulebook(request.viewer.partnership)
    versions: list[Rule] = []
    for day in book.days_of_change():
        found = book.rule_for(key, day)
        if found is not None and found not in versions:
            versions.append(found)
    if not versions:
        raise Http404("no such rule")
    present = book.rule_for(key, today()) or versions[-1]
    return show(
        request,
        "rule",
        title=present.title,
        rule=present,
        others=[each for each in reversed(versions) if each != present],
        trail=[
            ("Duties", address(request, "duties")),
            ("Rules", address(request, "rules")),
            (present.title, ""),
        ],
    )


@requires(Permission.VIEW_DUTIES)
def local_pack(request: PartnershipRequest) -> HttpResponse:
    """The partnership's own rules as the file that they came in."""
    row = (
        AdoptedPack.objects.filter(partnership=request.viewer.partnership)
        .exclude(text="")
        .order_by("since", "id")
        .last()
    )
    if row is None:
        raise Http404("the partnership has no rules of its own")
    response = HttpResponse(row.text, content_type="application/toml")
    response["Content-Disposition"] = f'attachment; filename="{row.key}-{row.since.isoformat()}.toml"'
    return response


@requires(Permission.MANAGE_DUTIES, FORM)
def adopt_national(request: PartnershipRequest) -> HttpResponseBase:
    """Work by another edition of the statutory guidance from a day on."""
    form = NationalPackForm(posted(request))
    row = attempt(form, lambda: adopt_pack(by=request.viewer, **form.cleaned_data))
    if row:
        messages.success(
            request, f"The rules change on {uk_date(row.since)}. What arose before stays as it is."
        )
        return redirect("duties:rules", request.viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Change the statutory guidance",
        button="Work by it",
        back=address(request, "rules"),
    )


@requires(Permission.MANAGE_DUTIES, FORM)
def adopt_local(request: PartnershipRequest) -> HttpResponseBase:
    """Bring in the partnership's own rules, from a day on: all of them, or nothing."""
    form = LocalPackForm(posted(request), request.FILES or None)
    problems: list[str] = []
    row = None
    try:
        row = attempt(
            form,
            lambda: adopt_pack(
                by=request.viewer,
                since=form.cleaned_data["since"],
                text=form.text,
                why=form.cleaned_data["why"],
            ),
        )
    except PackError as error:
        problems = error.problems
        count = "One thing is" if len(problems) == 1 else f"{len(problems)} things are"
        form.add_error("file", f"{count} wrong with the file. Nothing was changed.")
    if row:
        messages.success(
            request, f"The rules change on {uk_date(row.since)}. What arose before stays as it is."
        )
        return redirect("duties:rules", request.viewer.partnership.slug)
    return ask(
        request,
        form,
        title="Bring in your own rules",
        button="Bring them in",
        back=address(request, "rules"),
        multipart=True,
        problems=problems,
    )


routes = [
    path("rules/", rules, name="rules"),
    path("rules.<slug:kind>", rules_export, name="rules_export"),
    path("rules/guidance/", adopt_national, name="adopt_national"),
    path("rules/own/", adopt_local, name="adopt_local"),
    path("rules/own/file/", local_pack, name="local_pack"),
    path("rules/<str:key>/", rule, name="rule"),
]
