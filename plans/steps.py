"""The road of a half-year's report as the office's pages show it; the app that publishes says where one stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plans.models import PlanPeriod


@dataclass(frozen=True, slots=True)
class Step:
    """`state`: ``done``, ``now``, ``returned`` or ``next``, as `components/stepper.html` draws it."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Road:
    """The steps with the condition of the next one in words; `url`, `link`: the page where that step is taken."""

    steps: tuple[Step, ...]
    sentence: str
    url: str
    link: str


_roads: list[Callable[[PlanPeriod], Road]] = []


def tell_roads(road: Callable[[PlanPeriod], Road]) -> None:
    """Called once by `AppConfig.ready` of the app that publishes. ``road`` takes a fixed number of cheap queries."""
    _roads[:] = [road]


def road_of(plan_period: PlanPeriod) -> Road | None:
    """Where the half-year's report stands; None where no app publishes reports."""
    return _roads[0](plan_period) if _roads else None
