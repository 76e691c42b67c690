"""The app of residents' surveys: entered, read from files, counted, shown, put into reports."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section
from accounts.public.sections import PublicSection, add_public_section
from plans.checking import add_rule
from surveys.checking import wrong_percentages


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Опросы жителей"

    def ready(self) -> None:
        add_rule(wrong_percentages)
        add_section(Section("Опросы", "surveys:office-list", "edit_surveys", order=25))
        add_public_section(PublicSection("Опросы", "surveys:list", order=20))
        _tell_the_apps_before()


def _tell_the_apps_before() -> None:
    """What pages of the apps to the left show of surveys: inserts in reports, the history in words."""
    from accounts.public.home import add_home_block  # noqa: PLC0415 (models are not there yet when apps are named)
    from plans.inserts import add_kind, add_offer  # noqa: PLC0415
    from surveys.inserting import SURVEY  # noqa: PLC0415
    from surveys.office.offering import survey_in  # noqa: PLC0415
    from surveys.public.home import HOME  # noqa: PLC0415
    from surveys.telling import tell_surveys  # noqa: PLC0415

    add_home_block(HOME)
    add_kind(SURVEY)
    add_offer(survey_in)
    tell_surveys()
