"""Forms of the pages of imports: a file to bring in, and how to write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import count
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import slug_validator, validate_not_reserved
from plans.models import Plan
from plans.periods import ReportingPeriod
from reports.importing import ImportOptions, Take
from reports.importing.outcome import FigureKey
from reports.models import ImportRun
from reports.readers.parsed import Finding, ParsedReport

AS_DRAFTS, AS_PUBLISHED = "drafts", "published"
NEW_PLAN = "+"
# What the buttons over the figures say beside `look`.
ALL_FIGURES, NO_FIGURES = "all-figures", "no-figures"
LIKELY = 70  # per cent; a less alike candidate is not picked for the person


class UploadForm(forms.Form):
    """A Word or Excel file, as the office has it."""

    file = forms.FileField(
        label="Файл отчёта или плана",
        max_length=255,
        error_messages={
            "required": "Выберите файл Word (.docx) или Excel (.xlsx).",
            "empty": "Файл пуст. Проверьте, тот ли это файл.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.IMPORT_MAX_FILE_MB
        self.fields["file"].help_text = f"Word (.docx) или Excel (.xlsx), до {most} МБ"

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        most = settings.IMPORT_MAX_FILE_MB
        if (upload.size or 0) > most * 1024 * 1024:
            raise forms.ValidationError(
                f"Файл больше {most} МБ. Уберите из него картинки или разделите его на части."
            )
        return upload


class WriteForm(forms.Form):
    """How to write what was read: for which half-year, into which plan, as drafts or as a published report.

    Unsure rows get a field each, `answer-<row of the file>`; figures found in the texts a tick and a name,
    `figure-<row>-<place>` and `figure-name-<row>-<place>`; surveys found in the texts a tick, `survey-<row>`.
    """

    period = forms.ChoiceField(label="Период", required=False)
    plan = forms.ChoiceField(label="План")
    plan_slug = forms.CharField(
        label="Имя нового плана в адресе",
        required=False,
        max_length=60,
        validators=[slug_validator, validate_not_reserved],
        help_text="Латинскими буквами, например anticorruption: так будут начинаться адреса отчётов этого плана.",
    )
    mode = forms.ChoiceField(label="Записать как")
    reason = forms.CharField(
        label="Причина исправления (необязательно)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Нужна, если отчёт за этот период уже опубликован: её увидят на странице отчёта.",
    )
    overwrite = forms.BooleanField(label="Заменить записи, над которыми работают в портале", required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        run: ImportRun,
        parsed: ParsedReport,
        plans: Iterable[Plan],
        may_publish: bool,
    ) -> None:
        super().__init__(data)
        self.parsed = parsed
        self.fields["period"].choices = _periods(parsed)  # type: ignore[attr-defined]
        self.fields["period"].required = parsed.has_progress
        known = [(plan.slug, plan.title) for plan in plans]
        self.has_plans = bool(known)
        if not known:
            self.fields["plan_slug"].label = "Имя плана в адресе (необязательно)"
        self.fields["plan"].choices = [*known, (NEW_PLAN, "Новый план")]  # type: ignore[attr-defined]
        modes = [(AS_DRAFTS, "Черновики: проверить и опубликовать позже")]
        if may_publish and parsed.has_progress:
            modes.append((AS_PUBLISHED, "Опубликованный отчёт, с пропусками как есть"))
        self.fields["mode"].choices = modes  # type: ignore[attr-defined]
        self.initial = {
            "period": str(parsed.period) if parsed.period else "",
            "plan": known[0][0] if known else NEW_PLAN,
            "mode": AS_DRAFTS,
            "plan_slug": free_slug({slug for slug, _ in known}) if known else "",
        }

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        if chosen.get("plan") == NEW_PLAN and self.has_plans and not chosen.get("plan_slug"):
            self.add_error(
                "plan_slug", "Придумайте имя нового плана: оно будет стоять в адресах его отчётов."
            )
        return chosen

    def options(self) -> ImportOptions:
        """What the person chose; where nothing, or nothing right, was sent, what the file itself says."""
        chosen = dict(self.initial)
        if self.is_bound:
            self.full_clean()
            chosen |= self.cleaned_data
        plan = chosen.get("plan", "")
        slug = chosen.get("plan_slug", "") if plan == NEW_PLAN else plan
        return ImportOptions(
            plan_slug=slug or None,
            period=ReportingPeriod.parse(chosen["period"]) if chosen.get("period") else None,
            publish=chosen.get("mode") == AS_PUBLISHED,
            reason=chosen.get("reason", ""),
            overwrite=bool(chosen.get("overwrite")),
            answers=self._rows("answer"),
            take=self._take(),
            picked=frozenset(self._figures("figure")),
            figure_names=self._figures("figure-name"),
            surveys=frozenset(self._rows("survey")),
        )

    def _take(self) -> Take:
        """Which of the figures found: until the person has seen them, those of indicators that are there."""
        if not (self.data or {}).get("figures_shown"):
            return Take.KNOWN
        return Take.ALL if self.data.get("look") == ALL_FIGURES else Take.PICKED

    def _rows(self, prefix: str) -> dict[int, str]:
        """What was sent about rows of the file: ``<prefix>-<row of the file>``."""
        sent = (
            (re.fullmatch(rf"{prefix}-(\d{{1,9}})", name), value) for name, value in (self.data or {}).items()
        )
        return {int(found[1]): value for found, value in sent if found}

    def _figures(self, prefix: str) -> dict[FigureKey, str]:
        """What was sent about figures: ``<prefix>-<row of the file>-<place in its text>``."""
        sent: dict[FigureKey, str] = {}
        for name, value in (self.data or {}).items():
            if found := re.fullmatch(rf"{prefix}-(\d{{1,9}})-(\d{{1,9}})", name):
                sent[int(found[1]), int(found[2])] = value[:200]
        return {} if prefix == "figure" and self.data.get("look") == NO_FIGURES else sent


def free_slug(taken: Collection[str]) -> str:
    """A name for one more plan in the addresses: ``plan-2``, ``plan-3``, …"""
    return next(name for name in (f"plan-{number}" for number in count(2)) if name not in taken)


def new_plan_query(form: WriteForm) -> str:
    """The query of a preview that writes the file as a plan of its own, with the other choices as they are."""
    chosen = dict(form.initial) | (dict(form.cleaned_data) if form.is_bound else {})
    values = {"plan": NEW_PLAN, "plan_slug": form.initial["plan_slug"]}
    return urlencode({name: chosen[name] for name in ("period", "mode") if chosen.get(name)} | values)


def _periods(parsed: ParsedReport) -> list[tuple[str, str]]:
    """Half-years to choose from: those around the file's own and around today."""
    now = ReportingPeriod.of(timezone.localdate())
    first = min(parsed.period or now, now, ReportingPeriod(now.year - 6, 1))
    last = max(parsed.period or now, now).next
    periods = []
    period = last
    while period >= first:
        periods.append((str(period), period.title))
        period = period.previous
    return [("", "Не указан"), *periods]


def unsure_rows(
    asked: Iterable[Finding], left: Iterable[Finding], answers: dict[int, str]
) -> list[dict[str, Any]]:
    """The unsure rows as the page shows them; a likely candidate is picked until the person picks.

    asked: findings before any answer; left: those that the answers leave. An answer that settles nothing names an
    activity that another row has taken: the row is `is_taken`.
    """
    open_rows = {finding.data["source_row"] for finding in left if finding.code == "activity_unsure"}
    rows = []
    for finding in asked:
        if finding.code == "activity_unsure":
            place, best = finding.data["source_row"], finding.data["candidates"][0]
            likely = str(best["id"]) if best["likeness"] >= LIKELY else ""
            is_taken = place in answers and place in open_rows
            rows.append(finding.data | {"picked": answers.get(place, likely), "is_taken": is_taken})
    return rows
