"""Keeps a test from reaching another machine."""

from __future__ import annotations

import socket

import pytest

_HERE = ("127.0.0.1", "::1", "localhost")


def stay_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections to other machines fail at once; those within this one go through."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in _HERE:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    monkeypatch.setattr(socket.socket, "connect", connect_here)
