"""Forms of the plan's editor: what a row says, who answers for it, where it stands, how long, and by which act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.history import Actor
from plans.forms.plan import act_fields
from plans.models import Activity, Officer, Plan, PlanAct, Section
from plans.periods import ReportingPeriod
from plans.planning import OfficerName, add_act
from plans.planning.editing.naming import match_names, read_names
from plans.planning.plan import check_act
from plans.presenting.plan import Place

LIKE = 0.8  # how alike two names are that may be one person, mistyped
KINDS = [
    (Officer.Kind.OFFICIAL, "один человек"),
    (Officer.Kind.COLLECTIVE, "коллектив: отдел, комиссия, несколько человек"),
]


class ChangeForm(forms.Form):
    """By which act the plan changes: one of its acts, a new one, or none."""

    act = forms.ChoiceField(
        label="По какому акту",
        required=False,
        help_text="На каком основании изменён план. Необязательно.",
    )
    act_kind, act_number, act_adopted_on = act_fields()

    def __init__(self, plan: Plan, period: ReportingPeriod, *args: Any, **kwargs: Any) -> None:
        self.plan, self.period = plan, period
        super().__init__(*args, **kwargs)
        acts = list(plan.acts.order_by("-adopted_on", "-pk"))
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            ("", "Без акта"),
            *((str(act.pk), str(act)) for act in acts),
        ]
        amends = [act for act in acts if act.is_amendment and act.effective_from == period]
        self.initial.setdefault("act", str(amends[0].pk) if amends else "")
        self._acts = {str(act.pk): act for act in acts}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("act_number") or values.get("act_adopted_on"):
            self._check_new_act(values)
        return values

    def _check_new_act(self, values: dict[str, Any]) -> None:
        missing = {"act_kind": "Выберите вид акта.", "act_adopted_on": "Укажите дату акта."}
        missing["act_number"] = "Напишите номер акта, например 165-р."
        for name, words in missing.items():
            if not values.get(name) and name not in self.errors:
                self.add_error(name, words)
        if not self.errors:
            act = self._new_act(values)
            try:
                check_act(act, today=timezone.localdate())
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.add_error(f"act_{name}", messages)

    def _new_act(self, values: dict[str, Any]) -> PlanAct:
        return PlanAct(
            plan=self.plan,
            kind=values["act_kind"],
            number=values["act_number"],
            adopted_on=values["act_adopted_on"],
            is_amendment=True,
            effective_from=self.period,
        )

    def act_of(self, *, by: Actor) -> PlanAct | None:
        """The act that was picked; a new one is added to the plan. Call inside the change's transaction."""
        if self.cleaned_data.get("act_number"):
            return add_act(self.plan, self._new_act(self.cleaned_data), by=by)
        return self._acts.get(self.cleaned_data["act"])

    def refuse(self, error: ValidationError) -> None:
        """Show why a change was refused, at its field where there is one."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, words in error.message_dict.items():
            self.add_error(name if name in self.fields else None, words)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What this change itself asks, in order."""
        return [field for field in self if not field.name.startswith("act")]

    @property
    def act_is_new(self) -> bool:
        """Whether a new act is being named: its fields are shown then."""
        names = ("act_kind", "act_number", "act_adopted_on")
        return any(self[name].value() or self[name].errors for name in names)


