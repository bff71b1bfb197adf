"""What is kept of people: in which columns, what for, and for how long.

The page `/privacy` says it from here, and the tests look here for what an erasure has to reach: every column that can
hold words or bytes is either in `KEPT` or in `NOBODYS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from widget.comments.actions import KEY_LIFE
from widget.config import Settings
from widget.core.text import marked
from widget.notifications.actions import KEPT as MAILS_KEPT
from widget.people.actions.me import ME_LIFE
from widget.people.actions.transactions import LIFE

COMMENTING, LOGGING_IN = marked("When you comment"), marked("When you log in")
LOOKING_AFTER, MAILS = marked("When you look after a site"), marked("When you ask for a mail")
WITH_THE_COMMENT = marked("until the comment is deleted")
WITH_THE_ACCOUNT = marked("until the account is erased")
TAKEN_BACK = marked("until you take it back")
FOR_GOOD = marked("for good")
SHOWN = marked("so that others can read it, and by whom it is")
AGAINST_SPAM = marked("to tell spam from comments, and so that nobody floods the site")
KNOWN_AGAIN = marked("to know you again, and to keep you logged in")
Time = Callable[[Settings], timedelta]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing, said in words, with the columns that hold it (`table.column`).

    `time` is how long it stays, where that is a time; else, and where that is none at all, `until` says it.
    """

    topic: str
    what: str
    why: str
    until: str
    columns: tuple[str, ...]
    time: Time | None = None


def columns(table: str, names: str) -> tuple[str, ...]:
    """Return columns of one table by their full names."""
    return tuple(f"{table}.{name}" for name in names.split())


def days(name: str) -> Time:
    """Return what reads a number of days from the configuration."""
    return lambda settings: timedelta(days=getattr(settings.retention, name))


