from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "goldenthread.evidence.assurance"
    label = "assurance"
    default = True

    def ready(self) -> None:
        """Registers who may answer for which agency, what was asked and signed, what the thread can point to."""
        from goldenthread.duties.sources import register
        from goldenthread.evidence.assurance import permissions  # noqa: F401
        from goldenthread.evidence.assurance.facts import assessment_facts
        from goldenthread.evidence.assurance.holdings import ASSESSMENTS
        from goldenthread.thread import evidence

        register(assessment_facts)
        evidence.register(ASSESSMENTS)
