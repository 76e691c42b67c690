"""One activity through the half-years: its texts, the course of its figures, its picture and its table."""

from __future__ import annotations

from dataclasses import replace

from reports.content import FrozenFigure, FrozenRow, ReportContent
from reports.presenting import Issue, present_activity
from reports.presenting.activity import ActivityPage, Trend
from tests.reports.test_presenting import activity, content, group, plain


def figure(value: str, **fields: object) -> FrozenFigure:
    return replace(FrozenFigure("7", "Обучено", value, "чел."), **fields)


def issue(period: str, *rows: FrozenRow) -> Issue:
    report: ReportContent = content(*rows, period=period)
    return Issue(report, f"/{period}/", f"/{period}/changes/", lambda item: f"/{period}/{item.filename}")


def shown(*issues: Issue) -> ActivityPage:
    page = present_activity("key-1.1", issues)
    assert page is not None
    return page


def course(**values: str) -> Trend:
    """``h22021="12"``: the value of II полугодие 2021."""
    rows = {
        f"{name[2:]}-{name[:2]}": activity("1.1", "Текст.", figures=(figure(value),))
        for name, value in values.items()
    }
    issues = [issue(period, row) for period, row in sorted(rows.items(), reverse=True)]
    [trend] = shown(*issues).trends
    return trend


def test_the_newest_half_year_names_the_activity() -> None:
    page = shown(
        issue("2022-h2", group("1"), replace(activity("1.1", "Новое"), text="обновлённая формулировка")),
        issue("2022-h1", activity("1.1", "Старое", text="прежняя")),
    )
    assert (page.title, page.group, page.number) == ("Обновлённая формулировка", "Группа 1", "1.1")
    assert (plain(page.period), plain(page.since)) == ("II полугодие 2022 года", "с I полугодия 2022 года")


def test_an_activity_that_no_report_tells_of_has_no_page() -> None:
    assert present_activity("key-9", [issue("2022-h1", activity("1.1", "А"))]) is None
    assert present_activity("key-9", []) is None


def test_texts_stand_newest_first_and_a_repeated_one_stands_once() -> None:
    page = shown(
        issue("2022-h2", activity("1.2", "А", key="key-1.1")),
        issue("2022-h1", activity("1.1", "А")),
        issue("2021-h2", activity("1.1", "Б")),
        issue("2021-h1", activity("1.1")),
    )
    assert [(text.anchor, text.url) for text in page.texts] == [
        ("2022-h2", "/2022-h2/#n-1.2"),
        ("2022-h1", "/2022-h1/#n-1.1"),
        ("2021-h2", "/2021-h2/#n-1.1"),
        ("2021-h1", "/2021-h1/#n-1.1"),
    ]
    assert [text.html for text in page.texts] == ["<p>А</p>", "", "<p>Б</p>", ""]
    assert [plain(text.mark) for text in page.texts] == [
        "Без изменений с I полугодия 2022 года",
        "Новые сведения",
        "Сведения появились",
        "",
    ]
    assert [(text.same_as, plain(text.same_words)) for text in page.texts] == [
        ("", ""),
        ("2022-h2", "Тот же текст, что и во II полугодии 2022 года"),
        ("", ""),
        ("", ""),
    ]
    assert [text.gap_words for text in page.texts] == ["", "", "", "Сведений в отчёте нет."]
    assert [text.changes_url for text in page.texts] == ["", "/2022-h1/changes/#n-1.1", "", ""]


def test_half_years_apart_are_not_compared() -> None:
    page = shown(issue("2022-h2", activity("1.1", "А")), issue("2021-h2", activity("1.1", "А")))
    assert [(text.mark, text.same_as, text.html) for text in page.texts] == [("", "", "<p>А</p>")] * 2


def test_a_figure_has_a_tile_a_picture_and_a_table() -> None:
    trend = course(h22021="12", h12022="9", h22022="15")
    assert (trend.tile.number, plain(trend.tile.noun), trend.tile.change) == (
        "15",
        "II полугодие 2022 года",
        "+6",
    )
    assert plain(trend.label) == (
        "Обучено, чел.: II полугодие 2021 года: 12; I полугодие 2022 года: 9; II полугодие 2022 года: 15."
    )
    assert [(plain(bar.title), bar.value, bar.start, bar.length) for bar in trend.bars] == [
        ("II полугодие 2021 года", "12", "0.00%", "80.00%"),
        ("I полугодие 2022 года", "9", "0.00%", "60.00%"),
        ("II полугодие 2022 года", "15", "0.00%", "100.00%"),
    ]
    assert [(line.year, line.first, line.second, line.total) for line in trend.years] == [
        (2022, "9", "15", "24"),
        (2021, "", "12", ""),
    ]


def test_years_are_summed_only_where_half_years_add_up() -> None:
    rows = [activity("1.1", "А", figures=(figure(value, adds_up=False),)) for value in ("27", "26")]
    [trend] = shown(issue("2022-h2", rows[0]), issue("2022-h1", rows[1])).trends
    assert (trend.adds_up, trend.years[0].total) == (False, "")


def test_one_value_needs_no_picture_and_nought_breaks_none() -> None:
    assert course(h12022="12").bars == ()
    assert [bar.length for bar in course(h12022="0", h22022="0").bars] == ["0%", "0%"]


def test_values_below_nought_grow_to_the_left() -> None:
    assert [(bar.start, bar.length) for bar in course(h12022="-5", h22022="15").bars] == [
        ("0.00%", "25.00%"),
        ("25.00%", "75.00%"),
    ]


def test_a_target_is_said_and_has_its_place() -> None:
    rows = [activity("1.1", "А", figures=(figure(value, target="20"),)) for value in ("15", "10")]
    [trend] = shown(issue("2022-h2", rows[0]), issue("2022-h1", rows[1])).trends
    assert (trend.target, trend.target_at, trend.bars[0].length) == ("20", "100.00%", "50.00%")
    assert trend.label.endswith("Плановое значение: 20.")


def test_yes_and_no_have_a_table_only() -> None:
    rows = [activity("1.1", "А", figures=(figure(value, kind="yes_no"),)) for value in ("1", "0")]
    [trend] = shown(issue("2022-h2", rows[0]), issue("2022-h1", rows[1])).trends
    assert (trend.bars, trend.adds_up) == ((), False)
    assert [(line.first, line.second) for line in trend.years] == [("нет", "да")]


def test_a_long_course_shows_its_last_half_years_and_tables_all() -> None:
    trend = course(**{f"h{half}{year}": "1" for year in range(2015, 2023) for half in (1, 2)})
    assert (len(trend.bars), trend.is_cut, len(trend.years)) == (12, True, 8)


def test_a_figure_that_is_reported_no_more_keeps_its_course() -> None:
    page = shown(
        issue("2022-h2", activity("1.1", "А")), issue("2022-h1", activity("1.1", "Б", figures=(figure("9"),)))
    )
    assert [(trend.tile.number, plain(trend.tile.noun)) for trend in page.trends] == [
        ("9", "I полугодие 2022 года")
    ]


def test_headings_begin_with_a_capital_and_keep_their_words() -> None:
    page = shown(issue("2022-h1", activity("1", "А", key="key-1.1", text="«проекта» и «Школы»")))
    assert page.title == "«Проекта» и «Школы»"
