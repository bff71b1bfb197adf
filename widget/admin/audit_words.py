"""What the audit log says of each action, and what can be looked for in it."""

from flask_babel import gettext

from widget.admin.setting_fields import OWN, SENTENCES
from widget.comments.models import ChangeKind
from widget.core.text import marked

ENDS = ("-from", "-into", "-undone-from", "-undone-into")
WEBHOOK_WORDS = {
    "added": marked("added a webhook"),
    "test": marked("tried a webhook"),
    "pause": marked("turned a webhook off"),
    "resume": marked("turned a webhook on"),
    "renew": marked("gave a webhook a new secret"),
    "remove": marked("removed a webhook"),
}
KINDS = {  # what the page offers to look for, with the actions behind each
    "approved": (marked("Approved"), ("approved",)),
    "spam": (marked("Marked as spam"), ("marked-spam",)),
    "trash": (marked("Moved to the trash"), ("trashed",)),
    "reports": (marked("Reports"), ("reports-dismissed", "held-by-reports")),
    "edited": (marked("Edited"), ("edited",)),
    "pinned": (marked("Pinned"), ("pinned", "unpinned")),
    "replied": (marked("Replied"), ("replied",)),
    "undone": (marked("Undone"), ("undone",)),
    "bans": (marked("Bans"), ("banned-account", "banned-address", "banned-network", "ban-lifted", "ban-restored")),
    "roles": (
        marked("Roles"),
        ("invited", "invitation-revoked", "role-accepted", "role-changed", "role-taken"),
    ),
    "settings": (
        marked("Settings"),
        ("site-added", *(f"set-{name}" for name in SENTENCES), *(f"thread-set-{name}" for name in OWN)),
    ),
    "threads": (marked("Threads"), tuple(f"thread-{kind}{end}" for kind in ChangeKind for end in ENDS)),
    "sending": (
        marked("Mail and webhooks"),
        ("mail-tested", "webhook-replayed", *(f"webhook-{what}" for what in WEBHOOK_WORDS)),
    ),
}
ACTIONS = {
    "approved": marked("approved a comment"),
    "marked-spam": marked("marked a comment as spam"),
    "trashed": marked("moved a comment to the trash"),
    "reports-dismissed": marked("found nothing wrong with a reported comment"),
    "held-by-reports": marked("held a comment that readers have reported"),
    "pinned": marked("pinned a comment"),
    "unpinned": marked("let a comment stand in its place again"),
    "edited": marked("edited a comment"),
    "replied": marked("replied"),
    "undone": marked("took a decision back"),
    "banned-account": marked("banned an account"),
    "banned-address": marked("banned an email address"),
    "banned-network": marked("banned a network"),
    "ban-lifted": marked("lifted a ban"),
    "ban-restored": marked("put a ban back"),
    "invited": marked("invited somebody"),
    "role-accepted": marked("accepted an invitation"),
    "role-taken": marked("took a role away"),
    "role-changed": marked("changed somebody's role"),
    "invitation-revoked": marked("took an invitation back"),
    "thread-merge-from": marked("merged this thread into another"),
    "thread-merge-into": marked("merged another thread into this one"),
    "thread-move-from": marked("moved a thread away from this place"),
    "thread-move-into": marked("moved a thread to another page"),
    "thread-split-from": marked("split conversations off from this thread"),
    "thread-split-into": marked("brought conversations into this thread"),
    **dict.fromkeys(
        (f"thread-{kind}-undone-{side}" for kind in ChangeKind for side in ("from", "into")),
        marked("took a change of this thread back"),
    ),
    "site-added": marked("added this site"),
    "mail-tested": marked("sent a mail to try"),
    "webhook-replayed": marked("sent something to a webhook again"),
    **{f"webhook-{what}": sentence for what, sentence in WEBHOOK_WORDS.items()},
}


def said_of(action: str) -> str:
    """Return what was done, in the reader's language."""
    for prefix, sentence, names in (
        ("set-", marked("changed the setting “%(setting)s”"), SENTENCES),
        ("thread-set-", marked("changed the setting “%(setting)s” of a thread"), OWN),
    ):
        name = action.removeprefix(prefix)
        if name != action and name in names:
            return str(gettext(sentence, setting=gettext(names[name])))
    return str(gettext(ACTIONS[action])) if action in ACTIONS else action
