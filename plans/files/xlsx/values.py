"""The value of an Excel cell -> the text a person sees in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from plans.files.celltext import link, tidy
from plans.files.package import SHEET, Element, Package

_LONGEST_CODE = 255
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_FIXED = re.compile(r"(?P<groups>#,##)?0+(?:\.(?P<decimals>0+))?(?P<percent> ?%)?(?![0#?.])")
_LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
# Excel turns a typed «6.1» into the sixth of January shown as «06.янв».
_DAY_AND_MONTH = 16
_MONTH_AND_YEAR = 17


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    is_number: bool = False


@dataclass(slots=True)
class Values:
    """What the cells of one workbook refer to: shared strings, number formats, the calendar."""

    strings: list[str] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILTIN_FORMATS))
    is_calendar_1904: bool = False

    @classmethod
    def of(cls, package: Package, *, strings: str, styles: str, is_calendar_1904: bool) -> Values:
        values = cls(is_calendar_1904=is_calendar_1904)
        for element in package.elements(strings, f"{SHEET}si"):
            values.strings.append(package.charge(tidy(_string(element))))
        for element in package.elements(styles, f"{SHEET}numFmt", f"{SHEET}cellXfs"):
            package.charge("")
            if element.tag == f"{SHEET}numFmt":
                values.codes[_whole(element.get("numFmtId"))] = element.get("formatCode", "")[:_LONGEST_CODE]
            else:
                values.formats = [_whole(xf.get("numFmtId")) for xf in element.iter(f"{SHEET}xf")]
        return values

    def read(self, cell: Element) -> Value:
        """The value as last computed: an error or a formula without a stored value is blank."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{SHEET}is")
            return Value("" if inline is None else _typed(tidy(_string(inline))))
        stored = cell.findtext(f"{SHEET}v") or ""
        match kind:
            case "s":
                index = _whole(stored, -1)
                text = self.strings[index] if 0 <= index < len(self.strings) else ""
                value = Value(_typed(text))
            case "str":
                value = Value(_typed(tidy(_unescape(stored))))
            case "b":
                value = Value("" if not stored else "да" if stored.strip() in ("1", "true") else "нет")
            case "d":
                value = Value(_iso(stored.strip()))
            case "n":
                value = self._number(stored, _whole(cell.get("s")))
            case _:
                value = Value("")
        formula = _LINK_FORMULA.match(cell.findtext(f"{SHEET}f") or "")
        return Value(link(value.text, formula[1]), value.is_number) if formula else value

    def _number(self, stored: str, style: int) -> Value:
        try:
            number = float(stored)
        except ValueError:
            return Value(tidy(stored))
        if not abs(number) < 1e300:  # infinities and what is no number
            return Value("")
        format_id = self.formats[style] if 0 <= style < len(self.formats) else 0
        code = self.codes.get(format_id, "General")
        if is_date_format(code):
            text = self._date(number, format_id)
            if text is not None:
                return Value(text, is_number=format_id == _DAY_AND_MONTH)
        return Value(_decimal(number, code), is_number=True)

    def _date(self, number: float, format_id: int) -> str | None:
        epoch = CALENDAR_MAC_1904 if self.is_calendar_1904 else CALENDAR_WINDOWS_1900
        try:
            moment = from_excel(number, epoch)
        except (ValueError, OverflowError):
            return None
        if isinstance(moment, date) and format_id == _DAY_AND_MONTH:
            return f"{moment.day}.{moment.month}"
        if isinstance(moment, date) and format_id == _MONTH_AND_YEAR:
            return f"{moment:%m.%Y}"
        return _moment(moment)


def _moment(moment: object) -> str | None:
    if isinstance(moment, datetime) and moment.time() != time(0):
        return f"{moment:%d.%m.%Y %H:%M}"
    if isinstance(moment, date):
        return f"{moment:%d.%m.%Y}"
    return f"{moment:%H:%M}" if isinstance(moment, time) else None


def _iso(stored: str) -> str:
    for kind in (datetime, time):
        try:
            return _moment(kind.fromisoformat(stored)) or stored
        except ValueError:
            continue
    return stored


def _decimal(number: float, code: str) -> str:
    """As the format shows it, with a point (``6.1`` is a row's number); per cents, always prose, with a comma."""
    exact = Decimal(f"{number:.15g}")
    section = _LITERALS.sub("", code).partition(";")[0]
    fixed = _FIXED.search(section)
    if fixed is None or "E" in section or "/" in section or abs(exact) >= Decimal("1e15"):
        text = f"{exact:f}" if abs(exact) < Decimal("1e15") else f"{number:.15g}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    decimals = len(fixed["decimals"] or "")
    shown = (exact * 100 if fixed["percent"] else exact).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{shown:,f}".replace(",", " ") if fixed["groups"] else f"{shown:f}"
    return f"{text.replace('.', ',')}{fixed['percent']}" if fixed["percent"] else text


def _string(element: Element) -> str:
    """A plain or rich string; phonetic hints (``rPh``) are not part of it."""
    parts = [element.find(f"{SHEET}t"), *element.findall(f"{SHEET}r/{SHEET}t")]
    return _unescape("".join(part.text or "" for part in parts if part is not None))


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _typed(text: str) -> str:
    """Without the apostrophe that tells Excel to take a value as text."""
    return text[1:].lstrip() if text.startswith("'") and not text.endswith("'") else text


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default
