"""Emails by GOV.UK Notify, spoken to over a real connection."""

import datetime as dt
import logging
import socket

import jwt
import pytest
import time_machine
from django.conf import settings as site
from django.core.mail import EmailMessage, send_mail
from django.views.debug import SafeExceptionReporterFilter
from tests.cast import signed_in

from goldenthread.email_url import email_settings
from goldenthread.partnership.actions.messages import PAUSES, queue_message, send_waiting
from goldenthread.partnership.notify import NotifyError
from goldenthread.partnership.tests.servers import Notify, running

TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
REPLY_TO = "8e222534-7f05-4972-86e3-17c5d9f894e2"
SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
URL = f"notify://{TEMPLATE}?key=golden_thread-{SERVICE}-{SECRET}"
NOW = dt.datetime(2019, 9, 9, 9, 0, tzinfo=dt.UTC)


def send_by(settings, url):
    for name, value in email_settings(url, production=False).items():
        setattr(settings, name, value)


@pytest.fixture
def notify(settings):
    with running(Notify()) as server:
        send_by(settings, f"{URL}&base={server.base}")
        yield server


@pytest.fixture
def send(system, django_capture_on_commit_callbacks):
    def send(person):
        with django_capture_on_commit_callbacks(execute=True):
            message = queue_message(by=system, person=person, kind="reminder", subject="Due", text="Please.")
        message.refresh_from_db()
        return message

    return send


def test_a_queued_message_goes_out_with_its_subject_and_its_text(notify, send, member):
    message = send(member)
    assert (message.status, message.attempts, message.problem) == ("sent", 1, "")
    assert message.sent_at is not None
    (email,) = notify.taken
    assert email["email_address"] == member.email
    assert email["template_id"] == TEMPLATE
    assert email["personalisation"]["subject"] == "Due"
    assert email["personalisation"]["body"].startswith("Please.\n\nSee it here: http")
    assert "email_reply_to_id" not in email


def test_the_site_signs_itself_in_with_its_key_and_never_sends_it(notify, send, member):
    send(member)
    (token,) = notify.tokens
    assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE


def test_answers_go_to_the_reply_to_address_that_is_configured(notify, settings):
    send_by(settings, f"{URL}&reply_to={REPLY_TO}&base={notify.base}")
    assert send_mail("Due", "Please.", None, ["one@x.example", "other@x.example"]) == 1
    assert [email["email_reply_to_id"] for email in notify.taken] == [REPLY_TO, REPLY_TO]
    assert [email["email_address"] for email in notify.taken] == ["one@x.example", "other@x.example"]


def test_a_refused_message_says_why_and_is_tried_again(notify, send, member, business_team):
    notify.refuse(400, ("BadRequestError", "Can’t send to this recipient using a team-only API key"))
    with time_machine.travel(NOW, tick=False) as clock:
        message = send(member)
        assert (message.status, message.attempts, message.sent_at) == ("failed", 1, None)
        assert message.problem == (
            "GOV.UK Notify refused it (400): Can’t send to this recipient using a team-only API key."
        )
        assert message.next_attempt_at == NOW + PAUSES[0]
        notify.refusal = None
        clock.shift(PAUSES[0])
        assert send_waiting() == {"sent": 1, "failed": 0}
    message.refresh_from_db()
    assert (message.status, message.problem) == ("sent", "")


def test_the_business_team_reads_why_on_the_messages_page(notify, send, member, business_team):
    notify.refuse(
        400, ("ValidationError", "template_id is not a valid UUID"), ("ValidationError", "and more")
    )
    message = send(member)
    page = signed_in(business_team).get(message.get_absolute_url()).content.decode()
    assert "GOV.UK Notify refused it (400): template_id is not a valid UUID; and more." in page


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (
            403,
            b'{"status_code": 403, "errors": [{"error": "AuthError", "message": "Invalid token: service not found"}]}',
            "GOV.UK Notify refused it (403): Invalid token: service not found. "
            "Check the key in GOLDENTHREAD_EMAIL_URL.",
        ),
        (400, b"<html>", "GOV.UK Notify refused it (400): Request failed."),
        (400, b'["odd"]', "GOV.UK Notify refused it (400): Request failed."),
        (400, b"{}", "GOV.UK Notify refused it (400): it did not say why."),
        (429, b'{"errors": ["Too many"]}', "GOV.UK Notify refused it (429): Too many."),
        (500, b'{"status_code": 500, "errors": []}', "GOV.UK Notify is out of order (500)."),
        (503, b"", "GOV.UK Notify is out of order (503)."),
        (200, b"<html>", "GOV.UK Notify gave an answer that cannot be read (200)."),
    ],
)
def test_whatever_notify_answers_is_a_plain_sentence(notify, status, body, said):
    notify.refusal = (status, body)
    with pytest.raises(NotifyError) as failure:
        send_mail("Due", "Please.", None, ["one@x.example"])
    assert str(failure.value) == said
    assert send_mail("Due", "Please.", None, ["one@x.example"], fail_silently=True) == 0


def test_a_notify_that_is_not_there_leaves_the_message_waiting(settings, send, member):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        base = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    send_by(settings, f"{URL}&base={base}")
    message = send(member)
    assert (message.status, message.problem) == ("failed", "GOV.UK Notify did not answer.")
    assert message.next_attempt_at is not None


def test_a_file_is_never_left_out_in_silence(notify):
    email = EmailMessage("Due", "Please.", to=["one@x.example"], attachments=[("a.txt", "a", "text/plain")])
    with pytest.raises(NotifyError, match="cannot send an email with a file attached"):
        email.send()
    assert notify.taken == []


def test_the_key_is_in_no_log_and_no_problem(notify, send, member, caplog):
    caplog.set_level(logging.DEBUG)
    notify.refuse(403, ("AuthError", "Invalid token: API key not found"))
    problem = send(member).problem
    assert "API key not found" in problem
    assert caplog.text
    for told in (problem, caplog.text, repr(send(member))):
        assert SECRET not in told
        assert SERVICE not in told


def test_an_error_page_would_not_show_the_key_either(notify):
    shown = SafeExceptionReporterFilter().get_safe_settings()["NOTIFY"]
    assert SECRET in site.NOTIFY["API_KEY"]
    assert SECRET not in str(shown)
