from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "goldenthread.oversight.finance"
    label = "finance"
    default = True

    def ready(self) -> None:
        """Registers who sees which contribution, what is owed by when, and the paper that finance can put forward."""
        from goldenthread.duties.sources import register
        from goldenthread.oversight.finance import permissions  # noqa: F401
        from goldenthread.oversight.finance.facts import finance_facts
        from goldenthread.oversight.finance.papers import FINANCE
        from goldenthread.partnership import made_papers

        register(finance_facts)
        made_papers.register(FINANCE)
