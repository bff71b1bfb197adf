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
    a stamp of ours), `proofs` the comments that the guest has genuine receipts of; `imitates`: the name looks like that
    of somebody of the staff.
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


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says: at best this status, and why; `reason` is a msgid with `values` for its places."""

    check: str
    status: Status
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        """The finding as it is stored."""
        return {"check": self.check, "status": self.status.value, "reason": self.reason, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comment becomes, with all findings of the checks, also those that changed nothing."""

    findings: tuple[Finding, ...] = ()

    @property
    def status(self) -> Status:
        """The worst that any check has found."""
        return worst(finding.status for finding in self.findings)
