"""One window per register: a second start asks the first to come to the front."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_WAIT_MS = 800
_RAISE = b"raise\n"


def _name(home: Path) -> str:
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()
    return f"binhyen-{digest[:20]}"


class Doorbell(QObject):
    """Listens for a second start; only the same user of the computer may ring."""

    def __init__(self, home: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_ring)
        if not self._server.listen(_name(home)) and not ring(home):
            QLocalServer.removeServer(_name(home))  # left over by a process that was killed
            self._server.listen(_name(home))

    def is_listening(self) -> bool:
        """Whether a second start will be heard."""
        return self._server.isListening()

    @Slot()
    def _on_ring(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()


def ring(home: Path) -> bool:
    """Ask the window that has this register to come to the front; False when none answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(_RAISE)
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True
