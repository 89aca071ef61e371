"""Addresses under /<partnership>/plan/. A plan's own pages come last, so that its key cannot hide another page."""

from django.urls import path

from goldenthread.plans.views import actions, chasing, exporting, importing, overviews, planning, plans

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="plans"),
    path("new/", planning.plan_new, name="plan_new"),
    path("exceptions/", overviews.exceptions_page, name="exceptions"),
    path("exceptions/remind/", chasing.chase, name="chase"),
    path("exceptions.<slug:kind>", overviews.exceptions_export, name="exceptions_export"),
    path("actions.<slug:kind>", overviews.register_export, name="register_export"),
    path("summary/", overviews.rollup_page, name="rollup"),
    path("actions/", overviews.register_page, name="register"),
    path("actions/mine/", overviews.my_actions, name="mine"),
    *importing.routes,
    *exporting.routes,
    path("<slug:plan>/", plans.plan_page, name="plan"),
    path("<slug:plan>/about/", plans.plan_about, name="about"),
    path("<slug:plan>/summary/", plans.plan_summary_page, name="summary"),
    path("<slug:plan>/ratings/", plans.plan_grid, name="grid"),
    path("<slug:plan>/timeline/", plans.plan_timeline, name="timeline"),
    path("<slug:plan>/exceptions/", plans.plan_exceptions_page, name="plan_exceptions"),
    path("<slug:plan>/poster/", plans.plan_poster, name="poster"),
    path("<slug:plan>/edit/", planning.plan_edit, name="plan_edit"),
    path("<slug:plan>/close/", planning.plan_close, name="plan_close"),
    path("<slug:plan>/objectives/new/", planning.objective_edit, name="objective_new"),
    path("<slug:plan>/objectives/<path:objective>/edit/", planning.objective_edit, name="objective_edit"),
    path("<slug:plan>/actions/new/", actions.action_new, name="action_new"),
    path("<slug:plan>/<str:ref>/", actions.action_page, name="action"),
    path("<slug:plan>/<str:ref>/edit/", actions.action_edit, name="action_edit"),
    path("<slug:plan>/<str:ref>/update/", actions.action_rate, name="action_rate"),
    path("<slug:plan>/<str:ref>/explain/", actions.action_explain, name="action_explain"),
    path("<slug:plan>/<str:ref>/evidence/", actions.action_evidence, name="action_evidence"),
    path("<slug:plan>/<str:ref>/evidence/<int:evidence>/", actions.evidence_file, name="evidence_file"),
    path("<slug:plan>/<str:ref>/due/", actions.action_due, name="action_due"),
    path("<slug:plan>/<str:ref>/withdraw/", actions.action_withdraw, name="action_withdraw"),
]
