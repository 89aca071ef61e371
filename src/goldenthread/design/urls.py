"""The developers' gallery of components."""

from django.urls import path

from goldenthread.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
