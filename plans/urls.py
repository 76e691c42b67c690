"""Addresses of the plan's pages in the office."""

from django.urls import path

from plans.views import plan

app_name = "plans"

urlpatterns = [
    path("work/<slug:municipality>/plan/", plan.plan_detail, name="plan"),
    path("work/<slug:municipality>/plan/deadlines/<int:pk>/", plan.deadline_correct, name="deadline-correct"),
    path("work/<slug:municipality>/plan/<int:pk>/acts/", plan.act_add, name="act-add"),
]
