"""The API: mounted at ``/api/``, described at ``/api/openapi.json``, in our own page at ``/api/``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from goldenthread import __version__
from goldenthread.evidence.measures.api.authentication import KeyAuth, TooManyCallsError
from goldenthread.evidence.measures.api.router import router

METHODS = ("get", "put", "post")

api = NinjaAPI(
    title="Golden Thread",
    version=__version__,
    description="Lets an agency's own system ask what is due to a safeguarding partnership, and send its figures.",
    auth=KeyAuth(),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("/v1", router, tags=["returns"])


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """A call without a key that holds."""
    said = "Send a key that holds: Authorization: Bearer gt_…"
    response = api.create_response(request, {"message": said}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(TooManyCallsError)
def too_many(request: HttpRequest, error: TooManyCallsError) -> HttpResponse:
    """A caller that should wait."""
    return api.create_response(request, {"message": str(error)}, status=429)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A refusal in a sentence."""
    return api.create_response(request, {"message": str(error)}, status=error.status_code)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that does not have the form that the description gives. What was sent is not repeated."""
    problems = [
        {
            "indicator": "",
            "cell": ".".join(str(part) for part in each.get("loc", ())),
            "rule": str(each.get("type", "")),
            "message": str(each.get("msg", "")),
        }
        for each in error.errors[:50]
    ]
    return api.create_response(
        request, {"message": "The request is not as the description says.", "problems": problems}, status=422
    )


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The operations on a page, made from the description."""
    schema = api.get_openapi_schema(path_prefix="/api/")
    operations = [
        (method.upper(), address, operation["summary"], operation.get("description", ""))
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
    return render(request, "measures/api.html", {"operations": operations})


def open_to_keys() -> tuple[list[Any], str, str]:
    """The addresses of the API. No session opens them: each operation asks for a key."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is not None:
            pattern.callback = login_not_required(pattern.callback)
    return patterns, application, namespace
