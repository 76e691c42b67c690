"""Two reports side by side: what is said to be different, and that the rest is only counted."""

from __future__ import annotations

import random
from dataclasses import replace

from plans.differences import PieceKind
from reports.content import FrozenAttachment, FrozenFigure, FrozenOfficer, FrozenRow, ReportContent
from reports.presenting import ChangesPage, present_changes
from reports.presenting.comparing import Step
from reports.presenting.differing import ChangedRow
from tests.reports.test_presenting import activity, content, page, plain

OLD, NEW = FrozenOfficer("Рябинина Т.С."), FrozenOfficer("Вершинин К.Н.")


def compared(after: tuple[FrozenRow, ...], before: tuple[FrozenRow, ...]) -> ChangesPage:
    now: ReportContent = content(*after, period="2022-h2")
    return present_changes(now, content(*before), url="/now/", earlier_url="/before/")


def only(after: FrozenRow, before: FrozenRow) -> ChangedRow:
    [row] = compared((after,), (before,)).rows
    return row


def words(pieces: tuple) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in pieces]


def test_a_new_text_is_shown_word_by_word() -> None:
    row = only(activity("1", "Опубликовано семь наборов."), activity("1", "Опубликовано пять наборов."))
    assert row.kinds == ("Новый текст",)
    assert words(row.text) == [
        ("same", "Опубликовано "),
        ("removed", "пять"),
        ("added", "семь"),
        ("same", " наборов."),
    ]
    assert (row.url, row.anchor) == ("/now/#n-1", "n-1")


def test_the_pieces_are_both_texts_whole() -> None:
    before, after = "Первая строка.\n– пункт 1;\n– пункт 2.", "Первая строка!\n– пункт 2;\n– пункт 3."
    pieces = only(activity("1", after), activity("1", before)).text
    assert "".join(piece.text for piece in pieces if piece.kind != PieceKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != PieceKind.REMOVED) == after


def test_wording_officers_and_deadline_are_told_apart() -> None:
    before = activity("1", "Текст.", officers=(OLD, FrozenOfficer("Соколова М.В.")), deadline="ежегодно")
    after = activity(
        "1",
        "Текст.",
        officers=(NEW, FrozenOfficer("Соколова М.В.")),
        deadline="постоянно",
        text="Мероприятие один",
    )
    row = only(after, before)
    assert row.kinds == ("Другая формулировка", "Исполнители", "Срок")
    assert words(row.officers) == [
        ("removed", "Рябинина Т.С."),
        ("added", "Вершинин К.Н."),
        ("same", "Соколова М.В."),
    ]
    assert words(row.deadline) == [("removed", "ежегодно"), ("added", "постоянно")]
    assert words(row.wording) == [("same", "Мероприятие "), ("removed", "1"), ("added", "один")]
    assert row.text == ()


def test_information_that_came_and_went() -> None:
    came = only(activity("1", "Сделано."), activity("1"))
    went = only(activity("1"), activity("1", nothing_reason="Обращений не было."))
    assert (came.kinds, words(came.text)) == (("Сведения появились",), [("added", "Сделано.")])
    assert (went.kinds, words(went.text)) == (("Сведений больше нет",), [("removed", "Обращений не было.")])


def test_figures_say_both_values_and_the_change() -> None:
    def row(**values: str) -> FrozenRow:
        figures = tuple(FrozenFigure(key, f"Показатель {key}", value) for key, value in values.items())
        return activity("1", "Текст.", figures=figures)

    changed = only(row(a="5", b="7", d="1"), row(a="3", b="7", c="9"))
    assert changed.kinds == ("Показатели",)
    assert [(item.name[-1], item.before, item.after, item.change, item.sign) for item in changed.figures] == [
        ("a", "3", "5", "+2", "arrow-up"),
        ("d", "", "1", "", ""),
        ("c", "9", "", "", ""),
    ]


def test_added_and_ended_rows_are_whole_and_the_ended_lead_to_the_report_before() -> None:
    before = (activity("1", "А"), activity("2", "Б", officers=(OLD,), deadline="ежегодно"))
    after = (activity("1", "А"), activity("2", "В", key="key-new"))
    added, ended = compared(after, before).rows
    assert (added.kinds, added.url, words(added.text)) == (
        ("Новое мероприятие",),
        "/now/#n-2",
        [("added", "В")],
    )
    assert (ended.kinds, ended.url, words(ended.text)) == (
        ("Исключено из плана",),
        "/before/#n-2",
        [("removed", "Б")],
    )
    assert (added.anchor, ended.anchor) == ("n-2", "ended-2")
    assert (words(ended.officers), words(ended.deadline)) == (
        [("removed", "Рябинина Т.С.")],
        [("removed", "ежегодно")],
    )


