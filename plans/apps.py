"""The app that holds plans of activities and the progress reported on them."""

from django.apps import AppConfig
from django.http import HttpRequest

from accounts.departures import add_teller
from accounts.navigation import Section, add_section


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Планы мероприятий"

    def ready(self) -> None:
        add_section(
            Section("Мои мероприятия", "plans:home", "report_own", order=1, pages=frozenset({"plans:entry"}))
        )
        add_section(Section("Период", "plans:periods", "review", order=2))
        add_section(
            Section(
                "Проверка",
                "plans:review-door",
                "review",
                order=4,
                count=_waiting_for_review,
                pages=frozenset({"plans:review", "plans:review-entry"}),
            )
        )
        add_section(Section("План", "plans:plan", "see_work", order=10))
        add_section(Section("Люди", "plans:people", "invite", order=60))
        add_teller("plans.departures.activities_left")
        _tell_the_history()


def _waiting_for_review(request: HttpRequest) -> int:
    """How many texts the reviewer may decide on."""
    from plans.worklists import waiting  # noqa: PLC0415 (models are not there yet when apps are named)

    return waiting(request.municipality).count()  # type: ignore[attr-defined]


def _tell_the_history() -> None:
    from plans.telling import tell_plans  # noqa: PLC0415 (models are not there yet when apps are named)

    tell_plans()
