"""The moderation, what is learned, and the end of an audit with its results and its place in the thread."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import viewing

from goldenthread.evidence.audits.actions.auditing import Given, Whole, save_return
from goldenthread.evidence.audits.actions.cases import set_aside
from goldenthread.evidence.audits.actions.concerns import answer_concern, raise_concern
from goldenthread.evidence.audits.actions.moderating import (
    Agreed,
    add_learning,
    agencies_said,
    agreed_of,
    end_audit,
    left_to_end,
    moderate_case,
    remove_learning,
)
from goldenthread.evidence.audits.models import DomainResult, Learning, Moderated
from goldenthread.evidence.audits.tests.cases import auditor, day, ended, graded, moderated, returned
from goldenthread.partnership.errors import RuleError
from goldenthread.thread.models import Finding, Recommendation, Source


def test_nothing_is_moderated_before_an_agency_sent_its_part(manager, case):
    with pytest.raises(RuleError, match="No agency has sent"):
        moderated(manager, case)


def test_a_grade_that_no_agency_gave_says_why_and_a_later_one_takes_its_place(manager, case, council, police):
    returned(manager, case, council, "good")
    returned(manager, case, police, "improvement")
    for grade in ("good", "improvement"):
        moderate_case(by=manager, case=case, agreed={"voice": Agreed(grade)})
    with pytest.raises(RuleError, match="no agency gave this grade"):
        moderate_case(by=manager, case=case, agreed={"voice": Agreed("inadequate")})
    wanted = {"voice": Agreed("inadequate", "Nobody saw the child")}
    assert moderate_case(by=manager, case=case, agreed=wanted) == 1
    assert moderate_case(by=manager, case=case, agreed=wanted) == 0
    assert agreed_of(case)["voice"].grade == "inadequate"
    assert Moderated.objects.count() == 3


@pytest.mark.parametrize("agreed", [{"voice": Agreed("splendid", "x")}, {"weather": Agreed("good", "x")}])
def test_unknown_grades_and_domains_are_refused(manager, case, council, agreed):
    returned(manager, case, council)
    with pytest.raises(RuleError, match="one of the grades"):
        moderate_case(by=manager, case=case, agreed=agreed)


def test_a_case_is_moderated_as_it_is_now_and_nobody_changes_it_meanwhile(manager, case, council):
    returned(manager, case, council)
    with CaptureQueriesContext(connection) as asked:
        moderated(manager, case)
    held = [each["sql"] for each in asked if "FOR UPDATE" in each["sql"] and '"audits_case"' in each["sql"]]
    assert bool(held) is connection.features.has_select_for_update
    set_aside(by=manager, case=type(case).objects.get(pk=case.pk), reason="Another family")
    with pytest.raises(RuleError, match="set aside"):
        moderated(manager, case, "inadequate")


def test_an_auditor_does_not_moderate(manager, case, council, member):
    returned(manager, case, council)
    auditor(manager, case.audit, member)
    with pytest.raises(PermissionDenied):
        moderated(viewing(member), case)


def test_learning_that_could_tell_who_a_child_is_is_looked_at_first(manager, audit):
    with pytest.raises(RuleError, match="email address"):
        add_learning(by=manager, audit=audit, text="write to a@b.uk", good=False, looked=True)
    words = "the worker told Oak Lane School what was seen"
    with pytest.raises(RuleError, match="Look at “Oak Lane School”"):
        add_learning(by=manager, audit=audit, text=words, good=False)
    assert add_learning(by=manager, audit=audit, text=words, good=False, looked=True).number == 1


def test_good_practice_asks_for_nothing(manager, audit):
    with pytest.raises(RuleError, match="asks for nothing"):
        add_learning(by=manager, audit=audit, text="they rang first", good=True, asks="ring first")
    with pytest.raises(RuleError, match="what was learned"):
        add_learning(by=manager, audit=audit, text=" ", good=True)


def test_learning_is_taken_away_while_the_audit_is_open(manager, audit, cases, council):
    remove_learning(by=manager, learning=add_learning(by=manager, audit=audit, text="they rang", good=True))
    assert not Learning.objects.exists()
    row = ended(manager, audit, council)
    with pytest.raises(RuleError, match="closed"):
        remove_learning(by=manager, learning=row.learning.select_related("audit").get())


def test_what_keeps_an_audit_from_ending_is_said(manager, audit, cases, council):
    assert left_to_end(audit) == [
        "Not moderated yet: cases 1, 2, 3, 4, 5.",
        "No learning recorded yet.",
    ]
    with pytest.raises(RuleError, match="Not moderated yet"):
        end_audit(by=manager, audit=audit, repeat_on=day("2020-09-01"))
    for case in cases:
        returned(manager, case, council)
        moderated(manager, case)
    add_learning(by=manager, audit=audit, text="plans drift", good=False)
    assert left_to_end(audit) == []
    for repeat, says in ((None, "why it is not"), (day("2019-09-09"), "not ahead")):
        with pytest.raises(RuleError, match=says):
            end_audit(by=manager, audit=audit, repeat_on=repeat, without=True)
    with pytest.raises(RuleError, match="not both"):
        end_audit(by=manager, audit=audit, repeat_on=day("2020-09-01"), no_repeat_because="x", without=True)
    with pytest.raises(RuleError, match="Not sent yet: Essex Police 0 of 5"):
        end_audit(by=manager, audit=audit, repeat_on=day("2020-09-01"))
    concern, _ = raise_concern(by=manager, case=cases[0], agency=council, text="Not seen")
    with pytest.raises(RuleError, match=f"Still open: immediate concern {concern.pk}"):
        end_audit(by=manager, audit=audit, repeat_on=day("2020-09-01"), without=True)
    answer_concern(by=manager, concern=concern, text="Seen", safe=True)
    end_audit(by=manager, audit=audit, no_repeat_because="The pathway ends this year", without=True)


def test_one_domain_without_a_grade_hides_nothing_that_an_agency_sent(manager, case, council):
    given = graded(case.audit.tool) | {"plan": Given("", "Not on record")}
    save_return(
        by=manager,
        case=case,
        agency=council,
        version=0,
        given=given,
        whole=Whole(independent=True),
        send=True,
    )
    assert agencies_said(case)["voice"] == {"good"}
    assert moderate_case(by=manager, case=case, agreed={"voice": Agreed("good")}) == 1


def test_its_end_counts_results_and_puts_what_was_learned_into_the_thread(manager, audit, cases, council):
    add_learning(by=manager, audit=audit, text="agencies rang each other", good=True, agency=council)
    row = ended(
        manager, audit, council, ("good", "good", "improvement", "inadequate", "outstanding"), priority="high"
    )
    counts = DomainResult.objects.filter(audit=row, domain="overall").values_list("grade", "cases")
    assert dict(counts) == {"good": 2, "improvement": 1, "inadequate": 1, "outstanding": 1}
    source = Source.objects.get()
    assert (source.kind, source.about, source.restricted) == ("audit", f"case_audit:{row.pk}", False)
    found = [(each.ref, each.good, each.priority, str(each.theme)) for each in Finding.objects.all()]
    assert found == [("1", True, "", "Neglect"), ("2", False, "high", "Neglect")]
    asked = Recommendation.objects.get()
    assert (asked.ref, asked.text) == ("2", "end each meeting with what changes")
    assert row.ended_on == day("2019-09-09")


def test_a_case_aside_does_not_count(manager, audit, council):
    from goldenthread.evidence.audits.actions.cases import choose_case, set_aside

    for number in range(6):
        choose_case(by=manager, audit=audit, reference=f"A{number}", reason="x")
    first = audit.cases.select_related("audit__partnership").first()
    returned(manager, first, council, "inadequate")
    moderated(manager, first, "inadequate")
    set_aside(by=manager, case=first, reason="Moved away")
    rest = audit.cases.select_related("audit__partnership").filter(set_aside_because="")
    for case in rest:
        returned(manager, case, council)
        moderated(manager, case)
    add_learning(by=manager, audit=audit, text="x", good=True)
    end_audit(by=manager, audit=audit, repeat_on=day("2020-09-01"), without=True)
    assert dict(DomainResult.objects.filter(domain="overall").values_list("grade", "cases")) == {"good": 5}
