"""Addresses of the office's pages of reports; every one of them carries its municipality."""

from django.urls import path

from reports.office import imports, reports

urlpatterns = [
    path("work/<slug:municipality>/imports/", imports.import_list, name="import-list"),
    path("work/<slug:municipality>/imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path(
        "work/<slug:municipality>/imports/<int:pk>/progress/", imports.import_progress, name="import-progress"
    ),
    path("work/<slug:municipality>/imports/<int:pk>/confirm/", imports.import_confirm, name="import-confirm"),
    path("work/<slug:municipality>/imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("work/<slug:municipality>/reports/", reports.report_list, name="office-report-list"),
    path("work/<slug:municipality>/reports/<int:pk>/", reports.report_detail, name="office-report"),
    path(
        "work/<slug:municipality>/reports/<int:pk>/files/", reports.report_files, name="office-report-files"
    ),
    path("work/<slug:municipality>/reports/<int:pk>/publish/", reports.report_publish, name="report-publish"),
    path(
        "work/<slug:municipality>/publications/<int:pk>/withdraw/",
        reports.publication_withdraw,
        name="publication-withdraw",
    ),
    path("work/<slug:municipality>/jobs/<int:pk>/retry/", reports.job_retry, name="job-retry"),
]
