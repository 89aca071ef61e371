from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "goldenthread.oversight.meetings"
    label = "meetings"
    default = True

    def ready(self) -> None:
        """Tells duties what happens in meetings."""
        from goldenthread.duties.sources import register
        from goldenthread.oversight.meetings.facts import meeting_facts

        register(meeting_facts)
