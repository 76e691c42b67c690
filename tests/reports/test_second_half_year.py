"""The second half-year: an amended plan, a report filled, reviewed, published, corrected; the first one untouched."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.history import COMMAND, Actor
from accounts.models import Municipality
from plans import workflow
from plans.models import Plan, PlanAct, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.queries import plan_lines
from plans.workflow import Draft
from reports import publishing
from reports.content import ReportContent
from reports.errors import EntriesMissing
from reports.importing import ImportOptions, bring_in, read_report
from reports.jobs import running
from reports.management.commands.load_demo import _parsed as demo_report
from reports.models import Job, Publication
from reports.presenting.comparing import Change, compare
from reports.readers.parsed import ParsedReport
from reports.verifying import faults_of
from tests.factories import H1_2022, H2_2022, actor, make_municipality
from tests.reports.office_pages import REAL_REPORT

pytestmark = pytest.mark.django_db

GAPS = ("3", "6.4", "7.2", "15", "17")
NEW_WORDS = "Деятельность Общественного совета и его рабочих групп"


@pytest.fixture(params=["real", "ours"])
def parsed(request: pytest.FixtureRequest) -> ParsedReport:
    if request.param == "ours":
        return demo_report()
    if not REAL_REPORT.exists():
        pytest.skip("shared/input is not here; the same road is walked with a report of our own")
    return read_report(REAL_REPORT.read_bytes(), REAL_REPORT.name)


@pytest.fixture
def district(parsed: ParsedReport) -> Municipality:
    """Its first half-year published, with all files made."""
    municipality = make_municipality(
        name="Левокумский муниципальный округ",
        name_genitive="Левокумского муниципального округа",
        name_prepositional="Левокумском муниципальном округе",
    )
    bring_in(parsed, municipality, options=ImportOptions(publish=True), by=COMMAND)
    finish_files()
    return municipality


def finish_files() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(job.pk)


def fingerprint(publication: Publication) -> dict[str, str]:
    """The frozen value and every file as they stand on the disk."""
    files = {
        item.format: hashlib.sha256(Path(item.file.path).read_bytes()).hexdigest()
        for item in publication.renditions.all()
    }
    assert sorted(files) == ["csv", "docx", "json", "xlsx"]
    return files | {"content": publication.content, "sha256": publication.sha256}


def main_of(address: str) -> str:
    """What a public page says between its head and its footer."""
    html = Client().get(address).content.decode()
    return html.partition("<main")[2].partition("</main>")[0]


def entry_of(plan_period: PlanPeriod, number: str) -> ProgressEntry:
    return plan_period.entries.select_related("plan_period__plan__municipality", "activity").get(
        line__number=number
    )


def numbers(plan: Plan, period: ReportingPeriod) -> list[str]:
    return [line.number for line in plan_lines(plan, period) if line.is_reportable]


def amend(plan: Plan, by: Actor) -> PlanAct:
    """One activity ends, one joins group 6, one is reworded, one officer is replaced: from the second half-year on."""
    act = PlanAct.objects.create(
        plan=plan,
        kind=PlanAct.Kind.ORDER,
        number="212-р",
        adopted_on=date(2022, 8, 1),
        is_amendment=True,
        effective_from=H2_2022,
    )
    at = {line.number: line for line in plan_lines(plan, H1_2022)}
    editing.end_activity(at["14"].activity, last_period=H1_2022, act=act, by=by)
    editing.add_activity(
        plan,
        H2_2022,
        text="участие жителей в инициативном бюджетировании",
        deadline="ежегодно",
        officers=editing.read_names("Белоусова Е.И."),
        parent=at["6"].activity,
        act=act,
        by=by,
    )
    editing.amend_activity(at["9"].activity, H2_2022, text=NEW_WORDS, act=act, by=by)
    rest = [officer.name for officer in at["11"].officers[1:]]
    editing.set_officers(
        at["11"].activity, H2_2022, editing.read_names("\n".join(["Новикова А.Б.", *rest])), act=act, by=by
    )
    return act


def test_the_first_half_year_stays_as_it_was_and_the_second_is_right(
    district: Municipality, parsed: ParsedReport
) -> None:
    coordinator, administrator = actor(district, "coordinator"), actor(district, "administrator")
    plan = district.plans.get()
    first = Publication.objects.get()
    before, page_before = fingerprint(first), main_of(f"/{district.slug}/reports/2022-h1/v1/")
    lines_before = plan_lines(plan, H1_2022)
    assert numbers(plan, H1_2022)[-4:] == ["14", "15", "16", "17"]

    amend(plan, coordinator)
    assert plan_lines(plan, H1_2022) == lines_before
    assert "6.6" in numbers(plan, H2_2022)
    assert numbers(plan, H2_2022)[-3:] == ["14", "15", "16"]  # the last one was the 17th
    assert len(numbers(plan, H2_2022)) == 26

    # The half-year opens. What is dated in the other half is asked of nobody.
    second = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=coordinator)
    optional = set(second.lines.filter(is_optional=True).values_list("number", flat=True))
    assert optional == {"1", "2", "3", "4"}

    # It is filled: two texts as they were, a gap that is confirmed, all others new.
    blank = {*optional, "15"}
    for number in numbers(plan, H2_2022):
        if number in blank:
            continue
        entry = entry_of(second, number)
        old = ProgressEntry.objects.filter(activity=entry.activity, plan_period__period=H1_2022).first()
        text = (
            old.text
            if old and number in ("8", "12.1")
            else f"Сделано во втором полугодии по пункту {number}."
        )
        entry = workflow.submit(entry, Draft(text), read=entry.revision, by=coordinator)
        workflow.approve(second, {entry: 1}, by=coordinator)
    report = publishing.report_for(second)
    with pytest.raises(EntriesMissing) as refused:
        publishing.send_on(report, by=coordinator)
    assert tuple(refused.value.numbers) == ("15",)
    report = publishing.send_on(report, by=administrator, confirmed_gaps=[entry_of(second, "15")])
    report = publishing.approve(
        report,
        by=administrator,
        signatory_name="Н. С. Поляков",
        signatory_position="первый заместитель главы",
        approved_on=date(2023, 1, 25),
    )
    version_1 = publishing.publish(report, by=administrator)
    finish_files()
    content = ReportContent.from_text(version_1.content)
    assert [row.number for row in content.rows if row.is_gap] == ["15"]
    assert [act.number for act in content.acts][-1:] == ["212-р"]
    rows = {row.number: row for row in content.rows if row.number}
    assert rows["9"].text == NEW_WORDS
    assert rows["11"].officers[0].name == "Новикова А.Б."

    # «Что изменилось»
    earlier = ReportContent.from_text(first.content)
    changes = {content.rows[place].number: change for place, change in compare(content, earlier).items()}
    filled_before = {row.number for row in earlier.rows if row.is_filled}
    assert {number for number, change in changes.items() if change is Change.SAME} == {"8", "12.1"}
    assert {number for number, change in changes.items() if change is Change.GAP} == {"15"}
    assert {number for number, change in changes.items() if change is Change.OPTIONAL} == optional
    # 14 to 16 were 15 to 17, and 15 and 17 of the first half-year were gaps.
    assert {number for number, change in changes.items() if change is Change.FIRST} == {
        "6.4",
        "6.6",
        "7.2",
        "14",
        "16",
    }
    assert filled_before.isdisjoint(GAPS)

    # One entry is corrected; everything else is closed meanwhile.
    fixed = entry_of(second, "10")
    report = publishing.correct(report, by=administrator, entries=[fixed], reason="Уточнено число экспертиз")
    with pytest.raises(workflow.WrongState):
        workflow.reopen_entry(entry_of(second, "9"), comment="И это", by=coordinator)
    fixed = entry_of(second, "10")
    fixed = workflow.submit(fixed, Draft("Проведены 74 экспертизы."), read=fixed.revision, by=coordinator)
    newest = fixed.versions.order_by("-number").first()
    workflow.approve(second, {fixed: newest.number}, by=coordinator)
    report = publishing.send_on(report, by=administrator, confirmed_gaps=[entry_of(second, "15")])
    report = publishing.approve(
        report,
        by=administrator,
        signatory_name="Н. С. Поляков",
        signatory_position="первый заместитель главы",
        approved_on=date(2023, 2, 3),
    )
    kept = fingerprint(version_1)
    version_2 = publishing.publish(report, by=administrator)
    finish_files()
    assert (version_2.version, version_2.reason) == (2, "Уточнено число экспертиз")
    corrected = ReportContent.from_text(version_2.content)
    differing = [new.number for old, new in zip(content.rows, corrected.rows, strict=True) if old != new]
    assert differing == ["10"]
    assert fingerprint(Publication.objects.get(pk=version_1.pk)) == kept
    assert "Сделано во втором полугодии по пункту 10." in main_of(f"/{district.slug}/reports/2022-h2/v1/")
    assert "Проведены 74 экспертизы." in main_of(f"/{district.slug}/reports/2022-h2/")

    # The first half-year
    assert fingerprint(Publication.objects.get(pk=first.pk)) == before
    assert main_of(f"/{district.slug}/reports/2022-h1/v1/") == page_before
    assert list(faults_of(district)) == []
    call_command("verify_publications")


def test_figures_of_both_half_years_stand_in_their_reports(district: Municipality) -> None:
    """The figure approved is the one that is printed, whatever is typed afterwards."""
    plan = district.plans.get()
    by = actor(district, "coordinator")
    activity = next(line.activity for line in plan_lines(plan, H2_2022) if line.number == "10")
    assert activity is not None
    indicator = activity.indicators.create(name="Антикоррупционных экспертиз", first_period=H2_2022)
    period = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=by)
    entry = entry_of(period, "10")
    entry = workflow.submit(
        entry, Draft("Проведено 74 экспертизы.", figures={indicator.pk: Decimal(74)}), read=0, by=by
    )
    workflow.approve(period, {entry: 1}, by=by)
    content = publishing.preview(period)
    row = next(row for row in content.rows if row.number == "10")
    assert [(figure.name, figure.value) for figure in row.figures] == [("Антикоррупционных экспертиз", "74")]
