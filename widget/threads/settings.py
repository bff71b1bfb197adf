"""What an owner may set of one thread against its site: some discussion settings, each until it is taken back."""

from collections.abc import Mapping

from widget.extensions import Store
from widget.sites.discussion import OVERRIDABLE
from widget.sites.settings import SettingRefused, parsed
from widget.threads.actions import lock_thread
from widget.threads.models import Thread


def override(store: Store, thread: Thread, wanted: Mapping[str, str]) -> None:
    """Give a thread settings of its own, all or none; an empty one is the site's again. Raise SettingRefused."""
    refused = sorted(wanted.keys() - OVERRIDABLE)
    if refused:
        known = ", ".join(sorted(OVERRIDABLE))
        raise SettingRefused(f"A thread has no setting {refused[0]} of its own. It may have {known}.")
    values = {name: parsed(name, text) for name, text in wanted.items() if text}
    locked = lock_thread(store, thread)
    kept = {name: value for name, value in locked.overrides.items() if name not in wanted}
    locked.overrides, locked.version = kept | values, locked.version + 1
    store.flush()
