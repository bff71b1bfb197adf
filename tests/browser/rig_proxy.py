"""A CONNECT proxy that leads every host of the tests to the one server and refuses all other names."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rig_names import HOSTS

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    """The running proxy; `refused` lists every host that was asked for and is none of ours."""

    address: str
    refused: list[str] = field(default_factory=list)


@contextmanager
def proxying(port: int) -> Iterator[Proxy]:
    """Lead connections to `port` until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        proxy = Proxy(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=accept, args=(listener, proxy, port), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def accept(listener: socket.socket, proxy: Proxy, port: int) -> None:
    with suppress(OSError):  # the listener was closed: that is all
        while True:
            client, _ = listener.accept()
            threading.Thread(target=lead, args=(client, proxy, port), daemon=True).start()


def lead(client: socket.socket, proxy: Proxy, port: int) -> None:
    with client, suppress(OSError):
        request = head(client)
        method, _, target = request.partition("\r\n")[0].rpartition(" ")[0].partition(" ")
        if method != "CONNECT" or target not in {f"{host}:443" for host in HOSTS}:
            proxy.refused.append(urlsplit(target if "//" in target else f"//{target}").hostname or target)
            client.sendall(REFUSAL)
            return
        with socket.create_connection(("127.0.0.1", port)) as server:
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=pour, args=(server, client), daemon=True)
            back.start()
            pour(client, server)
            back.join()


def head(client: socket.socket) -> str:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = client.recv(4096)
        if not piece:
            break
        received += piece
    return received.decode("latin-1")


def pour(source: socket.socket, target: socket.socket) -> None:
    """Pass everything on until one side ends, then tell the other."""
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
