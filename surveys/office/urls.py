"""Addresses of the office's pages of surveys; `surveys.urls` includes them."""

from django.urls import path

from surveys.office import editing, imports, inserts, surveys

urlpatterns = [
    path("work/<slug:municipality>/surveys/", surveys.survey_list, name="office-list"),
    path("work/<slug:municipality>/surveys/add/", editing.survey_add, name="office-add"),
    path("work/<slug:municipality>/surveys/import/", imports.survey_import, name="import"),
    path("work/<slug:municipality>/surveys/template.<slug:format>", imports.template, name="template"),
    path("work/<slug:municipality>/surveys/insert/<int:entry>/", inserts.insert, name="insert"),
    path("work/<slug:municipality>/surveys/<int:pk>/", surveys.survey_page, name="office-survey"),
    path("work/<slug:municipality>/surveys/<int:pk>/edit/", editing.survey_edit, name="office-edit"),
    path("work/<slug:municipality>/surveys/<int:pk>/publish/", surveys.survey_publish, name="publish"),
    path("work/<slug:municipality>/surveys/<int:pk>/unpublish/", surveys.survey_unpublish, name="unpublish"),
    path("work/<slug:municipality>/surveys/<int:pk>/remove/", surveys.survey_remove, name="remove"),
    path(
        "work/<slug:municipality>/surveys/<int:pk>/file.<slug:format>",
        surveys.survey_file,
        name="office-file",
    ),
]
