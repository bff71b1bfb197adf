"""Fetching the picture of somebody who signs in, once."""

import logging

from widget.config import Outgoing
from widget.core.fetch import FetchFailed, fetch, guarded_session
from widget.core.pictures import MEDIA_TYPE, NotAPicture, shrink
from widget.people.actions.identities import SmallPicture

LIMIT = 1024 * 1024  # bytes
DEADLINE = 2.0  # seconds

log = logging.getLogger(__name__)


def fetch_picture(url: str | None, outgoing: Outgoing) -> SmallPicture | None:
    """Return the picture at `url`, re-encoded; None when there is none that may be shown."""
    if not url:
        return None
    try:
        with guarded_session(outgoing) as session:
            fetched = fetch(session, url, limit=LIMIT, deadline=DEADLINE)
        return SmallPicture(media_type=MEDIA_TYPE, content=shrink(fetched.body))
    except (FetchFailed, NotAPicture) as error:
        log.info("no picture was taken: %s", error)
        return None
