"""The form of an entry: text, figures, «нечего сообщить», and what the page had read when it was opened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.checking import Figure
from plans.figures import WANTED, plain
from plans.models import Indicator, ProgressEntry
from plans.workflow import Draft

_NUMBER = re.compile(r"[-−]?[0-9]{1,12}(?:[.,][0-9]{1,4})?")
YES_OR_NO = (("", "не указано"), ("1", "да"), ("0", "нет"))


class TypedText(forms.CharField):
    """Words as they were typed; what no database keeps is dropped instead of refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def clean(self, value: Any) -> str:
        return super().clean((value or "").replace("\x00", ""))


class FigureField(forms.CharField):
    """A number as people write it: «1 234», «12,5», «12.5», «−3»; None where it is blank."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(required=False, label=figure.name)
        self.kind = Indicator.Kind(figure.kind)

    def clean(self, value: Any) -> Any:
        written = re.sub(r"\s", "", value or "")
        if not written:
            return None
        if not _NUMBER.fullmatch(written):
            raise ValidationError(WANTED[self.kind])
        return Decimal(written.replace("−", "-").replace(",", "."))


class EntryForm(forms.Form):
    """``figure-12``: the value of the indicator 12; ``confirm-12``: the value that the person says is right."""

    text = TypedText(label="Что сделано")
    is_nothing = forms.BooleanField(label="Нечего сообщить, потому что…", required=False)
    nothing_reason = TypedText(label="Почему нечего сообщить")
    # The revision that was read, and the text then: the common ground of a merge.
    read = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Страница устарела и не знает, с какой версией вы начали. Нажмите «Сохранить черновик» еще раз.",
        ),
    )
    base = TypedText()

    def __init__(self, *args: Any, figures: Sequence[Figure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures
        for figure in figures:
            self.fields[f"figure-{figure.indicator_id}"] = FigureField(figure)
            self.fields[f"confirm-{figure.indicator_id}"] = forms.CharField(required=False)

    def draft(self) -> Draft:
        """What was typed, as far as it can be read: a figure that is no number is left as it stands in the entry."""
        text, reason = self.cleaned_data["text"], self.cleaned_data["nothing_reason"]
        # A reason without its tick counts where there is no text: what was typed is never dropped in silence.
        is_nothing = self.cleaned_data["is_nothing"] or not text.strip()
        return Draft(
            text=text,
            nothing_reason=reason if is_nothing else "",
            figures=self.values(),
            confirmed=frozenset(
                pk
                for pk, value in self.values().items()
                if value is not None and self.cleaned_data[f"confirm-{pk}"] == plain(value)
            ),
        )

    def values(self) -> dict[int, Decimal | None]:
        """The figures that came with the form and are numbers, or blank."""
        names = {figure.indicator_id: f"figure-{figure.indicator_id}" for figure in self.figures}
        return {
            pk: self.cleaned_data[name]
            for pk, name in names.items()
            if name in self.cleaned_data and self.add_prefix(name) in self.data
        }


def initial_of(entry: ProgressEntry, figures: Sequence[Figure]) -> dict[str, Any]:
    """The form's fields as the entry stands."""
    fields: dict[str, Any] = {
        "text": entry.text,
        "nothing_reason": entry.nothing_reason,
        "is_nothing": bool(entry.nothing_reason),
        "read": entry.revision,
        "base": entry.text,
    }
    for figure in figures:
        if figure.value is not None:
            fields[f"figure-{figure.indicator_id}"] = written(figure.value, figure.kind)
            if figure.is_confirmed:
                fields[f"confirm-{figure.indicator_id}"] = plain(figure.value)
    return fields


def fields_of(draft: Draft, figures: Sequence[Figure]) -> dict[str, Any]:
    """The form's fields as a draft fills them; what it has read is not among them."""
    kinds = {figure.indicator_id: figure.kind for figure in figures}
    fields: dict[str, Any] = {
        "text": draft.text,
        "nothing_reason": draft.nothing_reason,
        "is_nothing": bool(draft.nothing_reason),
    }
    for pk, value in draft.figures.items():
        fields[f"figure-{pk}"] = written(value, kinds[pk]) if value is not None else ""
        if pk in draft.confirmed and value is not None:
            fields[f"confirm-{pk}"] = plain(value)
    return fields


def written(value: Decimal, kind: str) -> str:
    """A value as it stands in its field: «12,5»; a yes or no as its choice."""
    return plain(value) if kind == Indicator.Kind.YES_NO else plain(value).replace(".", ",")
