"""The addresses of the office's door, of a municipality's settings and of its members."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("work/", views.office_door, name="office"),
    path("work/<slug:municipality>/", views.office_home, name="office-home"),
    path("work/<slug:municipality>/guide/", views.guide, name="guide"),
    path("work/<slug:municipality>/settings/", views.municipality_settings, name="settings"),
    path("work/<slug:municipality>/members/", views.members, name="members"),
    path("work/<slug:municipality>/members/add/", views.member_add, name="member-add"),
    path("work/<slug:municipality>/members/<int:user_id>/", views.member_change, name="member-change"),
    path("work/<slug:municipality>/members/<int:user_id>/link/", views.member_link, name="member-link"),
    path("work/<slug:municipality>/members/<int:user_id>/remove/", views.member_remove, name="member-remove"),
]
