from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "goldenthread.oversight.meetings"
    label = "meetings"
    default = True

    def ready(self) -> None:
        """Tells duties what happens in meetings, takes up what follows from breaches, says what papers can be made,
        and which meeting gave an action.
        """
        from goldenthread.duties.sources import listen, register, register_events
        from goldenthread.oversight.meetings.actions.filling import place_waiting
        from goldenthread.oversight.meetings.facts import meeting_facts
        from goldenthread.oversight.meetings.invitations import meeting_events
        from goldenthread.oversight.meetings.papers import MAKERS
        from goldenthread.oversight.meetings.selectors.given import given_at
        from goldenthread.partnership import made_papers
        from goldenthread.plans import related

        register(meeting_facts)
        related.register(given_at)
        listen(place_waiting)
        register_events(meeting_events)
        for maker in MAKERS:
            made_papers.register(maker)
