"""The project's nginx configuration, in a real nginx: what it keeps, what it never keeps, what it compresses."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scripts import services

pytestmark = pytest.mark.services

PAGE = "Открытое правительство. " * 200


class Portal(BaseHTTPRequestHandler):
    """A stand-in for Python: remembers what it was asked and answers by the address."""

    # One request a connection: a server that is shut down then really answers no more.
    protocol_version = "HTTP/1.0"
    asked: list[tuple[str, str, dict[str, str]]]
    version = 1

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.asked.append((self.command, self.path, dict(self.headers)))
        etag = f'"v{type(self).version}"'
        if self.headers.get("If-None-Match") == etag:
            return self.answer(304, b"", {"ETag": etag, "Cache-Control": "public, max-age=1"})
        headers = {"ETag": etag, "X-Request-ID": "of-the-first", "Content-Type": "text/html; charset=utf-8"}
        if path.startswith("/district/") or path == "/with-cookie/":
            headers["Cache-Control"] = "public, max-age=1"
        if path == "/with-cookie/":
            headers["Set-Cookie"] = "sessionid=secret"
        if path.startswith("/work/"):
            headers["Cache-Control"] = "public, max-age=60"
        return self.answer(200, f"{etag} {PAGE}".encode(), headers)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, b"taken", {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            if not (status == 304 and name == "Content-Length"):
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


class Site:
    """The address of nginx, the portal behind it and the folder with its log."""

    def __init__(self, address: str, portal: type[Portal], server: ThreadingHTTPServer, folder: Path) -> None:
        self.address, self.portal, self.server, self.folder = urlsplit(address).netloc, portal, server, folder

    def get(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """Ask nginx; the answer's body stands in `body`."""
        link = http.client.HTTPConnection(self.address, timeout=10)
        link.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = link.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
        link.close()
        return response

    def times_asked(self, path: str) -> int:
        """How often Python was asked for this address."""
        return sum(asked == path for _, asked, _ in self.portal.asked)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    portal = type("PortalOfThisTest", (Portal,), {"asked": [], "version": 1})
    server = ThreadingHTTPServer(("127.0.0.1", 0), portal)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    static = tmp_path / "static"
    static.mkdir()
    (static / "portal.0123456789ab.css").write_text("a { color: red }" * 200)
    (static / "portal.0123456789ab.css.gz").write_bytes(gzip.compress(b"ready"))
    (static / "portal.css").write_text("a { color: red }")
    with services.nginx(
        tmp_path / "nginx", upstream=f"127.0.0.1:{server.server_port}", static=static
    ) as address:
        yield Site(address, portal, server, tmp_path / "nginx")
    server.shutdown()
    server.server_close()


REPORT = "/district/reports/2022-h1/"


def test_a_published_page_is_answered_without_python(site: Site) -> None:
    first, second = site.get(REPORT), site.get(REPORT, Cookie="sessionid=someone")
    assert [first.headers["X-Cache"], second.headers["X-Cache"]] == ["MISS", "HIT"]
    assert first.body == second.body  # type: ignore[attr-defined]
    assert site.times_asked(REPORT) == 1


def test_a_copy_is_confirmed_by_its_etag(site: Site) -> None:
    site.get(REPORT)
    time.sleep(2.1)
    again = site.get(REPORT)
    assert again.headers["X-Cache"] == "REVALIDATED"
    assert site.portal.asked[-1][2]["If-None-Match"] == '"v1"'


def test_a_new_version_appears_as_soon_as_the_copy_is_asked_about(site: Site) -> None:
    assert site.get(REPORT).body.startswith(b'"v1"')  # type: ignore[attr-defined]
    site.portal.version = 2
    time.sleep(2.1)
    assert site.get(REPORT).body.startswith(b'"v2"')  # type: ignore[attr-defined]


def test_a_visitor_who_has_the_page_gets_304_without_python(site: Site) -> None:
    etag = site.get(REPORT).headers["ETag"]
    assert site.get(REPORT, If_None_Match=etag).status == 304
    assert site.times_asked(REPORT) == 1


def test_head_is_answered_from_the_copy(site: Site) -> None:
    site.get(REPORT)
    assert site.get(REPORT, method="HEAD").headers["X-Cache"] == "HIT"


@pytest.mark.parametrize("path", ["/with-cookie/", "/no-cache-control/", "/work/plans/"])
def test_what_belongs_to_one_person_is_never_kept(site: Site, path: str) -> None:
    site.get(path)
    site.get(path)
    assert site.times_asked(path) == 2


def test_pages_are_compressed_for_those_who_can_read_it(site: Site) -> None:
    plain, packed = site.get(REPORT), site.get(REPORT, Accept_Encoding="gzip")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body  # type: ignore[attr-defined]
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert site.times_asked(REPORT) == 1


def test_while_python_is_away_the_last_copy_is_shown(site: Site) -> None:
    site.get(REPORT)
    site.server.shutdown()
    site.server.server_close()
    time.sleep(2.1)
    stale = site.get(REPORT)
    assert (stale.status, stale.headers["X-Cache"]) == (200, "STALE")
    unknown = site.get("/district/")
    assert unknown.status == 503
    assert "Портал обновляется" in unknown.body.decode()  # type: ignore[attr-defined]


def test_hashed_static_files_are_kept_for_ever_and_come_compressed(site: Site) -> None:
    hashed = site.get("/static/portal.0123456789ab.css", Accept_Encoding="gzip")
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(hashed.body) == b"ready"  # type: ignore[attr-defined]
    assert site.get("/static/portal.css").headers["Cache-Control"] == "public, max-age=3600"


def test_a_file_over_the_portals_limit_reaches_the_portal_and_a_huge_one_gets_a_sentence(site: Site) -> None:
    assert site.get("/work/imports/", method="POST", body=b"x" * 30 * 2**20).status == 200
    link = http.client.HTTPConnection(site.address, timeout=10)
    link.putrequest("POST", "/work/imports/")
    link.putheader("Content-Length", str(100 * 2**20))
    link.endheaders()
    refused = link.getresponse()
    assert refused.status == 413
    assert "Файл слишком большой" in refused.read().decode()
    link.close()


def test_the_request_id_goes_through_and_comes_back_its_own(site: Site) -> None:
    first, second = site.get(REPORT), site.get(REPORT)
    assert site.portal.asked[0][2]["X-Request-ID"] == first.headers["X-Request-ID"]
    assert len({first.headers["X-Request-ID"], second.headers["X-Request-ID"], "of-the-first"}) == 3


def test_python_learns_who_asks_and_how(site: Site) -> None:
    site.get("/work/", X_Forwarded_Proto="https")
    headers = site.portal.asked[-1][2]
    assert (headers["X-Forwarded-Proto"], headers["X-Forwarded-For"]) == ("https", "127.0.0.1")


def test_one_time_keys_stay_out_of_the_log(site: Site) -> None:
    site.get("/accounts/password/reset/key/5-secret/?next=secret")
    deadline = time.monotonic() + 5
    while (
        not (lines := (site.folder / "access.log").read_text().splitlines()) and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    assert json.loads(lines[-1])["path"] == "/accounts/password/reset/key/***"
