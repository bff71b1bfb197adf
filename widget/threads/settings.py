"""What an owner may set of one thread against its site: some discussion settings, each until it is taken back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from widget.extensions import Store
from widget.sites.discussion import OVERRIDABLE
from widget.sites.settings import SettingRefused, parsed, told
from widget.threads.actions import lock_thread
from widget.threads.models import Thread

CLOSES = "closes"  # a column of its own: no site closes on a day


def own_texts(thread: Thread) -> dict[str, str]:
    """Return what a thread has of its own, each as it is set."""
    own: dict[str, Any] = {**thread.overrides, CLOSES: thread.closes}
    return {name: told(value) for name, value in own.items() if value is not None}


def parsed_own(name: str, text: str) -> Any:
    """Return what a text sets of a thread; raise SettingRefused."""
    return _beginning_of(text.strip()) if name == CLOSES else parsed(name, text)


def override(store: Store, thread: Thread, wanted: Mapping[str, str]) -> None:
    """Give a thread settings of its own, all or none; an empty one is the site's again. Raise SettingRefused."""
    refused = sorted(wanted.keys() - OVERRIDABLE - {CLOSES})
    if refused:
        known = ", ".join(sorted({*OVERRIDABLE, CLOSES}))
        raise SettingRefused(f"A thread has no setting {refused[0]} of its own. It may have {known}.")
    values = {name: parsed_own(name, text) for name, text in wanted.items() if text}
    locked = lock_thread(store, thread)
    kept = {name: value for name, value in locked.overrides.items() if name not in wanted}
    if CLOSES in wanted:
        locked.closes = values.pop(CLOSES, None)
    locked.overrides, locked.version = kept | values, locked.version + 1
    store.flush()


def _beginning_of(text: str) -> datetime:
    """Return the moment at which a day begins, everywhere by UTC."""
    try:
        return datetime.combine(date.fromisoformat(text), time.min, UTC)
    except ValueError:
        raise SettingRefused(f"{CLOSES} must be a day, as in 2026-12-24, and not {text or 'empty'}.") from None
