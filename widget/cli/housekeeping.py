"""What a server does by itself, at its start and every hour: erasures become final, what mails left behind goes."""

import logging
from threading import Thread
from time import sleep

from flask import Flask
from sqlalchemy.exc import DBAPIError

from widget.core import clock
from widget.notifications.delivery import forget_old
from widget.signin.erasing import settle_erasures

EVERY = 3600.0  # seconds
log = logging.getLogger(__name__)


def keep_house(app: Flask) -> None:
    """Begin, beside the requests; it ends with the process, and what is left undone the next one does."""
    Thread(target=_keep, args=(app,), name="housekeeping", daemon=True).start()


def _keep(app: Flask) -> None:
    while True:
        settle_once(app)
        sleep(EVERY)


def settle_once(app: Flask) -> None:
    """Do what is due now; a store that cannot be used at the moment is tried again in an hour."""
    try:
        with app.app_context():
            gone = settle_erasures(clock.now())
            forget_old(clock.now())
    except DBAPIError as error:
        log.warning("the house was not kept: %s", type(error.orig).__name__)
        return
    if gone:
        log.info("%d accounts were erased for good", gone)
