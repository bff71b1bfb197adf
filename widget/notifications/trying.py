"""A mail to try whether mail arrives, to whoever asks for it."""

from datetime import datetime

from widget.core import ids
from widget.errors import NotAllowed
from widget.extensions import Store
from widget.notifications.actions import check_ceilings, put_row
from widget.notifications.messages import counted_as
from widget.notifications.models import OutboxRow
from widget.people.addresses import account_by_id, known_address
from widget.web.address import network


def put_test_mail(store: Store, site_id: int, account: str, now: datetime) -> None:
    """Let a mail go to an account's own address, within the ceilings of what anybody may ask for."""
    found = account_by_id(store, account)
    known = known_address(store, found.id) if found else None
    if known is None:
        raise NotAllowed("Add an address for your mail first")
    recipient = counted_as(known[0])
    check_ceilings(store, recipient, network(), now)
    row = OutboxRow(event=f"test {account} {ids.new_id()}", kind="test", subject="", addressee=account)
    row.recipient, row.network, row.site_id = recipient, network(), site_id
    put_row(store, row, now)
