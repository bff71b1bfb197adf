"""Modules that are loaded when they are first needed: what a start and most requests do without."""

from importlib import import_module
from threading import RLock
from typing import Any

LOADING = RLock()


def late(name: str) -> Any:
    """Return the module of that name, loaded by one thread at a time.

    Two threads that load modules which import one another in a circle, as those of urllib3 do, wait for each other;
    Python then lets one of them have a module that is only half there, and its import fails.
    """
    with LOADING:
        return import_module(name)
