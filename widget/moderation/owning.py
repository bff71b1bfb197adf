"""What only owners do to a site, its threads and its staff, each time with a note of who did it."""

from collections.abc import Mapping
from datetime import datetime

from widget.comments.models import ThreadChange
from widget.core.text import marked
from widget.errors import Conflict
from widget.extensions import Store
from widget.moderation.actions import note
from widget.people.models import Account
from widget.people.role_models import Role
from widget.people.roles import give_role, lock_owners, role_held, take_back_invitations, take_role
from widget.sites.models import Site
from widget.sites.settings import parsed, set_up, told
from widget.threads.models import Thread
from widget.threads.settings import override, own_texts, parsed_own

LAST_OWNER = marked("A site needs an owner: make somebody else one first.")


def change_settings(
    store: Store, site: Site, wanted: Mapping[str, str], now: datetime, *, by: int | None = None
) -> int:
    """Set up a site, all of it or nothing; return how many settings have another value now. Raise SettingRefused."""
    changed = {name: text for name, text in wanted.items() if parsed(name, text) != getattr(site, name)}
    if changed:
        set_up(store, site, changed)
    for name in changed:
        note(store, site.id, f"set-{name}", site.public_id, now, by=by)
    return len(changed)


def change_thread_settings(
    store: Store, thread: Thread, wanted: Mapping[str, str], now: datetime, *, by: int | None = None
) -> int:
    """Let a thread differ from its site; an empty text takes that back. Return how many settings have changed."""
    changed = {name: text for name, text in wanted.items() if not _has_already(thread, name, text)}
    if changed:
        override(store, thread, changed)
    for name in changed:
        note(store, thread.site_id, f"thread-set-{name}", thread.public_id, now, by=by)
    return len(changed)


def note_change(
    store: Store, change: ThreadChange, now: datetime, *, by: int | None = None, undone: bool = False
) -> None:
    """Note which threads a change concerns."""
    action = f"thread-{change.kind}{'-undone' if undone else ''}"
    for side, one in (("from", change.source), ("into", change.target)):
        note(store, change.site_id, f"{action}-{side}", one.public_id, now, by=by)


def change_role(
    store: Store, site: Site, account: Account, role: Role | None, now: datetime, *, by: int | None = None
) -> Role | None:
    """Let somebody of the staff have another role, or none; return the one they had. Raise Conflict (last owner)."""
    owners = lock_owners(store, site)
    if owners == [account.id] and role is not Role.OWNER:
        raise Conflict(LAST_OWNER, "last-owner")
    was = role_held(store, site, account)
    if was is None or was is role:
        return was
    if role:
        give_role(store, site, account, role, now)
    else:
        take_role(store, site, account)
    note(store, site.id, "role-changed" if role else "role-taken", account.public_id, now, by=by)
    if was is Role.OWNER:
        end_links(store, site, now, by=by)
    return was


def end_links(store: Store, site: Site, now: datetime, *, by: int | None = None) -> None:
    """Let no link to a site give a role any more: an owner who has to go may have kept one to come back by."""
    if take_back_invitations(store, site):
        note(store, site.id, "invitation-revoked", site.public_id, now, by=by)


def _has_already(thread: Thread, name: str, text: str) -> bool:
    return own_texts(thread).get(name, "") == (told(parsed_own(name, text)) if text else "")
