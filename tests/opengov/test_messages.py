"""Messages in a folder: whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from opengov.broker import transport
from opengov.messages import Transport


@pytest.fixture
def connection(tmp_path: Path) -> Any:
    url, options = transport("filesystem://", folder=tmp_path, time_limit=60)
    with Connection(url, transport_options=options) as connection:
        yield connection


def test_the_portal_keeps_messages_in_its_own_transport(connection: Connection) -> None:
    assert isinstance(connection.transport, Transport)


def test_a_message_is_renamed_into_its_place_once_it_is_whole(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[list[str]] = []
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        names.append(sorted(path.suffix for path in (tmp_path / "messages").iterdir()))
        assert '"body"' in self.read_text()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    queue = connection.SimpleQueue("work")
    queue.put({"job": 7})
    assert names == [[".part"]]
    message = queue.get(timeout=5)
    assert message.payload == {"job": 7}
    message.ack()
    queue.close()
