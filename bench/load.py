"""A small HTTP load generator: keeps connections busy and counts answers."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit


def requests_per_second(url: str, *, seconds: float = 2.0, connections: int = 4) -> float:
    """Load `url` from a process of its own, so that this one's work does not slow the measuring."""
    command = [sys.executable, "-m", "bench.load", url, str(seconds), str(connections)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def load(url: str, seconds: float, connections: int) -> float:
    """Answers a second over so many kept-alive connections; any answer but 200 stops the measuring."""
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    counts = [0] * connections
    failures: list[BaseException] = []
    deadline = time.perf_counter() + seconds

    def keep_busy(number: int) -> None:
        buffer = bytearray(1 << 20)
        try:
            while time.perf_counter() < deadline:
                with socket.create_connection((parts.hostname, parts.port), timeout=30) as link:
                    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    keep = True
                    while keep and time.perf_counter() < deadline:
                        link.sendall(request)
                        keep = read_answer(link, buffer)
                        counts[number] += 1
        except (OSError, ValueError) as error:
            failures.append(error)

    started = time.perf_counter()
    threads = [threading.Thread(target=keep_busy, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.perf_counter() - started)


def read_answer(link: socket.socket, buffer: bytearray) -> bool:
    """Read one answer whole; False when the server closes after it; ValueError for any but 200 with a length."""
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = link.recv(65536)
        if not chunk:
            raise ValueError("The server closed the connection.")
        head += chunk
    head, _, body = head.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if b" 200 " not in lines[0] + b" ":
        raise ValueError(lines[0].decode())
    length = next(int(line[15:]) for line in lines if line[:15].lower() == b"content-length:")
    left = length - len(body)
    while left > 0:
        received = link.recv_into(buffer, min(left, len(buffer)))
        if not received:
            raise ValueError("The server closed the connection.")
        left -= received
    return b"connection: close" not in head.lower()


if __name__ == "__main__":
    print(load(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
