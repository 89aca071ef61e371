"""What anybody can open without signing in: whether a certificate is genuine, and joining as a practitioner."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.learning.actions.joining import Wish, ask_to_join, join, read_link, rules_of
from goldenthread.learning.certificates import SHOWN
from goldenthread.learning.codes import read_code
from goldenthread.learning.forms.joining import JoinForm, PasswordForm
from goldenthread.learning.models import Certificate
from goldenthread.partnership.errors import RuleError, show_refusal
from goldenthread.partnership.flooding import too_many
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.network import network_address
from goldenthread.partnership.today import today

# So many codes may be tried in an hour from one network address, and from everywhere. A code is one of 2^60.
CODES_FROM_ONE, CODES_FROM_ALL = 100, 5000
# So many links may be opened or used in an hour.
LINKS_FROM_ONE, LINKS_FROM_ALL = 60, 2000


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    return _private(render(request, f"learning/public/{name}.html", context, status=status))


@login_not_required
@require_safe
def certificate_check(request: HttpRequest) -> HttpResponseBase:
    """Where a code is typed in."""
    said = request.GET.get("code", "")[:40]
    if not said.strip():
        return _page(request, "check", said="", wrong="code" in request.GET)
    code = read_code(said)
    if not code:
        return _page(request, "check", said=said.replace("\x00", ""), wrong=True)
    return _private_redirect("certificate", code)


def _private_redirect(name: str, *args: str) -> HttpResponseBase:
    response: HttpResponse = redirect(name, *args)
    return _private(response)


@login_not_required
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate says, and whether it is genuine; 404 for a code that is none of ours."""
    if too_many(
        "certificate", address=network_address(request), from_one=CODES_FROM_ONE, from_all=CODES_FROM_ALL
    ):
        return _page(request, "often", status=429)
    row = Certificate.objects.filter(code=read_code(code) or "-").select_related(*SHOWN).first()
    if row is None:
        return _page(request, "unknown", status=404)
    return _page(
        request, "certificate", certificate=row, partnership=row.completion.course.partnership,
        withdrawn=getattr(row.completion, "withdrawal", None),
        run_out=row.valid_until is not None and row.valid_until < today(),
    )  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_join(request: HttpRequest, area: str) -> HttpResponse:
    """Ask to join: whoever is behind the address gets an email, and the page says the same to everybody."""
    partnership = get_object_or_404(Partnership, slug=area)
    if not rules_of(partnership).is_open:
        return _page(request, "shut", partnership=partnership)
    form = JoinForm(request.POST if request.method == "POST" else None, partnership=partnership)
    status = 200
    if form.is_valid():
        wish = Wish(**({"job_role": None} | form.cleaned_data))
        try:
            ask_to_join(partnership=partnership, wish=wish, network=network_address(request))
        except RuleError as refusal:
            show_refusal(form, refusal)
            status = 429 if getattr(refusal, "code", "") == "flood" else 200
        else:
            return _page(request, "sent", partnership=partnership, email=wish.email)
    return _page(request, "join", status=status, partnership=partnership, form=form)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def training_join_confirm(request: HttpRequest, area: str, token: str) -> HttpResponseBase:
    """Confirm the address by choosing a password; opening the link changes nothing."""
    partnership = get_object_or_404(Partnership, slug=area)
    network = network_address(request)
    if too_many("join-link", address=network, from_one=LINKS_FROM_ONE, from_all=LINKS_FROM_ALL):
        return _page(request, "often", status=429)
    wish = read_link(partnership, token)
    if wish is None:
        return _page(request, "stale", status=404, partnership=partnership)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            join(partnership=partnership, wish=wish, network=network, **form.cleaned_data)
        except RuleError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "You have joined. Sign in with your email and the password you chose.")
            return redirect("account_login")
    return _page(request, "confirm", partnership=partnership, wish=wish, form=form)
