"""A document that was chosen in the form of an entry and whose own button was not pressed is not lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plans.views import unsent
from tests.plans.entry_work import Desk, make_desk
from tests.plans.test_documents import PDF
from tests.plans.test_entry_form import page, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def pdf(name: str = "Приказ.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.mark.parametrize(
    ("action", "state"), [("save", "draft"), ("submit", "submitted"), ("attach", "draft")]
)
def test_a_chosen_file_goes_along_with_whatever_is_pressed(desk: Desk, action: str, state: str) -> None:
    assert post(desk, "Готово.", action, attachment_file=pdf()).status_code == 302
    assert [item.title for item in desk.now().attachments.all()] == ["Приказ"]
    assert (desk.entry.text, desk.entry.state) == ("Готово.", state)
    assert list(desk.entry.versions.values_list("attachments", flat=True)) == (
        [[desk.entry.attachments.get().pk]] if state == "submitted" else []
    )


def test_an_address_that_was_typed_goes_along_with_a_file(desk: Desk) -> None:
    post(desk, "Готово.", "attach", attachment_file=pdf(), attachment_url="example.org/a")
    kinds = sorted(desk.now().attachments.values_list("kind", "url"))
    assert kinds == [("file", ""), ("link", "https://example.org/a")]


def test_a_file_that_is_refused_holds_back_the_sending_and_the_text_is_saved(desk: Desk) -> None:
    response = post(desk, "Готово.", "submit", attachment_file=pdf("вирус.exe", b"MZ"))
    assert (response.status_code, list(response.context["errors"])) == (422, ["attachment_file"])
    assert (desk.now().text, desk.entry.state, desk.entry.attachments.count()) == ("Готово.", "draft", 0)


def test_a_file_is_attached_once_though_the_text_cannot_be_sent(desk: Desk) -> None:
    response = post(desk, "", "submit", attachment_file=pdf())
    assert (response.status_code, list(response.context["errors"])) == (422, ["text"])
    assert desk.entry.attachments.count() == 1
    assert "не приложен. Выберите" not in page(response)


def test_a_file_that_a_page_could_not_hold_is_asked_for_again(desk: Desk) -> None:
    assert "Файл «Приказ.pdf» не приложен" in page(post(desk, "Готово.", "preview", attachment_file=pdf()))
    client = Client()
    writer = unsent.sign(desk.writer, desk.entry)
    client.post(desk.url(), desk.form("Готово.", writer=writer, attachment_file=pdf()))
    client.force_login(desk.writer)
    assert "Файл «Приказ.pdf» не приложен" in page(client.get(desk.url()))
