"""Addresses under /<partnership>/evidence/reviews/."""

from goldenthread.evidence.reviews.views import reviews, writing

app_name = "reviews"
urlpatterns = [route for room in (reviews, writing) for route in room.routes]
