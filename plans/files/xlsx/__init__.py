"""An Excel workbook -> RawDocument: its visible sheets, as values, one streamed after the other."""

from __future__ import annotations

from plans.files.package import RELATION, SHEET, Package
from plans.files.raw import RawDocument, RawTable
from plans.files.xlsx.sheets import arrange, read_sheet
from plans.files.xlsx.values import Values


def read_xlsx(package: Package) -> RawDocument:
    """Each visible sheet that holds a table. Hidden sheets are left out, hidden rows and columns are not.

    Raises `UnreadableFile` if one holds more than the limits allow.
    """
    relations = package.relations(package.main)
    parts = {item.kind: item.target for item in relations.values() if not item.is_external}
    sheets: dict[str, str] = {}
    is_calendar_1904 = False
    for element in package.elements(package.main, f"{SHEET}workbookPr", f"{SHEET}sheet"):
        if element.tag == f"{SHEET}workbookPr":
            is_calendar_1904 = element.get("date1904", "0") in ("1", "true")
            continue
        relation = relations.get(element.get(f"{RELATION}id", ""))
        if relation and relation.kind == "worksheet" and element.get("state", "visible") == "visible":
            sheets.setdefault(relation.target, element.get("name", ""))
    values = Values.of(
        package,
        strings=parts.get("sharedStrings", ""),
        styles=parts.get("styles", ""),
        is_calendar_1904=is_calendar_1904,
    )
    tables: list[RawTable] = []
    paragraphs: list[str] = []
    for part, name in sheets.items():
        sheet = read_sheet(package, part, values)
        table = arrange(sheet, name, package)
        if table:
            tables.append(table)
        else:
            paragraphs += sheet.texts()
    return RawDocument("xlsx", tuple(tables), package.properties(), () if tables else tuple(paragraphs))
