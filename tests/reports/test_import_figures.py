"""Figures that an import finds in a file's texts: offered, taken, written with the file, taken back with it."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.history import Actor
from accounts.models import HistoryEvent, Municipality
from plans.models import Activity, Indicator, IndicatorValue, ProgressEntry
from plans.workflow import Draft, save
from reports import importing
from reports.importing import ImportOptions, Take
from reports.models import Publication
from tests.factories import H1_2022, actor, make_municipality
from tests.reports.bringing import TRACES, everything, load
from tests.reports.office_pages import (
    REAL_REPORT,
    ROWS,
    SECOND_HALF,
    Page,
    brought,
    choices,
    office_report,
    url,
    written,
)

pytestmark = pytest.mark.django_db
MEETINGS, RECEPTIONS, CALLS = "Встреч", "Жителей принято", "Звонков"


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


@pytest.fixture
def by(district: Municipality, client: Client) -> Actor:
    """The administrator, signed in."""
    person = actor(district, "administrator")
    assert person.user is not None
    client.force_login(person.user)
    return person


def values() -> dict[str, str]:
    """By indicator, its newest value without idle zeros."""
    found = IndicatorValue.objects.order_by("entry__plan_period__period")
    return {name: f"{value.normalize():f}" for name, value in found.values_list("indicator__name", "value")}


ALL = {MEETINGS: "12", RECEPTIONS: "4", CALLS: "7"}


# --- The write --------------------------------------------------------------------------------------------------------


def test_all_figures_are_taken_as_indicators_with_values(district: Municipality) -> None:
    outcome = load(district, office_report(), take=Take.ALL)
    assert values() == ALL
    assert (outcome.figures_found, outcome.figures_taken) == (3, 3)
    assert set(Indicator.objects.values_list("first_period", "kind")) == {(H1_2022, "whole")}
    assert (
        list(
            HistoryEvent.objects.filter(action__in=["indicator_added", "entry_figures_imported"])
            .order_by("action")
            .values_list("action", flat=True)
        )
        == ["entry_figures_imported"] * 3 + ["indicator_added"] * 3
    )


def test_nothing_is_taken_unasked(district: Municipality) -> None:
    outcome = load(district, office_report())
    assert (outcome.figures_found, values()) == (0, {})


def test_an_import_run_again_changes_nothing(district: Municipality) -> None:
    load(district, office_report(), take=Take.ALL)
    before = everything()
    assert load(district, office_report(), take=Take.ALL).count("unchanged") == 5
    assert everything() == before


def test_the_next_half_year_fills_the_same_indicators(district: Municipality) -> None:
    load(district, office_report(), take=Take.ALL)
    later = [(*cells[:3], cells[3].replace("12", "14").replace("7 ", "9 ")) for cells in ROWS]
    load(district, office_report(SECOND_HALF, tuple(later)), take=Take.KNOWN)
    assert values() == {MEETINGS: "14", RECEPTIONS: "4", CALLS: "9"}
    assert Indicator.objects.count() == 3


def test_an_older_report_makes_the_indicator_begin_earlier(district: Municipality) -> None:
    load(district, office_report(SECOND_HALF), take=Take.ALL)
    load(district, office_report(), take=Take.KNOWN)
    assert set(Indicator.objects.values_list("first_period", flat=True)) == {H1_2022}
    assert IndicatorValue.objects.count() == 6


def test_an_indicator_that_has_ended_is_passed_by(district: Municipality) -> None:
    load(district, office_report(), take=Take.ALL)
    Indicator.objects.update(last_period=H1_2022)
    outcome = load(district, office_report(SECOND_HALF), take=Take.ALL)
    assert (outcome.figures_found, IndicatorValue.objects.count()) == (0, 3)


def test_figures_are_frozen_into_the_publication(district: Municipality) -> None:
    load(district, office_report(), take=Take.ALL, publish=True)
    content = json.loads(Publication.objects.get().content)
    frozen = {figure["name"]: figure["value"] for row in content["rows"] for figure in row.get("figures", ())}
    assert frozen == ALL
    entry = ProgressEntry.objects.get(text__contains="звонков")
    calls = Indicator.objects.get(name=CALLS)
    assert entry.approved_version is not None
    assert entry.approved_version.figures == {str(calls.pk): "7"}


def test_a_published_file_run_again_makes_no_version(district: Municipality) -> None:
    load(district, office_report(), take=Take.ALL, publish=True)
    before = everything()
    load(district, office_report(), take=Take.ALL, publish=True)
    assert everything() == before


def test_figures_taken_later_are_a_correction_of_what_is_published(district: Municipality) -> None:
    load(district, office_report(), publish=True)
    load(district, office_report(), take=Take.ALL, publish=True, reason="Добавлены показатели")
    assert values() == ALL
    assert list(Publication.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "Добавлены показатели"),
    ]


def test_the_work_of_people_keeps_its_figures(district: Municipality, by: Actor) -> None:
    load(district, office_report(), take=Take.ALL)
    entry = ProgressEntry.objects.get(text__contains="звонков")
    calls = Indicator.objects.get(name=CALLS)
    save(entry, Draft("Поступило 8 звонков.", figures={calls.pk: Decimal(8)}), read=entry.revision, by=by)
    outcome = load(district, office_report(), take=Take.ALL)
    assert outcome.count("in_work") == 1
    assert values()[CALLS] == "8"


# --- Taking back ------------------------------------------------------------------------------------------------------


def test_discarding_takes_indicators_and_values_back(district: Municipality, by: Actor) -> None:
    before = everything(without=TRACES)
    run = written(district, office_report(), by, take=Take.ALL)
    assert values() == ALL
    importing.discard(run, by=by)
    assert everything(without=TRACES) == before


def test_discarding_puts_an_older_value_back(district: Municipality, by: Actor) -> None:
    load(district, office_report(), take=Take.ALL)
    other = [(*cells[:3], cells[3].replace("7 ", "9 ")) for cells in ROWS]
    run = written(district, office_report(rows=tuple(other)), by, take=Take.KNOWN, plan_slug="main")
    assert values()[CALLS] == "9"
    importing.discard(run, by=by)
    assert values() == ALL


# --- The page ---------------------------------------------------------------------------------------------------------


def ticks(page: Page) -> dict[str, bool]:
    """By proposed name, or by the name of an indicator that is there, whether it is ticked."""
    found = {}
    for block in page.all("div.found-figure"):
        names = block.xpath(".//input[starts-with(@name, 'figure-name-')]/@value") or [
            block.xpath("string(./p)").split("\n")[0].strip()
        ]
        found[names[0]] = bool(block.xpath(".//input[@type='checkbox'][@checked]"))
    return found


def key_of(page: Page, name: str) -> str:
    (found,) = page.tree.xpath(f"//input[@value='{name}'][starts-with(@name, 'figure-name-')]/@name")
    return str(found).removeprefix("figure-name-")


def test_the_preview_offers_new_indicators_without_ticks(
    district: Municipality, by: Actor, client: Client
) -> None:
    run = brought(district, office_report(), by)
    page = Page(client.get(url(run)))
    assert ticks(page) == dict.fromkeys(ALL, False)
    assert values() == {}


def test_buttons_tick_all_and_none(district: Municipality, by: Actor, client: Client) -> None:
    run = brought(district, office_report(), by)
    for look, expected in (("all-figures", True), ("no-figures", False)):
        sent = choices(figures_shown="1", look=look)
        assert ticks(Page(client.post(url(run, "confirm"), sent))) == dict.fromkeys(ALL, expected)


def test_a_picked_figure_is_written_under_the_name_that_was_typed(
    district: Municipality, by: Actor, client: Client
) -> None:
    run = brought(district, office_report(), by)
    key = key_of(Page(client.get(url(run))), CALLS)
    sent = choices(figures_shown="1") | {
        f"figure-{key}": "1",
        f"figure-name-{key}": "Телефон доверия, звонки",
    }
    assert client.post(url(run, "confirm"), sent).status_code == 302
    assert values() == {"Телефон доверия, звонки": "7"}
    assert Indicator.objects.get().sought == CALLS
    # The same figure is known now, and ticked by itself.
    again = brought(district, office_report(), by)
    page = Page(client.get(url(again)))
    assert ticks(page) == {MEETINGS: False, RECEPTIONS: False, "Телефон доверия, звонки": True}


def test_choices_stay_when_the_preview_is_asked_again(
    district: Municipality, by: Actor, client: Client
) -> None:
    run = brought(district, office_report(), by)
    key = key_of(Page(client.get(url(run))), CALLS)
    sent = choices(figures_shown="1", look="1") | {f"figure-{key}": "1", f"figure-name-{key}": "Звонки"}
    assert ticks(Page(client.post(url(run, "confirm"), sent))) == {
        MEETINGS: False,
        RECEPTIONS: False,
        "Звонки": True,
    }
    assert values() == {}


@pytest.mark.parametrize("name", [" ", "ЗВОНКОВ"])
def test_a_name_that_is_not_free_is_told_at_its_field(
    district: Municipality, by: Actor, client: Client, name: str
) -> None:
    load(district, office_report())
    calls = Activity.objects.get(entries__text__contains="звонков")
    calls.indicators.create(name="Звонков", kind="yes_no", first_period=H1_2022)
    run = brought(district, office_report(), by)
    key = key_of(Page(client.get(url(run))), CALLS)
    sent = choices(plan="main", figures_shown="1") | {f"figure-{key}": "1", f"figure-name-{key}": name}
    answer = client.post(url(run, "confirm"), sent)
    page = Page(answer)
    assert (page.status, len(page.texts("p.invalid-feedback"))) == (422, 1)
    assert values() == {}
    run.refresh_from_db()
    assert run.state == "ready"


def test_odd_answers_about_figures_are_no_figures(district: Municipality, by: Actor, client: Client) -> None:
    run = brought(district, office_report(), by)
    sent = choices(figures_shown="1") | {
        "figure-x-1": "1",
        "figure-999-0": "1",
        "figure-name-1-" + "9" * 30: "а",
    }
    assert client.post(url(run, "confirm"), sent).status_code == 302
    assert values() == {}


# --- The command ------------------------------------------------------------------------------------------------------


def command(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_report", str(path), "--municipality", "zarechny", *options, stdout=out)
    return out.getvalue()


def test_the_command_takes_all_figures_when_asked(district: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(office_report())
    assert "Показателей" not in command(path)
    assert "Показателей найдено и взято: 3." in command(path, "--figures")
    assert json.loads(command(path, "--figures", "--json"))["figures"] == 3
    assert values() == ALL


@pytest.mark.skipif(not REAL_REPORT.exists(), reason="needs shared/input of the project's makers")
def test_the_real_report_is_imported_with_its_figures(district: Municipality) -> None:
    load(district, REAL_REPORT.read_bytes(), take=Take.ALL, publish=True)
    assert sorted(int(value) for value in values().values()) == [
        2, 2, 4, 7, 7, 9, 13, 15, 27, 38, 54, 64, 73, 118, 169, 642, 5942,
    ]  # fmt: skip


def test_options_take_nothing_by_themselves() -> None:
    assert ImportOptions().take == Take.NONE


def test_what_is_wrong_in_a_file_is_found_with_it(district: Municipality) -> None:
    rows = (*ROWS[:-1], (*ROWS[-1][:3], "Поступило 7 звонков, из них 2 (30 %) о дорогах."))
    load(district, office_report(rows=rows))
    entry = ProgressEntry.objects.get(text__contains="звонков")
    assert [finding["code"] for finding in entry.findings] == ["percentage_mismatch"]
