from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "goldenthread.oversight.meetings"
    label = "meetings"
    default = True

    def ready(self) -> None:
        """Tells duties what happens in meetings, takes up what follows from breaches, and says what can be made."""
        from goldenthread.duties.sources import listen, register, register_events
        from goldenthread.oversight.meetings.actions.filling import place_waiting
        from goldenthread.oversight.meetings.facts import meeting_facts
        from goldenthread.oversight.meetings.invitations import meeting_events
        from goldenthread.oversight.meetings.papers import MAKERS
        from goldenthread.partnership import made_papers

        register(meeting_facts)
        listen(place_waiting)
        register_events(meeting_events)
        for maker in MAKERS:
            made_papers.register(maker)
