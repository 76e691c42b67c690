"""What stands around a public page: breadcrumbs and sections."""

from __future__ import annotations

from accounts.public.shell import crumbs_of


def test_breadcrumbs_end_with_the_page_itself() -> None:
    assert [(crumb.title, crumb.url) for crumb in crumbs_of(("Отчёты", "/r/"), here="I полугодие")] == [
        ("Отчёты", "/r/"),
        ("I полугодие", ""),
    ]
