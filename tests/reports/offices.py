"""Reports and plans in the shapes that other offices publish, each small and in our own words, as bytes of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.reports.builders import (
    archive,
    cell,
    docx,
    numbered,
    paragraph,
    row,
    run,
    sheet_rows,
    table,
    word_list,
    xlsx_parts,
)

FILES: dict[str, Callable[[], bytes]] = {}
_FIRST, _BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def office(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Puts a file under the name it is sent by."""

    def put(build: Callable[[], bytes]) -> Callable[[], bytes]:
        FILES[name] = build
        return build

    return put


def over(text: str, columns: int) -> str:
    """A cell merged over so many columns."""
    return cell(text, f'<w:gridSpan w:val="{columns}"/>')


def lines(*texts: str) -> str:
    return "".join(paragraph(text) for text in texts)


@office("stages.docx")
def stages() -> bytes:
    """A road map: sections over the whole width, a column of stages, no officers, footnotes under the table."""
    link = f'<w:hyperlink r:id="rId7">{run("www.sosnovka.example/spisok")}</w:hyperlink>'
    return docx(
        lines(
            "Информация о реализации Плана («дорожной карты») по открытости",
            "на 2021-2023 годы",
            "за 1 полугодие 2022 г.",
        )
        + table(
            row(
                "№ п/п",
                "Механизм (инструмент) открытости",
                "Стадия развития механизма *",
                "Срок",
                "Отметка об исполнении",
            ),
            row(over("I. Информационная открытость", 5)),
            row(cell(numbered()), "Раздел о порядке доступа", "1", "постоянно", "Главная / О сайте"),
            row(
                cell(numbered()),
                "Перечень закрытых сведений",
                "2",
                "до 15 июля",
                cell(paragraph(run("Размещен: ") + link)),
            ),
            row(over("II. Понятность", 5)),
            row(cell(numbered()), "Памятки для жителей", "1", "I-IV кварталы", ""),
        )
        + lines("* 1 – внедряется;", "2 – применяется."),
        numbering=word_list(("decimal", "%1.")),
        links={"rId7": "http://www.sosnovka.example/spisok/"},
    )


@office("order.docx")
def order() -> bytes:
    """Columns in another order, a note, a total, a signature; the title in three lines."""
    return docx(
        lines("ОТЧЁТ", "о ходе выполнения плана мероприятий по открытости", "за второе полугодие 2022 года")
        + table(
            row(
                "№",
                "Ответственный исполнитель",
                "Мероприятия",
                "Контрольные точки",
                "Ход реализации",
                "Примечание",
            ),
            row("1)", "Отдел кадров (Ромашов В.К.)", "Открыть вакансии", "до 01.11.2022", "Открыты", ""),
            row("2)", "гл. специалист Ким А.А./Юн Б.Б.", "Вести блог", "IV кв. 2022", "Ведется", "с III кв."),
            row(
                "3)",
                "Заместители главы, начальники управлений",
                "Вести прием",
                "еженедельно, по средам",
                "",
                "",
            ),
            row("Итого:", "", "3", "", "2", ""),
        )
        + lines("Начальник отдела ____________ О.П. Тюльпанова")
    )


@office("plan.docx")
def plan() -> bytes:
    """A bare plan after an approval block laid out as a table; no progress, years in the title."""
    return docx(
        table(row("", "УТВЕРЖДЕН\nраспоряжением администрации\nот 12 января 2022 г. № 7-р"))
        + lines("ПЛАН", "МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА»)", "ПО ОТКРЫТОСТИ ОКРУГА НА 2022 – 2024 ГОДЫ")
        + table(
            row("№ п/п", "Наименование мероприятия", "Срок исполнения", "Исполнители"),
            row("1", "2", "3", "4"),
            row(over("Раздел 1. Открытые данные", 4)),
            row("1.1.", "Утвердить реестр", "до 1 марта 2022 г.", "КИМ АННА АНДРЕЕВНА"),
            row("1.2.", "Обновлять наборы", "ежеквартально", "Ким А.А., руководители отделов"),
            row(over("Раздел 2. Обращения", 4)),
            row("2.1.", "Проводить опросы", "не реже 1 раза в год", "отдел обращений, пресс-служба"),
        )
    )