def test_what_is_the_same_is_counted_and_not_listed() -> None:
    before = (activity("1", "А"), activity("2", "Б"), activity("3", "В"))
    after = (activity("1", "А  \n"), replace(activity("2", "В"), key="key-3", text="Мероприятие 3"))
    page = compared(after, before)
    assert [row.kinds for row in page.rows] == [("Исключено из плана",)]
    assert (plain(page.unchanged), plain(page.renumbered)) == (
        "Без изменений: 2 мероприятия.",
        "Из них только номер другой у 1.",
    )


def test_a_changed_row_says_its_former_number() -> None:
    row = only(activity("2", "Новое", key="k", text="М"), activity("1", "Старое", key="k", text="М"))
    assert row.former_number == "1"


def test_equal_reports_have_nothing_to_show() -> None:
    rows = (FrozenRow("section", "", 0, "I. Данные"), activity("1", "А"))
    page = compared(rows, rows)
    assert (page.rows, page.counts, plain(page.unchanged)) == ((), (), "Без изменений: 1 мероприятие.")


def test_sections_meet_by_their_words() -> None:
    page = compared((FrozenRow("section", "", 0, "II. Услуги"),), (FrozenRow("section", "", 0, "I. Данные"),))
    assert [(row.kinds, row.number, row.anchor) for row in page.rows] == [
        (("Новый раздел",), "", ""),
        (("Раздел исключён",), "", ""),
    ]


def test_another_order_of_officers_is_no_change() -> None:
    rows = [activity("1", "А", officers=officers) for officers in ((OLD, NEW), (NEW, OLD))]
    assert compared((rows[0],), (rows[1],)).rows == ()


def test_documents_are_compared_by_their_names() -> None:
    row = only(
        activity("1", "А", attachments=(FrozenAttachment("Протокол № 2", "https://e.org/2"),)),
        activity("1", "А", attachments=(FrozenAttachment("Протокол № 1", "https://e.org/1"),)),
    )
    assert (row.kinds, words(row.documents)) == (
        ("Документы",),
        [("removed", "Протокол № 1"), ("added", "Протокол № 2")],
    )


def test_counts_name_the_rows_in_the_order_of_interest() -> None:
    before = (activity("1", "А"), activity("2", "Б"), activity("3", "В"))
    after = (activity("1", "Я"), activity("2", "Ю", deadline="постоянно"), activity("4", "Э"))
    counts = compared(after, before).counts
    assert [(item.count, item.words, [row.url for row in item.rows]) for item in counts] == [
        (1, "новые в плане", ["#n-4"]),
        (1, "исключены из плана", ["#ended-3"]),
        (2, "с новым текстом", ["#n-1", "#n-2"]),
        (1, "с другим сроком", ["#n-2"]),
    ]


def test_a_blank_of_the_other_half_year_is_no_loss() -> None:
    page = compared((activity("1", is_optional=True),), (activity("1", "Сделано."),))
    assert (page.rows, page.counts, page.unchanged) == ((), (), "")
    assert plain(page.elsewhere) == "Срок в другом полугодии: 1 мероприятие."


def test_rows_that_still_have_no_information_are_not_called_unchanged() -> None:
    rows = (activity("1", "А"), activity("2"))
    page = compared(rows, rows)
    assert plain(page.unchanged) == "Без изменений: 1 мероприятие."
    assert [(item.count, item.words, [row.url for row in item.rows]) for item in page.counts] == [
        (1, "по-прежнему без сведений", ["/now/#n-2"])
    ]


def test_nothing_to_report_is_no_new_text() -> None:
    row = only(activity("1", nothing_reason="Обращений не было."), activity("1", "Сделано."))
    assert row.kinds == ("Сообщать нечего",)
    assert [kind for kind, _ in words(row.text)] == ["removed", "added", "same"]


def test_this_page_and_the_page_of_the_report_count_alike() -> None:
    chance = random.Random(20)  # noqa: S311 (no secret)
    shared = set(Step) - {Step.SAME, Step.FIGURES, Step.ELSEWHERE}

    def rows() -> tuple[FrozenRow, ...]:
        return tuple(
            activity(
                str(number),
                chance.choice(("", "", "А", "Б")),
                nothing_reason=chance.choice(("", "Нечего.")),
                is_optional=chance.random() < 0.4,
                figures=tuple(FrozenFigure("f", "Число", value) for value in chance.choice(("", "1", "2"))),
            )
            for number in range(1, 16)
            if chance.random() < 0.9
        )

    def counts(items: tuple) -> dict[str, tuple[int, list[str]]]:
        return {
            item.words: (item.count, sorted(row.number for row in item.rows))
            for item in items
            if item.words in shared
        }

    for _ in range(200):
        after, before = rows(), rows()
        told = page(content(*after, period="2022-h2"), content(*before)).differences
        assert counts(told) == counts(compared(after, before).counts)
