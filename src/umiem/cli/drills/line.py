"""A line to a server that can be cut at the worst moment: after COMMIT was sent, before the answer came."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from types import TracebackType

_BLOCK = 65_536
_UNTIL_DONE = 0.05  # seconds in which the server carries out the COMMIT nobody will hear of


class Line:
    """Listens on a free port and hands everything on to ``target`` on this machine.

    A client that comes while nobody answers there is turned away, as by the server itself.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._armed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Line:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def cut_after_commit(self) -> None:
        """Cut the connection that sends the next COMMIT."""
        self._armed.set()

    def cut_no_more(self) -> None:
        """Spare the next COMMIT, when nobody sent one since."""
        self._armed.clear()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # closed: nobody is expected any more
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _close(client)
                continue
            threading.Thread(target=self._hand_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._hand_on, args=(server, client, False), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket, watched: bool) -> None:
        try:
            while data := source.recv(_BLOCK):
                cut = watched and self._armed.is_set() and b"COMMIT" in data
                if cut:
                    self._armed.clear()
                    target.sendall(data)
                    time.sleep(_UNTIL_DONE)
                    break
                target.sendall(data)
        except OSError:
            pass  # the other side is gone, which is what a cut line is
        finally:
            for end in (source, target):
                _close(end)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may be closed already
        end.shutdown(socket.SHUT_RDWR)
    end.close()