@office("halves.docx")
def halves() -> bytes:
    """A header of two rows with a column for each half-year; officers merged down."""
    return docx(
        lines("О ходе реализации плана открытости за II полугодие 2022 года")
        + table(
            row(
                cell("№ п/п", _FIRST),
                cell("Мероприятие", _FIRST),
                cell("Исполнитель", _FIRST),
                cell("Срок", _FIRST),
                over("Информация о выполнении", 2),
            ),
            row(*[cell("", _BELOW)] * 4, "I полугодие", "II полугодие"),
            row("1", "2", "3", "4", "5", "6"),
            row("1", "Сайт", cell("Ким А.А., начальник отдела", _FIRST), "постоянно", "Открыт", "Обновлен"),
            row("2", "Газета", cell("", _BELOW), "ежемесячно", "3 номера", ""),
        )
    )


@office("groups.docx")
def groups() -> bytes:
    """Groups three levels deep; one has its officers beside itself; marks of many kinds; a page breaks a row."""
    head = row("№ п/п", "Мероприятие", "Ответственные (срок исполнения)", "Результат")
    return docx(
        lines("Отчет по плану открытости с 01.01.2023 по 30.06.2023")
        + table(
            head,
            row("1.", "Обратная связь", "", ""),
            row("1.1.", "Прием обращений:", "", ""),
            row("1.1.1.", "письменных", "Ким А.А. (постоянно)", "Принято 120,"),
            row("", "", "", "рассмотрено 118."),
            head,
            row("1.1.2.", "электронных", "Ким А.А. (постоянно)", "Принято 340."),
            row("2.", "Собрать отчеты, в том числе:", "Юн Б.Б.\n(до 1 июля)", ""),
            row("", "- школ", "", "Собраны."),
            row("", "- больниц", "", ""),
            row(over("3. Обучить:", 4)),
            row("а)", "служащих", "Юн Б.Б.\n(до 1 июня)", cell(numbered("Обучены двое."))),
            row("б)", "жителей", "Юн Б.Б. (до 25 июня)", "-"),
        ),
        numbering=word_list(("decimal", "%1.")),
    )


@office("sections.docx")
def sections() -> bytes:
    """Numbers that begin anew under every section; a blank heading over them; a footnote inside the table."""
    return docx(
        lines("Приложение № 2", "к распоряжению администрации", "от 05.02.2022 № 14-р")
        + lines("Информация", "об исполнении плана по открытости за 1-е полугодие 2022 года")
        + table(
            row("", "Мероприятия", "Срок исполнения", "Отдел", "Краткое описание работы"),
            row(over("I. Организация", 5)),
            row("1", "Создать группу", "до 01.03.2022", "Первый заместитель главы", "Создана"),
            row("2", "Утвердить план", "1 квартал 2022 г.", "организационный отдел", "Утвержден"),
            row(over("II. Информирование", 5)),
            row("1", "Размещать отчеты", "раз в полугодие", "организационный отдел", ""),
            row(over("* Сроки уточняются.", 5)),
        )
    )


@office("pages.docx")
def pages() -> bytes:
    """A table cut in two by a landscape section, the page's number between the parts; a table nested in a cell."""
    head = row("N п/п", "Наименование мероприятий", "Ответственные (срок)", "Ход исполнения")
    inner = table(row("Показатель", "Число"), row("жалобы", "5"))
    return docx(
        lines("Отчет о реализации плана за 2 п/г 2022 г.")
        + table(
            head,
            row("1.", "Первое", "Ким А.А.\n(до 31.12.2022)", cell(lines("Итоги:") + inner + lines("Все."))),
        )
        + paragraph("", '<w:sectPr><w:pgSz w:orient="landscape"/></w:sectPr>')
        + lines("2")
        + table(head, row("2.", "Второе", "Юн Б.Б.\n(2022 год)", ""))
        + lines("Глава округа                     И.И. Тюльпанов")
    )


@office("layout.docx")
def layout() -> bytes:
    """The whole report inside a table of one cell, as pages of the web are laid out."""
    inner = table(
        row("№ п/п", "Мероприятие", "Исполнитель, срок", "Выполнение"),
        row("1", "Сайт", "Ким А.А.\nпостоянно", "Ведется"),
        row("2", "Опрос", "Юн Б.Б.\nежегодно", ""),
    )
    return docx(table(row(cell(lines("Отчет по плану за первое полугодие 2022 года") + inner + paragraph()))))


