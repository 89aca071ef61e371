from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "goldenthread.evidence.reviews"
    label = "reviews"
    default = True

    def ready(self) -> None:
        """Tells the duties which steps of reviews were taken."""
        from goldenthread.duties.sources import register
        from goldenthread.evidence.reviews.actions.panel import end_seats_of
        from goldenthread.evidence.reviews.facts import review_facts
        from goldenthread.partnership import leaving

        register(review_facts)
        leaving.register(end_seats_of)
