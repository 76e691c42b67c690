"""The home, the matrix and the queue of the half-year's work: queries and time for 30 and for 3,000 activities."""

from __future__ import annotations

import io
import os
import secrets
import statistics
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scripts import services

if TYPE_CHECKING:
    from accounts.models import User
    from plans.models import PlanPeriod

SMALL, LARGE = 30, 3000
ROUNDS = 31
MOST_TIMES = 3
SENTENCES = "За полугодие проведены встречи с жителями, вопросы взяты в работу отделами администрации. " * 12
# Every tenth entry waits for review, as in a week when everybody hands in.
STATES = tuple("approved approved submitted draft empty approved approved returned approved empty".split())


def make(slug: str, count: int) -> tuple[User, User, PlanPeriod]:
    """A district with so many activities in two half-years: its coordinator, its official, the half-year at work."""
    from django.utils import timezone  # noqa: PLC0415

    from accounts.models import Membership, Municipality, User  # noqa: PLC0415
    from plans import standing  # noqa: PLC0415
    from plans.models import (  # noqa: PLC0415
        Activity,
        ActivityRevision,
        Assignment,
        EntryVersion,
        Officer,
        Plan,
        PlanPeriod,
        ProgressEntry,
    )
    from plans.periods import ReportingPeriod  # noqa: PLC0415

    call_command("create_municipality", slug, name=f"Округ {slug}", stdout=io.StringIO())
    municipality = Municipality.objects.get(slug=slug)
    people = []
    for role in ("coordinator", "officer"):
        user = User.objects.create_user(f"{role}@{slug}.example.org", "a-long-password", last_name="Зорина")
        Membership.objects.create(user=user, municipality=municipality, role=role)
        people.append(user)
    plan = Plan.objects.create(municipality=municipality, slug="plan", title="План", is_primary=True)
    names = [f"Зорина {chr(0x410 + number)}.А." for number in range(min(20, count))]
    officers = Officer.objects.bulk_create(
        [Officer(municipality=municipality, kind="official", name=name, key=name.lower()) for name in names]
    )
    # The official's own are all of them: the heaviest home there is.
    Officer.objects.filter(pk__in=[officer.pk for officer in officers]).update(user=people[1])
    this = ReportingPeriod.of(timezone.localdate()).previous
    activities = Activity.objects.bulk_create(
        [Activity(plan=plan, first_period=this.previous) for _ in range(count)], batch_size=500
    )
    ActivityRevision.objects.bulk_create(
        [
            ActivityRevision(
                activity=activity,
                since=this.previous,
                position=number,
                text=f"Встреча с жителями населённого пункта № {number} по вопросам благоустройства и дорог",
                deadline_wording="постоянно",
                deadline_rule={"kind": "ongoing"},
            )
            for number, activity in enumerate(activities, start=1)
        ],
        batch_size=500,
    )
    Assignment.objects.bulk_create(
        [
            Assignment(
                activity=activity,
                officer=officers[(number + place) % len(officers)],
                position=place,
                from_period=this.previous,
            )
            for number, activity in enumerate(activities)
            for place in (1, 2)
        ],
        batch_size=500,
    )
    for period, states in ((this.previous, ("approved",)), (this, STATES)):
        plan_period = PlanPeriod.objects.create(
            plan=plan, period=period, collection_on=timezone.localdate() - timedelta(days=1)
        )
        standing.refresh_period(plan_period)
        entries = list(plan_period.entries.order_by("pk"))
        filled = [entry for number, entry in enumerate(entries) if states[number % len(states)] != "empty"]
        versions = EntryVersion.objects.bulk_create(
            [EntryVersion(entry=entry, number=1, text=SENTENCES, cause="submitted") for entry in filled],
            batch_size=500,
        )
        of_entry = {version.entry_id: version for version in versions}
        for number, entry in enumerate(entries):
            entry.state = states[number % len(states)]
            entry.text = SENTENCES if entry.state != "empty" else ""
            entry.approved_version = of_entry[entry.pk] if entry.state == "approved" else None
            entry.state_at, entry.sameness = timezone.now() - timedelta(minutes=number), 90
            entry.updated_by = people[1]
        ProgressEntry.objects.bulk_update(
            entries,
            ["state", "text", "approved_version", "state_at", "sameness", "updated_by"],
            batch_size=300,
        )
    return people[0], people[1], plan_period


def pages(
    slug: str, coordinator: User, official: User, plan_period: PlanPeriod
) -> dict[str, tuple[Client, str]]:
    """What is measured: by name, who asks for which address."""
    clients = {}
    for user in (coordinator, official):
        clients[user.pk] = Client(headers={"host": "localhost"})
        clients[user.pk].force_login(user)
    matrix = f"/work/{slug}/periods/{plan_period.pk}/"
    waiting = plan_period.entries.filter(state="submitted").order_by("state_at")
    middle = waiting[waiting.count() // 2]
    return {
        "Мои мероприятия": (clients[official.pk], f"/work/{slug}/my/"),
        "Период": (clients[coordinator.pk], matrix),
        "Период, по исполнителям": (clients[coordinator.pk], f"{matrix}?by=officers"),
        "Период, поиск": (clients[coordinator.pk], f"{matrix}?state=waited&q=дорог"),
        "Проверка": (clients[coordinator.pk], f"{matrix}review/{middle.pk}/"),
    }


def spent(client: Client, address: str) -> tuple[int, float]:
    """Queries, and the median of so many answers in milliseconds."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    queries = len(captured)  # the next request empties the log
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return queries, 1000 * statistics.median(times)


def measure() -> bool:
    """Every page of both districts; True when none takes more queries or three times the time."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    small, large = (pages(slug, *make(slug, count)) for slug, count in (("small", SMALL), ("large", LARGE)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    good = True
    for name in small:
        (few, quick), (many, slow) = spent(*small[name]), spent(*large[name])
        print(
            f"{name}: запросов {few} и {many}; {quick:.1f} и {slow:.1f} мс, в {slow / quick:.2f} раза "
            f"(нужно поровну и меньше чем в {MOST_TIMES})"
        )
        good &= few == many and slow < MOST_TIMES * quick
    return good


def main() -> int:
    """Run on a PostgreSQL of one's own."""
    with services.temporary_folder() as folder, services.postgresql(folder) as database:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="opengov.settings",
            DEBUG="0",
            HTTPS="0",
            SECRET_KEY=secrets.token_urlsafe(60),
            ALLOWED_HOSTS="localhost",
            DATABASE_URL=database,
            VAR_DIR=str(folder / "var"),
            MEDIA_ROOT=str(folder / "media"),
            STATIC_ROOT=str(folder / "static"),
            LOG_LEVEL="WARNING",
        )
        django.setup()
        try:
            return 0 if measure() else 1
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit(main())