@office("word.docx")
def word() -> bytes:
    """What Word leaves behind: split runs, content controls, tracked changes, fields, smart tags, soft breaks."""

    def field(address: str, words: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        said = f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{address}" </w:instrText></w:r>'
        return mark("begin") + said + mark("separate") + run(words) + mark("end")

    changed = (
        '<w:del w:id="2"><w:r><w:delText>старый</w:delText></w:r></w:del>'
        f'<w:ins w:id="3">{run("новый")}</w:ins>'
    )
    title = (
        run("Отчет о\u00a0ходе ")
        + '<w:proofErr w:type="spellStart"/>'
        + run("реализации")
        + "<w:r><w:br/></w:r>"
    )
    first = row(
        "1.",
        cell(paragraph(run("Мони") + '<w:proofErr w:type="spellEnd"/>' + run("торинг наборов"))),
        "Ромашов\u00a0В.К.\nЛютикова А.С.\n\n(ежегодно,\nдо 01 марта)",
        cell(
            paragraph(
                run("Размещен ") + changed + run(" набор ") + field("http://sosnovka.example/1", "здесь")
            )
        ),
    )
    second = row("2.", "Реестр", "Ромашов В.К. (постоянно)", "Ведется:\n1) 14 наборов;\n2) 3 новых.")
    return docx(
        paragraph(title + run("плана за II\u00a0полугодие 2022\u00a0года"))
        + table(
            row("№\nп/п", "Наименование мероприятия", "Ответствен-\nные, (срок)", "Информация о проведении"),
            row("1", "2", "3", "4"),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{first}</w:sdtContent></w:sdt>",
            second,
            row("3.", "Удалено", "", "", properties='<w:del w:id="9"/>'),
        )
    )


def _book(
    rows: dict[int, Sequence[object]], extra: str, first: dict[int, Sequence[object]] | None = None
) -> bytes:
    sheets = {"Справка": sheet_rows(first)} if first else {}
    return archive(xlsx_parts(sheets | {"Отчет": sheet_rows(rows) + extra}, styles=_STYLES))


_STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="16"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs>'


@office("book.xlsx")
def book() -> bytes:
    """Titles merged over the table, numbers as floats and dates, a hidden column, another sheet first, a signature."""
    merges = "".join(f'<mergeCell ref="A{number}:G{number}"/>' for number in (1, 2, 3))
    return _book(
        {
            1: ["Приложение к письму"],
            2: ["Отчет о реализации дорожной карты по открытости Сосновского округа"],
            3: ["за 1 полугодие 2024 года"],
            5: [
                "№ п/п",
                "Мероприятие",
                "Ответственный",
                "Соисполнители",
                "Плановый срок",
                "Факт. срок",
                "Результат",
            ],
            6: [1, 2, 3, 4, 5, 6, 7],
            7: [1, "Развитие сайта:"],
            8: [1.1, "Новости", "Пак О.О.", None, "постоянно", None, "120 новостей"],
            9: ['<c r="A9" s="1"><v>45323</v></c>', "Баннеры", "Пак О.О.", None, "до 01.06.2024"],
            10: [2, "Соцсети", "Ли И.И.\nПак О.О.", None, '<c r="E10" s="2"><v>45473</v></c>', None, 15],
            11: [3, "Охват", "Ли И.И.", "Пак О.О.", "ежегодно", None, '<c r="G11" s="3"><v>0.25</v></c>'],
            14: [None, "Начальник отдела", None, None, None, None, "О.О. Пак"],
        },
        f'<autoFilter ref="A5:G11"/><mergeCells count="3">{merges}</mergeCells>',
        {1: ["Показатель", "Значение"], 2: ["Мероприятий", 4]},
    )


@office("facts.xlsx")
def facts() -> bytes:
    """A header of two rows, a table that does not begin in the first column, a total."""
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in ("B2:G2", "B4:B5", "C4:C5", "D4:E4", "F4:G4"))
    return _book(
        {
            2: [None, "Мониторинг исполнения плана открытости в I полугодии 2022 года"],
            4: [None, "№ п/п", "Мероприятие", "План", None, "Факт"],
            5: [None, None, None, "Срок", "Ответственный", "Исполнение", "Причины отклонений"],
            6: [None, 1, "День карьеры", "апрель 2022", "Отдел образования", "Проведен"],
            8: [None, 2, "Отчет", "до 20 июня", "Пак О.О., Ли И.И."],
            9: [None, "Итого:", 2],
        },
        f'<mergeCells count="5">{merges}</mergeCells>',
    )
