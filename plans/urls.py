"""Addresses of the plan's pages in the office."""

from django.urls import path

from plans import views

app_name = "plans"

urlpatterns = [
    path("work/<slug:municipality>/plan/", views.plan_detail, name="plan"),
    path(
        "work/<slug:municipality>/plan/deadlines/<int:pk>/", views.deadline_correct, name="deadline-correct"
    ),
    path("work/<slug:municipality>/plan/<int:pk>/acts/", views.act_add, name="act-add"),
]
