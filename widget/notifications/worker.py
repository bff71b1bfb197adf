"""What sends the mails and calls the webhooks that wait: again and again, beside the requests of a server or alone."""

import logging
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import DBAPIError

from widget.comments.rechecking import recheck_due
from widget.core import clock
from widget.notifications.delivery import bell_of, forget_old, send_next

FIRST = 1.0  # seconds; whoever starts a server wants to be answered first
EVERY = 5.0  # seconds between two looks; what this process itself puts in is sent at once
log = logging.getLogger(__name__)


def deliver_beside(app: Flask) -> None:
    """Begin to deliver beside the requests; it ends with the process."""
    Thread(target=deliver, args=(app, Event(), FIRST), name="delivery", daemon=True).start()


def deliver(app: Flask, over: Event, first: float = 0.0) -> None:
    """Deliver, from `first` seconds on or when the bell rings, until it is `over`; whoever sets that rings it too."""
    bell = bell_of(app)
    bell.wait(first)
    while not over.is_set():
        bell.clear()
        deliver_once(app, over)
        bell.wait(0 if over.is_set() else EVERY)


def deliver_once(app: Flask, over: Event) -> None:
    """Send what is due now, until it is `over`; a store that cannot be used at the moment is tried again."""
    try:
        with app.app_context():
            while not over.is_set() and send_next():
                pass
            recheck_due()
            forget_old(clock.now())
    except DBAPIError as error:
        log.warning("messages wait: %s", type(error.orig).__name__)
