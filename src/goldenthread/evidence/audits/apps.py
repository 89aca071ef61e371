from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "goldenthread.evidence.audits"
    label = "audits"
    default = True

    def ready(self) -> None:
        """Registers who answers for immediate concerns, what duties and the thread know of audits."""
        from goldenthread.duties.sources import register
        from goldenthread.evidence.audits import permissions  # noqa: F401
        from goldenthread.evidence.audits.actions.space import end_seats_of
        from goldenthread.evidence.audits.facts import audit_facts
        from goldenthread.evidence.audits.holdings import CASE_AUDITS
        from goldenthread.partnership import leaving
        from goldenthread.thread import evidence

        register(audit_facts)
        leaving.register(end_seats_of)
        evidence.register(CASE_AUDITS)
