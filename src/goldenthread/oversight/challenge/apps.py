from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "goldenthread.oversight.challenge"
    label = "challenge"
    default = True

    def ready(self) -> None:
        """Registers which answers and settlements are owed, by when."""
        from goldenthread.duties.sources import register
        from goldenthread.oversight.challenge.facts import challenge_facts

        register(challenge_facts)
