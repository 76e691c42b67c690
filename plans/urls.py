"""Addresses of the plan's pages in the office."""

from django.urls import path

from plans.views import (
    calendar,
    documents,
    editor,
    editor_headings,
    editor_rows,
    entries,
    entry_live,
    history,
    home,
    inbox,
    indicators,
    matrix,
    people,
    plan,
    review,
)
from plans.views import periods as half_years

app_name = "plans"

urlpatterns = [
    path("work/<slug:municipality>/history/", history.history, name="history"),
    path("work/<slug:municipality>/documents/<int:pk>/", documents.document, name="document"),
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
    path("work/<slug:municipality>/inbox/", inbox.inbox, name="inbox"),
    path("work/<slug:municipality>/inbox/read/", inbox.read_all, name="inbox-read"),
    path("work/<slug:municipality>/inbox/settings/", inbox.inbox_settings, name="inbox-settings"),
    path("work/<slug:municipality>/inbox/<int:pk>/", inbox.notice, name="notice"),
    path("work/<slug:municipality>/letters/", inbox.undelivered, name="letters"),
    path("work/<slug:municipality>/letters/<int:pk>/", inbox.letter_again, name="letter-again"),
    path("work/<slug:municipality>/calendar/", calendar.calendar, name="calendar"),
    path("calendar/<slug:key>.ics", calendar.calendar_feed, name="calendar-feed"),
    path("work/<slug:municipality>/people/", people.people_list, name="people"),
    path("work/<slug:municipality>/people/add/", people.person_add, name="person-add"),
    path("work/<slug:municipality>/people/<int:pk>/", people.person, name="person"),
    path(
        "work/<slug:municipality>/people/<int:pk>/position/", people.person_position, name="person-position"
    ),
    path("work/<slug:municipality>/people/<int:pk>/invite/", people.person_invite, name="person-invite"),
    path(
        "work/<slug:municipality>/people/<int:pk>/sign-in-link/",
        people.person_sign_in_link,
        name="person-sign-in-link",
    ),
    path(
        "work/<slug:municipality>/people/<int:pk>/uninvite/", people.person_uninvite, name="person-uninvite"
    ),
    path("work/<slug:municipality>/people/<int:pk>/link/", people.person_link, name="person-link"),
    path("work/<slug:municipality>/people/<int:pk>/unlink/", people.person_unlink, name="person-unlink"),
    path("work/<slug:municipality>/people/<int:pk>/members/", people.person_members, name="person-members"),
    path("work/<slug:municipality>/people/<int:pk>/hand-over/", people.hand_over, name="hand-over"),
    path(
        "work/<slug:municipality>/people/<int:pk>/substitutions/",
        people.substitution_add,
        name="substitution-add",
    ),
    path(
        "work/<slug:municipality>/people/substitutions/<int:pk>/end/",
        people.substitution_end,
        name="substitution-end",
    ),
    path("work/<slug:municipality>/plan/", plan.plan_detail, name="plan"),
    path("work/<slug:municipality>/plan/edit/", editor.plan_edit, name="plan-edit"),
    path("work/<slug:municipality>/plan/<int:pk>/add/", editor_rows.activity_add, name="activity-add"),
    path("work/<slug:municipality>/plan/rows/<int:pk>/", editor_rows.activity_edit, name="activity-edit"),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/move/", editor_rows.activity_move, name="activity-move"
    ),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/group/",
        editor_rows.activity_group,
        name="activity-group",
    ),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/replace/",
        editor_rows.activity_replace,
        name="activity-replace",
    ),
    path("work/<slug:municipality>/plan/rows/<int:pk>/end/", editor_rows.activity_end, name="activity-end"),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/remove/",
        editor_rows.activity_remove,
        name="activity-remove",
    ),
    path(
        "work/<slug:municipality>/plan/<int:pk>/sections/add/",
        editor_headings.section_add,
        name="section-add",
    ),
    path(
        "work/<slug:municipality>/plan/sections/<int:pk>/",
        editor_headings.section_rename,
        name="section-rename",
    ),
    path(
        "work/<slug:municipality>/plan/sections/<int:pk>/remove/",
        editor_headings.section_remove,
        name="section-remove",
    ),
    path("work/<slug:municipality>/periods/open/", half_years.period_open, name="period-open"),
    path("work/<slug:municipality>/periods/<int:pk>/move/", half_years.period_move, name="period-move"),
    path("work/<slug:municipality>/periods/<int:pk>/cancel/", half_years.period_cancel, name="period-cancel"),
    path("work/<slug:municipality>/plan/indicators/", indicators.indicators, name="indicators"),
    path(
        "work/<slug:municipality>/plan/indicators/<int:pk>/", indicators.indicator_edit, name="indicator-edit"
    ),
    path(
        "work/<slug:municipality>/plan/indicators/<int:pk>/end/",
        indicators.indicator_end,
        name="indicator-end",
    ),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/indicators/add/",
        indicators.indicator_add,
        name="indicator-add",
    ),
    path(
        "work/<slug:municipality>/plan/rows/<int:pk>/indicators/suggest/",
        indicators.indicator_suggest,
        name="indicator-suggest",
    ),
    path("work/<slug:municipality>/plan/deadlines/<int:pk>/", plan.deadline_correct, name="deadline-correct"),
    path("work/<slug:municipality>/plan/<int:pk>/acts/", plan.act_add, name="act-add"),
]
