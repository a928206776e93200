"""What ``umiem up`` says, and when."""

from __future__ import annotations

import socket
import threading
import time

from umiem.cli.up import _when_it_answers


def test_the_address_is_told_when_the_port_answers_and_not_before():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    told: list[float] = []
    waiting = threading.Thread(
        target=_when_it_answers, args=("127.0.0.1", port, lambda: told.append(time.monotonic()))
    )
    waiting.start()
    time.sleep(0.25)
    assert not told
    with socket.create_server(("127.0.0.1", port)):
        waiting.join(timeout=5)
    assert len(told) == 1
