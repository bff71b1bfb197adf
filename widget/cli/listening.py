"""The socket on which `rejoinder serve` listens: made once and shared by all workers, so that none of them owns it."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from widget.config import ConfigurationError

BACKLOG = 1024  # connections that wait for a worker
MODE = 0o660  # of a Unix socket: who may connect is believed about X-Forwarded-For, so not everybody may
FIRST_INHERITED = 3  # the number of a socket that systemd hands over: sd_listen_fds(3)


@contextmanager
def listening(host: str, port: int, path: Path | None) -> Iterator[socket.socket]:
    """Give the socket that systemd handed over, else one at `path`, else one at `host` and `port`."""
    opened = _inherited()
    if opened is None:
        opened = _unix(path) if path else _tcp(host, port)
    with opened:
        opened.settimeout(0)
        made = _identity(path) if path else None
        yield opened
        if path and made and _identity(path) == made:
            path.unlink()


def address_of(listener: socket.socket) -> str:
    """Return where people find a socket, as it is written in logs."""
    name = listener.getsockname()
    if listener.family == socket.AF_UNIX:
        return f"unix:{name}"
    host = f"[{name[0]}]" if ":" in name[0] else name[0]
    return f"http://{host}:{name[1]}"


def _inherited() -> socket.socket | None:
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = os.environ.get("LISTEN_FDS")
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    if count != "1":
        raise ConfigurationError(f"One socket must be handed over, not {count}: give its unit one ListenStream.")
    return socket.socket(fileno=FIRST_INHERITED)


def _tcp(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=BACKLOG, dualstack_ipv6=host == "::")
    except OSError as error:
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise ConfigurationError(f"{host}:{port} cannot be listened on: {reason}.") from error
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def _unix(path: Path) -> socket.socket:
    before = os.umask(0o777 & ~MODE)
    opened = socket.socket(socket.AF_UNIX)
    try:
        _remove_stale(path)
        opened.bind(str(path))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise ConfigurationError(f"{path} cannot be listened on: {error.strerror or error}.") from error
    except ConfigurationError:
        opened.close()
        raise
    finally:
        os.umask(before)
    return opened


def _remove_stale(path: Path) -> None:
    """Remove a socket that nobody answers any more; refuse what is something else, or is in use."""
    if not path.exists():
        return
    if not path.is_socket():
        raise ConfigurationError(f"{path} is there already and is no socket.")
    with socket.socket(socket.AF_UNIX) as caller:
        try:
            caller.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise ConfigurationError(f"{path} cannot be listened on: another program does.")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