KEPT = (
    Kept(
        COMMENTING,
        marked("What you write, what it said before an edit, and when that was"),
        SHOWN,
        WITH_THE_COMMENT,
        columns("comments", "source html") + columns("revisions", "source html"),
    ),
    Kept(
        COMMENTING,
        marked("As a guest: your name and your website"),
        SHOWN,
        WITH_THE_COMMENT,
        columns("comments", "guest_name guest_website"),
    ),
    Kept(
        COMMENTING,
        marked("As a guest: your email address, which is never shown"),
        marked("for the owner of the site, and so that you can find your comments again"),
        WITH_THE_COMMENT,
        columns("comments", "guest_email guest_address"),
    ),
    Kept(
        COMMENTING,
        marked("Your IP address, your browser as it describes itself, and the address that it came from"),
        AGAINST_SPAM,
        WITH_THE_COMMENT,
        columns("screenings", "address user_agent referrer"),
        days("addresses_days"),
    ),
    Kept(
        COMMENTING,
        marked("A code for your network, which leads back to no address"),
        AGAINST_SPAM,
        WITH_THE_COMMENT,
        columns("comments", "network") + columns("reports", "network"),
        days("addresses_days"),
    ),
    Kept(
        COMMENTING,
        marked("What was found when your comment was checked, and a code for what it says"),
        marked("to tell spam from comments, and so that nothing is posted twice"),
        WITH_THE_COMMENT,
        columns("screenings", "findings sketch") + columns("comments", "fingerprint"),
    ),
    Kept(
        COMMENTING,
        marked("A code for what a form has sent"),
        marked("so that nothing is posted twice"),
        WITH_THE_COMMENT,
        columns("idempotency", "key fingerprint"),
        lambda _: KEY_LIFE,
    ),
    Kept(
        COMMENTING,
        marked("A code for who has sent a form, also once the comment is deleted"),
        AGAINST_SPAM,
        WITH_THE_COMMENT,
        ("idempotency.author",),
        lambda _: KEY_LIFE,
    ),
    Kept(
        COMMENTING,
        marked("Comments that were rejected"),
        marked("so that a mistake can be put right"),
        WITH_THE_COMMENT,
        (),
        days("rejected_days"),
    ),
    Kept(
        COMMENTING,
        marked("Why a comment was not published, in the words of whoever decided"),
        marked("so that you can read it"),
        WITH_THE_COMMENT,
        columns("decisions", "words"),
    ),
    Kept(
        COMMENTING,
        marked("After a ban: a code for your address or network, or your account"),
        AGAINST_SPAM,
        marked("until the ban is lifted"),
        columns("bans", "digest comment"),
    ),
    Kept(
        COMMENTING,
        marked("What you report of a comment, and in which words"),
        marked("so that the moderators can look at it"),
        WITH_THE_COMMENT,
        columns("reports", "identity_id text"),
    ),
    Kept(COMMENTING, marked("What you like"), SHOWN, TAKEN_BACK, ("likes.identity_id", "moved.identity_id")),
    Kept(
        LOGGING_IN,
        marked(
            "What the provider says of you: its number for you, name, handle, website; a small copy of your picture"
        ),
        marked("to know you again, and to show who wrote your comments"),
        WITH_THE_ACCOUNT,
        columns("identities", "provider issuer subject name handle website picture")
        + columns("pictures", "hash content"),
    ),
    Kept(
        LOGGING_IN,
        marked("Your session: a code for what your browser proves itself with, and the names of browser and system"),
        KNOWN_AGAIN,
        WITH_THE_ACCOUNT,
        columns("sessions", "token_hash device") + columns("session_identities", "sid_hash"),
        lambda settings: settings.sessions.absolute,
    ),
    Kept(
        LOGGING_IN,
        marked("The same for My account"),
        KNOWN_AGAIN,
        WITH_THE_ACCOUNT,
        columns("me_sessions", "token_hash device challenge sid_hash"),
        lambda _: ME_LIFE,
    ),
    Kept(
        LOGGING_IN,
        marked("A passkey, if you make one: its public half, and on what it was made"),
        KNOWN_AGAIN,
        TAKEN_BACK,
        columns("passkeys", "credential_id public_key transports device"),
    ),
    Kept(
        LOGGING_IN,
        marked("A log-in under way: its secrets, a code for your network, and the address that a mail goes to"),
        marked("to bring it to its end"),
        WITH_THE_ACCOUNT,
        columns(
            "transactions",
            "claim_hash bind_hash flow_hash state_hash nonce verifier page back code_hash sid_hash address shown_name"
            " device network detail lang provider",
        ),
        lambda _: 2 * LIFE,
    ),
    Kept(
        LOGGING_IN,
        marked("After an erasure: a random number, and the moment"),
        marked("so that a restored backup forgets it once more"),
        FOR_GOOD,
        ("erasures.subject", "deletion_requests.code"),
    ),
    Kept(
        LOOKING_AFTER,
        marked("What you look after, and what you have decided there"),
        marked("so that others who do can see who did what"),
        WITH_THE_ACCOUNT,
        ("staff.account_id", "audit.account_id", "audit.target"),
        days("audit_days"),
    ),
    Kept(
        MAILS,
        marked("Codes for the address that a mail went to and for your network, and what the mail server said"),
        marked("so that nobody is sent too many"),
        WITH_THE_ACCOUNT,
        columns("outbox", "recipient network answer addressee details"),
        lambda _: MAILS_KEPT,
    ),
    Kept(
        MAILS,
        marked("The address for your mail, its language, and what you want to hear of"),
        marked("to send you what you have asked for"),
        TAKEN_BACK,
        columns("mail_addresses", "address lang"),
    ),
    Kept(
        MAILS,
        marked("A code for an address that does not take our mail"),
        marked("so that nobody is sent too many"),
        FOR_GOOD,
        columns("refused_addresses", "recipient"),
    ),
)
NOBODYS = frozenset(
    (
        *columns("sites", "public_id name secret heading moderation_words disallowed_words"),
        *columns("site_origins", "origin"),
        *columns("threads", "public_id page title canonical overrides"),
        *columns("aliases", "key"),
        *columns("thread_changes", "page"),
        *columns("comments", "public_id renderer import_system import_id"),
        *columns("revisions", "renderer"),
        *columns("accounts", "public_id"),
        *columns("identities", "public_id"),
        *columns("pictures", "media_type"),
        *columns("sessions", "public_id"),
        *columns("me_sessions", "public_id"),
        *columns("passkeys", "public_id"),
        *columns("transactions", "public_id"),
        *columns("erasures", "kind"),
        *columns("registrations", "host redirect_uri client_id client_secret scope"),
        *columns("provider_failures", "provider detail"),
        *columns("spent_logouts", "token_hash"),
        *columns("audit", "action batch"),
        *columns("decisions", "batch"),
        *columns("reports", "batch"),
        *columns("bans", "public_id"),
        *columns("invitations", "token_hash"),
        *columns("mail_addresses", "public_id"),
        *columns("subscriptions", "public_id"),
        *columns("screening_errands", "asked"),
        *columns("screening_notices", "asked code message"),
        *columns("webhooks", "public_id url secret events"),
        *columns("outbox", "event kind subject"),
    )
)


def personal_columns() -> frozenset[str]:
    """Return every column that holds something of a person."""
    return frozenset(column for one in KEPT for column in one.columns)