class WordsForm(ChangeForm):
    """The words, the deadline and the officers of a row. An officer that the municipality does not know is asked
    about: a mistyped name, a person, a collective."""

    text = forms.CharField(
        label="Наименование",
        widget=forms.Textarea(attrs={"rows": 4, "class": "doc"}),
        error_messages={"required": "Напишите, как называется мероприятие."},
    )
    deadline = forms.CharField(
        label="Срок исполнения",
        required=False,
        help_text="Как в документе, например: ежегодно, до 1 марта. Необязательно.",
    )
    officers = forms.CharField(
        label="Ответственные исполнители",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="По одному в строке, в том порядке, в каком печатаются. Можно с должностью после запятой.",
    )
    field_order = ["text", "deadline", "officers"]

    def __init__(
        self,
        plan: Plan,
        period: ReportingPeriod,
        *args: Any,
        rows: Iterable[tuple[str, Officer]] = (),
        is_group: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(plan, period, *args, **kwargs)
        if is_group:
            del self.fields["deadline"], self.fields["officers"]
            self.fields["text"].help_text = "Название группы обычно кончается двоеточием."
            return
        self.known = list(plan.municipality.officers.order_by("name"))
        self.names: list[OfficerName] = []
        self.unknown: list[OfficerName] = []
        self.asks = False
        if self.is_bound:
            typed = read_names(str(self.data.get("officers", "")))
            self.names, self.unknown = match_names(typed, officers=self.known, rows=rows)
            self._ask_kinds()

    def _ask_kinds(self) -> None:
        """One question for every unknown officer, answered at first as the words suggest."""
        data: dict[str, Any] = {name: self.data.get(name) for name in self.data}
        for name in self.unknown:
            field = kind_field(name)
            self.fields[field] = forms.ChoiceField(
                label=f"Кто это: {name.name}",
                choices=KINDS,
                widget=forms.RadioSelect,
                help_text=self._likeness(name),
            )
            if field not in data:
                self.asks = True
                data[field] = name.kind
        self.data = data

    def _likeness(self, name: OfficerName) -> str:
        like = get_close_matches(name.name, [officer.name for officer in self.known], n=1, cutoff=LIKE)
        return f"Похоже на «{like[0]}». Если это он, исправьте имя выше." if like else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "officers" not in self.fields:
            return values
        if self.asks:
            new = ", ".join(name.name for name in self.unknown)
            self.add_error(
                "officers", f"Раньше не встречались: {new}. Проверьте имена и скажите ниже, кто это."
            )
        values["names"] = [self._decided(name, values) for name in self.names]
        return values

    def _decided(self, name: OfficerName, values: dict[str, Any]) -> OfficerName:
        """A new officer with the kind that the person chose; a collective has no surname."""
        kind = values.get(kind_field(name), name.kind) if name in self.unknown else name.kind
        if kind == name.kind:
            return name
        if kind == Officer.Kind.COLLECTIVE:
            return OfficerName(name.printed or name.name, kind)
        return OfficerName(name.name, kind, name.surname, name.initials, name.name, name.printed)

    @property
    def suggestions(self) -> list[str]:
        return [officer.name for officer in self.known] if "officers" in self.fields else []


def kind_field(name: OfficerName) -> str:
    return f"kind-{name.key}"


class PlaceForm(ChangeForm):
    """Where a row stands."""

    place = forms.ChoiceField(
        label="Куда поставить", error_messages={"required": "Выберите, куда поставить пункт."}
    )
    field_order = ["place"]

    def __init__(
        self, plan: Plan, period: ReportingPeriod, *args: Any, places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(plan, period, *args, **kwargs)
        self._places = {place.value: place for place in places}
        self.fields["place"].choices = [(place.value, place.label) for place in places]  # type: ignore[attr-defined]

    def clean_place(self) -> Place:
        return self._places[self.cleaned_data["place"]]


class AddForm(PlaceForm, WordsForm):
    """A new row: its words, its officers, its place, and whether it is a group."""

    is_group = forms.BooleanField(
        label="Это группа: сама не отчитывается, отчитываются её подпункты",
        required=False,
    )
    field_order = ["text", "deadline", "officers", "place", "is_group"]


class EndForm(ChangeForm):
    """The last half-year of a row."""

    GOES_ON = "goes-on"

    last_period = forms.ChoiceField(
        label="Последнее полугодие",
        error_messages={"required": "Выберите последнее полугодие."},
    )
    field_order = ["last_period"]

    def __init__(
        self,
        plan: Plan,
        period: ReportingPeriod,
        *args: Any,
        activity: Activity,
        periods: Sequence[ReportingPeriod],
        **kwargs: Any,
    ) -> None:
        super().__init__(plan, period, *args, **kwargs)
        choices = [(str(item), item.title) for item in periods]
        if activity.last_period:
            choices.append((self.GOES_ON, "Не завершать: мероприятие идёт дальше"))
        self.fields["last_period"].choices = choices  # type: ignore[attr-defined]

    def clean_last_period(self) -> ReportingPeriod | None:
        chosen = self.cleaned_data["last_period"]
        return None if chosen == self.GOES_ON else ReportingPeriod.parse(chosen)


class SectionForm(ChangeForm):
    """How a section is called."""

    title = forms.CharField(
        label="Название раздела",
        widget=forms.Textarea(attrs={"rows": 2, "class": "doc"}),
        help_text="Вместе с номером, если он печатается: «II. Работа с обращениями».",
        error_messages={"required": "Напишите, как называется раздел."},
    )
    field_order = ["title"]


class NewSectionForm(SectionForm):
    """A new section, and after which it stands."""

    after = forms.ChoiceField(label="После какого раздела", required=False)
    field_order = ["title", "after"]

    def __init__(
        self, plan: Plan, period: ReportingPeriod, *args: Any, sections: Sequence[Section], **kwargs: Any
    ) -> None:
        super().__init__(plan, period, *args, **kwargs)
        self._sections = {str(section.pk): section for section in sections}
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            ("", "Первым"),
            *((str(section.pk), section.title) for section in sections),
        ]
        self.initial.setdefault("after", str(sections[-1].pk) if sections else "")

    def clean_after(self) -> Section | None:
        return self._sections.get(self.cleaned_data["after"])


class ConfirmForm(ChangeForm):
    """A change that asks nothing but its act."""
