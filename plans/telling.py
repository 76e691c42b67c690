"""How the history of plans and of the half-year's work is told in words; given to `accounts.telling` at the start."""

from __future__ import annotations

from typing import Any

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
    as_state,
)
from plans.deadlines import Rule, describe
from plans.models import NoticeSettings, Officer, ProgressEntry
from plans.periods import ReportingPeriod

SENTENCES = {
    "plan_created": "План заведён",
    "plan_title_changed": "Изменено название отчётов плана",
    "plan_corrected": "План поправлен администратором портала",
    "planact_corrected": "Акт поправлен администратором портала",
    "section_corrected": "Раздел поправлен администратором портала",
    "officer_corrected": "Исполнитель поправлен администратором портала",
    "act_added": "Назван акт о плане",
    "section_added": "Добавлен раздел",
    "section_moved": "Раздел переставлен",
    "section_renamed": "Раздел переименован",
    "section_removed": "Раздел убран",
    "activity_added": "Мероприятие внесено в план",
    "activity_amended": "Мероприятие изменено",
    "activity_moved": "Мероприятие переставлено",
    "activity_ended": "Мероприятие заканчивается",
    "activity_goes_on": "Мероприятие продолжается",
    "activity_replaced": "Мероприятие заменено другим",
    "activity_removed": "Мероприятие убрано из плана",
    "activity_handed_over": "Мероприятие передано другому исполнителю",
    "activities_handed_over": "Мероприятия переданы преемнику",
    "activities_taken_over": "Приняты мероприятия другого исполнителя",
    "deadline_corrected": "Поправлено, как читается срок",
    "officer_added": "Исполнитель внесён в список",
    "officer_linked": "Исполнитель связан с учётной записью",
    "officer_unlinked": "Исполнитель отвязан от учётной записи",
    "officer_changed": "Изменена должность исполнителя",
    "collective_changed": "Изменён состав коллектива",
    "substitution_added": "Назначено замещение",
    "substitution_ended": "Замещение закончено",
    "substitution_removed": "Замещение отменено",
    "period_opened": "Полугодие открыто",
    "collection_moved": "Перенесён срок сбора сведений",
    "period_cancelled": "Открытие полугодия отменено",
    "period_locked": "Тексты закрыты: отчёт передан дальше",
    "period_unlocked": "Тексты снова открыты",
    "entry_saved": "Текст сохранён",
    "entry_edited": "Текст поправлен за исполнителя",
    "entry_submitted": "Текст отправлен на проверку",
    "entry_taken_from_review": "Текст взят с проверки обратно",
    "entry_text_set_aside": "Второй текст отложен в версию",
    "entry_returned": "Текст возвращён с замечанием",
    "entry_approved": "Текст утверждён",
    "entry_approval_undone": "Утверждение текста отменено",
    "entry_approval_restored": "Утверждение текста возвращено: исправление отменено",
    "entry_reopened": "Текст открыт для исправления",
    "entry_reminded": "Исполнителям отправлено напоминание",
    "entry_imported": "Текст взят из файла",
    "entry_figures_imported": "Показатели взяты из файла",
    "entry_taken_back": "Загрузка отменена: возвращён прежний текст",
    "attachment_added": "Приложен документ",
    "attachment_removed": "Документ убран",
    "insert_added": "Под текст вставлены данные",
    "insert_refreshed": "Данные под текстом обновлены",
    "insert_removed": "Данные под текстом убраны",
    "indicator_added": "Добавлен показатель",
    "indicator_changed": "Показатель изменён",
    "indicator_ended": "Показатель больше не собирается",
    "indicator_removed": "Показатель убран",
    "letter_sent_again": "Письмо отправлено ещё раз",
    "delivery_chosen": "Выбрано, как получать уведомления",
    "calendar_address_renewed": "Заменён адрес календаря",
}

_KINDS = {"group": "группа", "activity": "мероприятие", **dict(Officer.Kind.choices)}
_CHANGED = {
    "text": "наименование",
    "deadline": "срок",
    "officers": "исполнители",
    "place": "место",
    "kind": "вид",
}


def tell_plans() -> None:
    add_group("plan", "План")
    add_group("entries", "Сведения")
    add_group("periods", "Полугодия")
    add_group("officers", "Исполнители")
    add_subjects(
        {
            "plans.plan": Subject("План", "plan"),
            "plans.planact": Subject("Акт о плане", "plan"),
            "plans.section": Subject("Раздел плана", "plan"),
            "plans.activity": Subject("Мероприятие", "plan"),
            "plans.activityrevision": Subject("Мероприятие", "plan"),
            "plans.indicator": Subject("Показатель", "plan"),
            "plans.officer": Subject("Исполнитель", "officers"),
            "plans.planperiod": Subject("Полугодие", "periods", "pk"),
            "plans.progressentry": Subject("Сведения", "entries", "plan_period"),
            "plans.noticesettings": Subject("Уведомления", "people"),
            "plans.letter": Subject("Письмо", "people"),
        }
    )
    add_sentences(SENTENCES)
    add_states("plans.progressentry", dict(ProgressEntry.State.choices))
    add_values(
        {
            "text": Value("Текст", as_it_is, is_text=True),
            "nothing_reason": Value("Почему нечего сообщить", as_it_is, is_text=True),
            "title": Value("Название", as_it_is, is_text=True),
            "title_pattern": Value("Название отчётов", as_it_is, is_text=True),
            "deadline": Value("Срок исполнения", as_it_is, is_text=True),
            "rule": Value("Срок читается так", _rule_words),
            "officers": Value("Исполнители", as_list),
            "officer": Value("Исполнитель", as_it_is),
            "activities": Value("Мероприятий", as_it_is),
            "members": Value("Состав", as_list),
            "substitute": Value("Кто замещает", as_it_is),
            "from_day": Value("С какого дня", as_day),
            "until_day": Value("По какой день", as_day),
            "position": Value("Должность", as_it_is),
            "user": Value("Учётная запись", as_it_is),
            "kind": Value("Вид", _kind_words),
            "number": Value("Номер", as_it_is),
            "place": Value("Под чем стоит", as_it_is),
            "changed": Value("Что изменено", _changed_words),
            "period": Value("Полугодие", _period_words),
            "first_period": Value("Первое полугодие", _period_words),
            "last_period": Value("Последнее полугодие", _period_words),
            "act": Value("По акту", as_it_is),
            "collection_on": Value("Собрать сведения до", as_day),
            "state": Value("Состояние", as_state),
            "version": Value("Версия", as_it_is),
            "unit": Value("Единица", as_it_is),
            "target": Value("Цель", as_it_is),
            "url": Value("Адрес", as_it_is),
            "insert": Value("Вставка", as_it_is),
            "delivery": Value("Как сообщать", _delivery_words),
        }
    )


def _rule_words(value: Any, object_type: str = "") -> str:
    return describe(Rule.from_dict(value)) if isinstance(value, dict) else "не прочитан"


def _period_words(value: Any, object_type: str = "") -> str:
    try:
        return ReportingPeriod.parse(str(value)).title
    except ValueError:
        return str(value)


def _kind_words(value: Any, object_type: str = "") -> str:
    return str(_KINDS.get(str(value), value))


def _changed_words(value: Any, object_type: str = "") -> str:
    return as_list([_CHANGED.get(item, item) for item in value] if isinstance(value, list) else value)


def _delivery_words(value: Any, object_type: str = "") -> str:
    return str(dict(NoticeSettings.Delivery.choices).get(str(value), value))
