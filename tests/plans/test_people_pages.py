"""The people's pages: the list and its cost, inviting from it, one officer's page, the road of a hand-over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import HistoryEvent, Membership, User
from plans import planning, standing, workflow
from plans.models import Assignment, Officer, Plan, PlanPeriod, Substitution
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_municipality,
    make_officer,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
PEOPLE = "/work/zarechny/people/"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def coordinator(plan: Plan, client: Client) -> User:
    user = make_user(plan.municipality, "coordinator")
    client.force_login(user)
    return user


def opened(plan: Plan) -> PlanPeriod:
    return workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND)


def names(answer: Any) -> list[str]:
    return [person.officer.name for person in answer.context["people"]]


def crowd(plan: Plan, count: int) -> list[Officer]:
    """Officers of every kind of access, each with an activity and a substitute."""
    made = []
    for number in range(count):
        user = make_user(plan.municipality, "officer") if number % 2 else None
        officer = make_officer(plan.municipality, user=user)
        make_activity(plan, officers=[officer], since=H2_2022)
        if made:
            Substitution.objects.create(
                officer=officer, substitute=made[-1], from_day=timezone.localdate() - timedelta(days=1)
            )
        made.append(officer)
    return made


@pytest.mark.parametrize("page", ["list", "person", "hand-over/"])
def test_a_page_costs_the_same_for_3_and_60_officers(
    plan: Plan, coordinator: User, client: Client, page: str
) -> None:
    officer = make_officer(plan.municipality)
    make_activity(plan, officers=[officer], since=H2_2022)
    address = PEOPLE if page == "list" else f"{PEOPLE}{officer.pk}/{page.removeprefix('person')}"
    crowd(plan, 2)
    plan_period = opened(plan)
    costs = []
    for more in (0, 57):
        crowd(plan, more)
        standing.refresh_period(plan_period)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_list_says_who_is_in_and_what_each_answers_for(
    plan: Plan, coordinator: User, client: Client
) -> None:
    municipality = plan.municipality
    users = [make_user(municipality, "officer") for _ in range(3)]
    User.objects.filter(pk=users[1].pk).update(last_login=timezone.now())
    officers = [
        make_officer(municipality, "А. Никто"),
        make_officer(municipality, "Б. Приглашён", user=users[0]),
        make_officer(municipality, "В. Внутри", user=users[1]),
        make_officer(municipality, "Г. Закрыт", user=users[2]),
        make_officer(municipality, "Отделы", kind="collective"),
    ]
    Membership.objects.filter(user=users[2]).delete()
    officers[4].members.add(*officers[:2])
    for _ in range(2):
        make_activity(plan, officers=[officers[0], officers[4]], since=H2_2022)
    ended = make_activity(plan, officers=[officers[0]])
    Assignment.objects.filter(activity=ended).update(until_period=H1_2022)
    opened(plan)
    today = timezone.localdate()
    for days, substitute in ((0, officers[1]), (1, officers[2])):
        Substitution.objects.create(
            officer=officers[0], substitute=substitute, from_day=today + timedelta(days=days)
        )
    shown = [
        (
            person.officer.name,
            str(person.access),
            person.activities,
            person.members,
            [item.substitute.name for item in person.substitutes],
        )
        for person in client.get(PEOPLE).context["people"]
    ]
    assert shown == [
        ("А. Никто", "none", 2, 0, ["Б. Приглашён"]),
        ("Б. Приглашён", "invited", 0, 0, []),
        ("В. Внутри", "open", 0, 0, []),
        ("Г. Закрыт", "closed", 0, 0, []),
        ("Отделы", "collective", 2, 2, []),
    ]


def test_the_list_is_narrowed_and_paged(plan: Plan, coordinator: User, client: Client) -> None:
    municipality = plan.municipality
    make_officer(municipality, "Рябинина Т.С.", key="рябининатс", position="начальник отдела кадров")
    make_officer(municipality, "Сидоров П.П.", user=make_user(municipality, "officer", email="sid@mail.org"))
    make_officer(municipality, "Комиссия", kind="collective")
    found = {
        query: names(client.get(PEOPLE, {"q": query}))
        for query in ("рябинина т. с.", "кадров", "SID@", "нет\0")
    }
    assert found == {
        "рябинина т. с.": ["Рябинина Т.С."],
        "кадров": ["Рябинина Т.С."],
        "SID@": ["Сидоров П.П."],
        "нет\0": [],
    }
    narrowed = {
        who: names(client.get(PEOPLE, {"who": who})) for who in ("none", "invited", "collective", "x")
    }
    assert narrowed == {
        "none": ["Рябинина Т.С."],
        "invited": ["Сидоров П.П."],
        "collective": ["Комиссия"],
        "x": ["Рябинина Т.С.", "Сидоров П.П.", "Комиссия"],
    }
    crowd(plan, 60)
    pages = [len(client.get(PEOPLE, {"page": number}).context["people"]) for number in (1, 2, 99)]
    assert pages == [50, 13, 13]


def test_officers_of_others_are_not_listed(plan: Plan, coordinator: User, client: Client) -> None:
    make_officer(make_municipality("other"), "Чужой А.А.")
    assert "Чужой" not in client.get(PEOPLE).content.decode()


def test_an_official_is_invited_from_the_list(
    plan: Plan, coordinator: User, client: Client, mailoutbox: list[Any]
) -> None:
    officer = make_officer(plan.municipality, "Рябинина Т.С.", surname="Рябинина", initials="Т.С.")
    answer = client.post(f"{PEOPLE}{officer.pk}/invite/", {"email": "Ryabinina@Example.org"})
    link = answer.context["link"]
    assert (answer.status_code, link in answer.content.decode()) == (200, True)
    assert [(letter.to, link in letter.body) for letter in mailoutbox] == [(["ryabinina@example.org"], True)]
    officer.refresh_from_db()
    assert officer.user and officer.user.email == "ryabinina@example.org"
    again = client.post(f"{PEOPLE}{officer.pk}/sign-in-link/")
    assert again.status_code == 200 and "/password/reset/key/" in again.context["link"]
    page = client.get(f"{PEOPLE}{officer.pk}/").content.decode()
    assert "Приглашён, ещё не входил" in page and "Отозвать приглашение" in page
    assert client.post(f"{PEOPLE}{officer.pk}/uninvite/").status_code == 302
    assert client.post(f"{PEOPLE}{officer.pk}/sign-in-link/").status_code == 409
    assert client.post(f"{PEOPLE}{officer.pk}/uninvite/").status_code == 409


def test_without_mail_the_link_is_shown_and_no_letter_promised(
    plan: Plan, coordinator: User, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    officer = make_officer(plan.municipality)
    page = client.post(f"{PEOPLE}{officer.pk}/invite/", {"email": "a@example.org"}).content.decode()
    assert "/password/reset/key/" in page and "Письмо не отправлялось" in page


@pytest.mark.parametrize("email", ["", "не почта", "off@example.org"])
def test_a_bad_address_is_refused_in_place(plan: Plan, coordinator: User, client: Client, email: str) -> None:
    make_user(email="off@example.org", is_active=False)
    officer = make_officer(plan.municipality)
    answer = client.post(f"{PEOPLE}{officer.pk}/invite/", {"email": email})
    assert (answer.status_code, list(answer.context["invite_form"].errors)) == (422, ["email"])
    assert f'value="{email}"' in answer.content.decode() or not email


def test_a_person_from_elsewhere_is_invited_without_a_word_about_them(
    plan: Plan, coordinator: User, client: Client
) -> None:
    elsewhere = make_user(make_municipality("other"), "officer", last_name="Скрытнова")
    officer = make_officer(plan.municipality, "Рябинина Т.С.")
    answers = [
        client.post(f"{PEOPLE}{officer.pk}/invite/", {"email": elsewhere.email}),
        client.get(f"{PEOPLE}{officer.pk}/"),
        client.get(PEOPLE),
        client.get(f"{PEOPLE}{make_officer(plan.municipality).pk}/"),
    ]
    assert ["Скрытнова" in answer.content.decode() for answer in answers] == [False] * 4
    assert answers[0].context["link"] == ""


def test_a_colleague_is_linked_and_parted(plan: Plan, coordinator: User, client: Client) -> None:
    officer = make_officer(plan.municipality)
    colleague = make_user(plan.municipality, "officer")
    stranger = make_user(make_municipality("other"), "officer")
    refused = client.post(f"{PEOPLE}{officer.pk}/link/", {"user": stranger.pk})
    assert (refused.status_code, list(refused.context["link_form"].errors)) == (422, ["user"])
    assert client.post(f"{PEOPLE}{officer.pk}/link/", {"user": colleague.pk}).status_code == 302
    officer.refresh_from_db()
    assert officer.user == colleague
    client.post(f"{PEOPLE}{officer.pk}/unlink/")
    officer.refresh_from_db()
    assert officer.user is None


def test_an_officer_is_added_and_a_collective_filled(plan: Plan, coordinator: User, client: Client) -> None:
    collective = make_officer(plan.municipality, "Отделы", kind="collective")
    values = {"name": "Новиков Н. Н.", "kind": "official", "position": "юрист"}
    assert client.post(f"{PEOPLE}add/", values).status_code == 302
    assert client.post(f"{PEOPLE}add/", values).status_code == 422
    added = Officer.objects.get(name="Новиков Н. Н.")
    assert client.post(f"{PEOPLE}{collective.pk}/members/", {"members": [added.pk]}).status_code == 302
    assert list(collective.members.all()) == [added]
    foreign = make_officer(make_municipality("other"))
    assert client.post(f"{PEOPLE}{collective.pk}/members/", {"members": [foreign.pk]}).status_code == 422
    assert client.get(f"{PEOPLE}{added.pk}/members/").status_code == 404
    assert client.post(f"{PEOPLE}{added.pk}/position/", {"position": "советник"}).status_code == 302
    added.refresh_from_db()
    assert added.position == "советник"


def test_a_substitute_is_named_and_the_days_ended(plan: Plan, coordinator: User, client: Client) -> None:
    officer, substitute = make_officer(plan.municipality), make_officer(plan.municipality)
    address = f"{PEOPLE}{officer.pk}/substitutions/"
    today = timezone.localdate()
    wrong = {"substitute": substitute.pk, "from_day": today, "until_day": today - timedelta(days=1)}
    answer = client.post(address, wrong)
    assert answer.status_code == 422 and "кончается раньше" in answer.content.decode()
    assert client.post(address, {"substitute": officer.pk, "from_day": today}).status_code == 422
    assert client.post(address, {"substitute": substitute.pk, "from_day": today}).status_code == 302
    assert "Закончить сегодня" in client.get(f"{PEOPLE}{officer.pk}/").content.decode()
    added = Substitution.objects.get()
    end = f"{PEOPLE}substitutions/{added.pk}/end/"
    assert [client.post(end).status_code for _ in range(2)] == [302, 409]
    added.refresh_from_db()
    assert added.until_day == today


def test_a_hand_over_is_looked_at_and_done(plan: Plan, coordinator: User, client: Client) -> None:
    leaving, heir = (
        make_officer(plan.municipality, "Рощина А.Б."),
        make_officer(plan.municipality, "Сидоров П.П."),
    )
    goes, shared, stays = (
        make_activity(plan, officers=officers, since=H2_2022)
        for officers in ([leaving], [leaving, heir], [leaving])
    )
    opened(plan)
    address = f"{PEOPLE}{leaving.pk}/hand-over/"
    page = client.get(address)
    assert page.context["ticked"] == {str(item.pk) for item in (goes, shared, stays)}
    assert page.context["form"]["since"].value() == "2022-h2"
    values = {"successor": heir.pk, "since": "2022-h2", "activities": [goes.pk, shared.pk]}
    preview = client.post(address, values | {"step": "preview"})
    rows = [(row.number, row.text, row.is_shared) for row in preview.context["rows"]]
    assert rows == [("1", "Пробное мероприятие 1", False), ("2", "Пробное мероприятие 2", True)]
    assert Assignment.objects.filter(officer=leaving).count() == 3
    changing = client.post(address, values | {"step": "change"})
    assert (changing.status_code, changing.context["ticked"]) == (200, {str(goes.pk), str(shared.pk)})
    act = plan.acts.get()
    assert client.post(address, values | {"step": "do", "act": act.pk}).status_code == 302
    assert HistoryEvent.objects.get(action="activities_handed_over").after["act"] == str(act)
    assert list(Assignment.objects.filter(officer=leaving).values_list("activity", flat=True)) == [stays.pk]
    assert Assignment.objects.filter(officer=heir).count() == 2
    again = client.post(address, values | {"step": "do"})
    assert again.status_code == 422


def test_a_hand_over_to_a_new_person_invites_them(plan: Plan, coordinator: User, client: Client) -> None:
    leaving = make_officer(plan.municipality, "Рощина А.Б.")
    activity = make_activity(plan, officers=[leaving], since=H2_2022)
    collective = make_officer(plan.municipality, "Отделы", kind="collective")
    collective.members.add(leaving)
    opened(plan)
    address = f"{PEOPLE}{leaving.pk}/hand-over/"
    values = {
        "name": "Новиков Н. Н.",
        "position": "юрист",
        "email": "novikov@example.org",
        "since": "2022-h2",
        "activities": [activity.pk],
        "with_collectives": "True",
    }
    preview = client.post(address, values | {"step": "preview"}).content.decode()
    assert "Новый исполнитель в списке: Новиков Н. Н., юрист" in preview and "novikov@example.org" in preview
    done = client.post(address, values | {"step": "do"})
    assert "/password/reset/key/" in done.context["link"]
    heir = Officer.objects.get(name="Новиков Н. Н.")
    assert (list(collective.members.all()), heir.user and heir.user.email) == ([heir], "novikov@example.org")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"successor": ""}, "successor"),
        ({"name": "Новиков Н. Н."}, "name"),
        ({"since": "1999-h1"}, "since"),
        ({"activities": []}, "activities"),
        ({"email": "off@example.org"}, "email"),
    ],
)
def test_a_wrong_hand_over_is_refused_and_nothing_is_written(
    plan: Plan, coordinator: User, client: Client, changed: dict[str, Any], field: str
) -> None:
    make_user(email="off@example.org", is_active=False)
    leaving, heir = make_officer(plan.municipality), make_officer(plan.municipality)
    activity = make_activity(plan, officers=[leaving], since=H2_2022)
    opened(plan)
    values = {"successor": heir.pk, "since": "2022-h2", "activities": [activity.pk], "step": "do"}
    answer = client.post(f"{PEOPLE}{leaving.pk}/hand-over/", values | changed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Assignment.objects.get().officer == leaving


def test_an_administrator_reads_what_a_leaving_member_leaves_alone(plan: Plan, client: Client) -> None:
    administrator = make_user(plan.municipality, "administrator")
    client.force_login(administrator)
    member = make_user(plan.municipality, "officer")
    officer = make_officer(plan.municipality, user=member)
    make_activity(plan, "Одинокое мероприятие", officers=[officer], since=H2_2022)
    opened(plan)
    address = f"/work/zarechny/members/{member.pk}/"
    page = client.get(address).content.decode()
    assert "Одинокое мероприятие" in page and f"{PEOPLE}{officer.pk}/hand-over/" in page
    assert client.post(f"{address}remove/").status_code == 302
    assert client.get(PEOPLE).context["people"][0].access == "closed"
    assert client.get(f"{PEOPLE}{officer.pk}/").status_code == 200
    heir = make_officer(plan.municipality, user=administrator)
    planning.hand_over(officer, heir, since=H2_2022, by=COMMAND)
    assert client.get(f"/work/zarechny/members/{administrator.pk}/").context["left"][0].items == (
        "1 Одинокое мероприятие",
    )
