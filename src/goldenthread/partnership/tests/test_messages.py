import datetime as dt
import json
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone
from tests.cast import signed_in, viewing

from goldenthread.partnership.actions.messages import (
    PAUSES,
    deliver,
    queue_message,
    resend,
    send_digests,
    send_waiting,
)
from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.models import AuditEvent, OutgoingMessage

NOW = dt.datetime(2019, 9, 9, 9, 0, tzinfo=dt.UTC)


class RefusingMailServer(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("mail server is down")


@pytest.fixture
def mail_is_down(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingMailServer"

    def repair():
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    return repair


@pytest.fixture
def send(system, django_capture_on_commit_callbacks):
    def send(person, **fields):
        fields = {
            "kind": "reminder",
            "subject": "Action 1.1 is due",
            "text": "Please say how it stands.",
        } | fields
        with django_capture_on_commit_callbacks(execute=True):
            message = queue_message(by=system, person=person, **fields)
        message.refresh_from_db()
        return message

    return send


def test_a_message_is_kept_and_sent(send, member, mailoutbox):
    message = send(member, because="you lead action 1.1", link="/thurrock/plan/delivery/1.1/")
    assert (message.status, message.attempts, message.sent_by) == ("sent", 1, "command line")
    (email,) = mailoutbox
    assert email.to == ["service.manager@thurrock.example"]
    assert email.subject == "Action 1.1 is due"
    assert "Please say how it stands." in email.body
    assert "http://127.0.0.1:8000/thurrock/plan/delivery/1.1/" in email.body
    assert "You receive this because you lead action 1.1." in email.body
    assert "http://127.0.0.1:8000/thurrock/partnership/me/" in email.body


def test_nothing_is_sent_for_a_transaction_that_fails(
    system, member, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        queue_message(by=system, person=member, kind="reminder", subject="x", text="x")
    assert len(waiting) == 1
    assert mailoutbox == []


def test_a_subject_is_one_line(send, member, mailoutbox):
    send(member, subject="Due\nBcc: everybody@x.example\r\nsoon")
    assert mailoutbox[0].subject == "Due Bcc: everybody@x.example soon"
    assert mailoutbox[0].to == [member.email]


def test_a_failure_is_noted_and_tried_again_five_times_in_all(mail_is_down, send, member):
    with time_machine.travel(NOW, tick=False) as clock:
        message = send(member)
        assert (message.status, message.attempts) == ("failed", 1)
        assert message.problem == "ConnectionRefusedError: mail server is down"
        for pause in PAUSES:
            assert message.next_attempt_at == timezone.now() + pause
            clock.shift(pause - dt.timedelta(seconds=1))
            assert send_waiting() == {"sent": 0, "failed": 0}
            clock.shift(dt.timedelta(seconds=1))
            assert send_waiting() == {"sent": 0, "failed": 1}
            message.refresh_from_db()
        assert (message.attempts, message.next_attempt_at, message.is_given_up) == (5, None, True)
        clock.shift(dt.timedelta(days=30))
        assert send_waiting() == {"sent": 0, "failed": 0}


def test_a_message_given_up_can_be_sent_again_by_hand(
    mail_is_down, send, member, business_team, mailoutbox, django_capture_on_commit_callbacks
):
    message = send(member)
    mail_is_down()
    with django_capture_on_commit_callbacks(execute=True):
        resend(by=viewing(business_team), message=message)
    message.refresh_from_db()
    assert (message.status, message.attempts, message.problem) == ("sent", 1, "")
    with pytest.raises(RuleError, match="Only a message that failed"):
        resend(by=viewing(business_team), message=message)
    assert AuditEvent.objects.filter(verb="message.resent").count() == 1


def test_only_who_chases_sends_again(send, mail_is_down, member, outsider):
    message = send(member)
    for person in (member, outsider):
        with pytest.raises(PermissionDenied):
            resend(by=viewing(person), message=message)


def test_one_worker_sends_a_message_that_two_were_given(send, member, mailoutbox):
    message = send(member)
    assert deliver.call(message.pk) == "not due"
    OutgoingMessage.objects.update(status="sending", sent_at=None, last_attempt_at=timezone.now())
    assert deliver.call(message.pk) == "not due"
    assert len(mailoutbox) == 1


def test_what_a_stopped_worker_left_over_is_sent_later(send, member, mailoutbox):
    message = send(member)
    long_ago = timezone.now() - dt.timedelta(minutes=31)
    OutgoingMessage.objects.update(status="sending", sent_at=None, last_attempt_at=long_ago)
    assert send_waiting() == {"sent": 1, "failed": 0}
    message.refresh_from_db()
    assert message.attempts == 2


def test_without_an_address_the_message_waits_for_one(send, member, business_team, mailoutbox, system):
    member.email = ""
    member.user = None
    member.save()
    message = send(member)
    assert message.is_given_up
    assert "No email address is known" in message.problem
    assert send_waiting() == {"sent": 0, "failed": 0}
    with pytest.raises(RuleError, match="No email address is known"):
        resend(by=viewing(business_team), message=message)


def test_who_wants_one_email_a_day_gets_one(
    send, member, lay_member, system, mailoutbox, django_capture_on_commit_callbacks
):
    member.wants_digest = True
    member.save()
    parts = [send(member, subject=f"Action 1.{number} is due") for number in (1, 2)]
    send(lay_member)
    assert [part.status for part in parts] == ["held", "held"]
    assert len(mailoutbox) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests(by=system) == 1
    digest = mailoutbox[1]
    assert digest.subject == "Thurrock LSCP: 2 messages for you"
    assert digest.body.index("Action 1.1") < digest.body.index("Action 1.2")
    assert "because you asked for one email a day" in digest.body
    assert set(OutgoingMessage.objects.values_list("status", flat=True)) == {"sent"}
    assert send_digests(by=system) == 0


def test_a_daily_email_that_fails_keeps_its_parts_waiting(
    send, member, system, mail_is_down, django_capture_on_commit_callbacks
):
    member.wants_digest = True
    member.save()
    part = send(member)
    with django_capture_on_commit_callbacks(execute=True):
        send_digests(by=system)
    part.refresh_from_db()
    assert part.status == "held"
    assert send_digests(by=system) == 0
    mail_is_down()
    OutgoingMessage.objects.filter(kind="digest").update(next_attempt_at=timezone.now())
    assert send_waiting() == {"sent": 1, "failed": 0}
    part.refresh_from_db()
    assert part.status == "sent"


def test_the_commands_say_what_they_did(send, member, mail_is_down):
    member.wants_digest = True
    member.save()
    send(member)
    out = StringIO()
    call_command("send_digests", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"emails": 1}
    out = StringIO()
    with pytest.raises(SystemExit) as exit_code:
        call_command("send_waiting_messages", "--json", stdout=out)
    assert exit_code.value.code == 1
    assert json.loads(out.getvalue()) == {"sent": 0, "failed": 1}


def test_the_messages_page_shows_what_became_of_each(send, member, business_team, mail_is_down):
    message = send(member, subject="<script>alert(1)</script>")
    browser = signed_in(business_team)
    page = browser.get("/thurrock/partnership/messages/?status=failed").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Failed; will be tried again" in page
    mail_is_down()
    answer = browser.post(f"/thurrock/partnership/messages/{message.pk}/resend/", follow=True)
    assert "on its way again" in answer.content.decode()
    assert signed_in(member).get("/thurrock/partnership/messages/").status_code == 403
