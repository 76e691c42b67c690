"""A mail server that keeps what it is sent: the real protocol on a local port, with refusals on demand."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Sink(socketserver.ThreadingTCPServer):
    """`received`: every letter that came with its end. `answers`: what a recipient is told instead of 250, by address.

    `before_body` and `before_answer` are called with the number of the letter, counted from 1: as its text is asked
    for, and when it is wholly there but not answered yet.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.final_answer = "250 ok"
        self.before_body: Callable[[int], None] = lambda number: None
        self.before_answer: Callable[[int], None] = lambda number: None
        self.begun = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed has nothing to be told."""


class Session(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            command = line.decode().strip()
            match command.split(" ")[0].upper():
                case "EHLO" | "HELO":
                    self.say("250 sink")
                case "RCPT":
                    address = command.partition("<")[2].partition(">")[0]
                    self.say(self.server.answers.get(address, "250 ok"))
                case "DATA":
                    self.take()
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take(self) -> None:
        with self.server.lock:
            self.server.begun += 1
            number = self.server.begun
        self.server.before_body(number)
        self.say("354 go on")
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # its end never came: no letter
            body += line.removeprefix(b".") if line.startswith(b"..") else line
        if self.server.final_answer.startswith("250"):
            message = message_from_bytes(body, policy=policy.default)
            assert isinstance(message, EmailMessage)
            with self.server.lock:
                self.server.received.append(message)
            self.server.before_answer(number)
        self.say(self.server.final_answer)

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield sink
        finally:
            sink.shutdown()
