"""Addresses of the plan's pages in the office."""

from django.urls import path

from plans.views import entries, entry_live, home, matrix, plan, review

app_name = "plans"

urlpatterns = [
    path("work/<slug:municipality>/my/", home.home, name="home"),
    path("work/<slug:municipality>/periods/", matrix.periods, name="periods"),
    path("work/<slug:municipality>/periods/<int:pk>/", matrix.period, name="period"),
    path("work/<slug:municipality>/periods/<int:pk>/act/", matrix.period_act, name="period-act"),
    path("work/<slug:municipality>/periods/<int:pk>/undo/", matrix.approval_undo, name="approval-undo"),
    path("work/<slug:municipality>/periods/<int:pk>/review/", review.review, name="review"),
    path(
        "work/<slug:municipality>/periods/<int:pk>/review/<int:entry>/",
        review.review_entry,
        name="review-entry",
    ),
    path("work/<slug:municipality>/review/", review.review_door, name="review-door"),
    path("work/<slug:municipality>/entries/<int:pk>/reopen/", review.entry_reopen, name="entry-reopen"),
    path("work/<slug:municipality>/entries/<int:pk>/", entries.entry, name="entry"),
    path("work/<slug:municipality>/entries/<int:pk>/autosave/", entry_live.autosave, name="entry-autosave"),
    path("work/<slug:municipality>/entries/<int:pk>/hints/", entry_live.hints, name="entry-hints"),
    path("work/<slug:municipality>/entries/<int:pk>/presence/", entry_live.presence, name="entry-presence"),
    path("work/<slug:municipality>/entries/<int:pk>/versions/", entry_live.versions, name="entry-versions"),
    path("work/<slug:municipality>/plan/", plan.plan_detail, name="plan"),
    path("work/<slug:municipality>/plan/deadlines/<int:pk>/", plan.deadline_correct, name="deadline-correct"),
    path("work/<slug:municipality>/plan/<int:pk>/acts/", plan.act_add, name="act-add"),
]
