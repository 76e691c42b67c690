"""The app that brings reports in, freezes them, draws them and shows them to citizens."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section
from accounts.public.sections import PublicSection, add_public_section


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Отчеты"

    def ready(self) -> None:
        _tell_the_apps_before()
        add_section(Section("Отчёты", "reports:office-report-list", "see_work", order=20))
        add_section(Section("Загрузка", "reports:import-list", "import", order=30))
        add_public_section(PublicSection("Отчёты", "reports:report-list", order=10))


def _tell_the_apps_before() -> None:
    """What pages of the apps to the left show of reports: their road, their history in words, the rows with surveys."""
    from plans.steps import tell_roads  # noqa: PLC0415 (models are not there yet when apps are named)
    from reports.office.road import road_of  # noqa: PLC0415
    from reports.public.mentions import MENTIONS  # noqa: PLC0415
    from reports.telling import tell_reports  # noqa: PLC0415
    from surveys.public.mentions import tell_mentions  # noqa: PLC0415

    tell_roads(road_of)
    tell_reports()
    tell_mentions(MENTIONS)
