"""How the history of reports, their publications and files is told in words; given to `accounts.telling`."""

from __future__ import annotations

from accounts.telling import (
    Subject,
    Value,
    add_group,
    add_sentences,
    add_states,
    add_subjects,
    add_values,
    as_day,
    as_it_is,
    as_list,
)
from reports.models import ImportRun, Job, Report

SENTENCES = {
    "report_send_on": "Отчёт передан на утверждение",
    "report_approve": "Отчёт утверждён",
    "report_signed": "Указано, кто и когда утвердил отчёт",
    "report_return_to_collecting": "Отчёт возвращён с замечанием",
    "report_publish": "Отчёт опубликован",
    "report_publish_as_it_stands": "Отчёт опубликован, как он есть",
    "report_correct": "Начато исправление опубликованного отчёта",
    "report_widen_correction": "К исправлению добавлены мероприятия",
    "report_cancel_correction": "Исправление отменено",
    "report_titled": "Изменено название отчёта",
    "publication_withdrawn": "Версия отчёта отозвана",
    "file_imported": "Записан загруженный файл",
    "import_discarded": "Загрузка отменена",
    "job_retried": "Подготовка файла повторена",
}


def tell_reports() -> None:
    add_group("reports", "Отчёты и публикации")
    add_group("imports", "Загрузки")
    add_subjects(
        {
            "reports.report": Subject("Отчёт", "reports", "plan_period"),
            "reports.publication": Subject("Версия отчёта", "reports", "report__plan_period"),
            "reports.importrun": Subject("Загрузка", "imports", "plan_period"),
            "reports.job": Subject("Работа", "imports"),
        }
    )
    add_sentences(SENTENCES)
    add_states("reports.report", dict(Report.State.choices))
    add_states("reports.importrun", dict(ImportRun.State.choices))
    add_states("reports.job", dict(Job.State.choices))
    add_values(
        {
            "gaps": Value("Подтверждённые пропуски", as_list),
            "entries": Value("Мероприятия", as_list),
            "approved_on": Value("Дата утверждения", as_day),
            "sha256": Value("Контрольная сумма", as_it_is),
            "created": Value("Новых строк", as_it_is),
            "updated": Value("Изменённых строк", as_it_is),
            "unchanged": Value("Без изменений", as_it_is),
            "in_work": Value("Не тронуто: в работе", as_it_is),
            "error": Value("Ошибка", as_it_is),
        }
    )
