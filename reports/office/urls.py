"""Addresses of the office's pages of reports; every one of them carries its municipality."""

from django.urls import path

from reports.office import drafts, imports, moves, reports

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
    path("work/<slug:municipality>/reports/<int:pk>/send-on/", moves.report_send_on, name="report-send-on"),
    path("work/<slug:municipality>/reports/<int:pk>/approve/", moves.report_approve, name="report-approve"),
    path("work/<slug:municipality>/reports/<int:pk>/return/", moves.report_return, name="report-return"),
    path("work/<slug:municipality>/reports/<int:pk>/publish/", moves.report_publish, name="report-publish"),
    path(
        "work/<slug:municipality>/reports/<int:pk>/publish-imported/",
        moves.report_publish_imported,
        name="report-publish-imported",
    ),
    path("work/<slug:municipality>/reports/<int:pk>/correct/", moves.report_correct, name="report-correct"),
    path(
        "work/<slug:municipality>/reports/<int:pk>/correct/cancel/",
        moves.report_correct_cancel,
        name="report-correct-cancel",
    ),
    path("work/<slug:municipality>/reports/<int:pk>/draft/", drafts.report_draft, name="report-draft"),
    path(
        "work/<slug:municipality>/reports/<int:pk>/draft.<slug:format>",
        drafts.report_draft_file,
        name="report-draft-file",
    ),
    path(
        "work/<slug:municipality>/publications/<int:pk>/withdraw/",
        reports.publication_withdraw,
        name="publication-withdraw",
    ),
    path("work/<slug:municipality>/jobs/<int:pk>/retry/", reports.job_retry, name="job-retry"),
]
