"""What is looked at, what a check finds, and what all findings together come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from widget.core.statuses import Status, worst
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.sites.discussion import Discussion
from widget.sites.models import Site


@dataclass(frozen=True, slots=True)
class Submission:
    """A text and where it comes from, as it was first sent; nothing in it is believed.

    `name`, `email` and `website` are a guest's own words; `address` is the sender's IP address, `network` its keyed
    hash. `trap` is what stood in a field that people do not see, `stamped` when the form was given out (None: without
    a stamp of ours), `proofs` the comments that the guest has genuine receipts of. `approved`: whoever it is has proved
    to have a published comment on the site; `imitates`: the name looks like that of the staff; `sketch` tells texts
    that are nearly the same. `comment` and `again` are of a text that is looked at once more: which one, and why
    ("edit", or "recheck"); it comes without a form.
    """

    site: Site
    settings: Discussion
    body: str
    html: str
    page: str
    sent: datetime
    identity: Identity | None = None
    role: Role | None = None
    name: str = ""
    email: str | None = None
    website: str | None = None
    is_reply: bool = False
    address: str = ""
    network: str = ""
    user_agent: str = ""
    referrer: str = ""
    lang: str = ""
    trap: str = ""
    stamped: datetime | None = None
    proofs: frozenset[str] = frozenset()
    imitates: bool = False
    approved: bool = False
    sketch: str | None = None
    parent: str = ""
    modified: datetime | None = None
    comment: int | None = None
    again: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says: at best this status, and why; `reason` is a msgid with `values` for its places.

    `wait`: seconds after which the check is to be asked again, if it is; `passed`: it has let the text pass for now.
    """

    check: str
    status: Status
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    wait: int = 0
    passed: bool = False

    @property
    def kept(self) -> dict[str, Any]:
        """The finding as it is stored."""
        said = {"check": self.check, "status": self.status.value, "reason": self.reason, "values": dict(self.values)}
        return said | ({"wait": self.wait, "passed": self.passed} if self.wait else {})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comment becomes, with all findings of the checks, also those that changed nothing."""

    findings: tuple[Finding, ...] = ()

    @property
    def status(self) -> Status:
        """The worst that any check has found."""
        return worst(finding.status for finding in self.findings)

    @property
    def waiting(self) -> tuple[Finding, ...]:
        """Those of a check outside that is to be asked again."""
        return tuple(finding for finding in self.findings if finding.wait)
