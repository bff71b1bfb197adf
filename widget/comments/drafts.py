"""What somebody is about to say: a comment before it is accepted, and who says it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from markupsafe import Markup

from widget.comments.limits import Writer
from widget.core import markup
from widget.core.signing import mac
from widget.people.models import Identity
from widget.screening.verdicts import Submission, Verdict
from widget.threads.actions import ThreadAddress


@dataclass(frozen=True, slots=True)
class Guest:
    """What a guest has typed; nobody has checked it."""

    name: str
    email: str | None
    website: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment before it is accepted. `network` is a keyed hash, `signature_key` the server's key.

    `people` are those whom it may mention; `sent` and `verdict` say how it came and what screening makes of that
    (without one, as in a test or an import, it is published). `mail_to` is the address to which its author wants mail
    about the thread, in the language `lang`.
    """

    address: ThreadAddress
    author: Identity | Guest
    body: str
    parent: str | None
    idempotency_key: str
    network: str
    signature_key: str
    people: Collection[str] = ()
    sent: Submission | None = None
    verdict: Verdict = field(default_factory=Verdict)
    html: Markup = markup.NOT_RENDERED  # rendered at once: nothing slow happens inside the transaction
    mail_to: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        if not self.html:
            object.__setattr__(self, "html", markup.render(self.body, self.people))

    @property
    def identity(self) -> Identity | None:
        """The signed-in author, None for a guest."""
        return self.author if isinstance(self.author, Identity) else None

    @property
    def writer(self) -> Writer:
        """By whom this counts for the limits: a person with all their linked accounts, or all guests of a network."""
        who = ("account", str(self.identity.account_id)) if self.identity else ("network", self.network)
        return Writer(self.identity, mac(self.signature_key, "writer", *who).hex())

    def fingerprint(self, *more: str) -> str:
        """Return a keyed hash of what is said, where and by whom."""
        where = (self.address.fresh_id, self.parent or "")
        return said(self.signature_key, where, self.author, self.body, *more)


def said(signature_key: str, where: tuple[str, str], author: Identity | Guest, body: str, *more: str) -> str:
    """Return a keyed hash of what somebody says; `where` is the thread and what is answered there, if anything."""
    who = f"{author.name}\n{(author.email or '').lower()}" if isinstance(author, Guest) else author.public_id
    return mac(signature_key, "fingerprint", *where, who, body.strip(), *more).hex()
