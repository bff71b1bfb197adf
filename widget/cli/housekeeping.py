"""What a server does by itself, at its start and every hour; new pages are read every minute.

It makes erasures final whose week is over, forgets what mails left behind and what has been kept long enough, and
renders again what an earlier release has rendered.
"""

import logging
from collections.abc import Callable
from threading import Thread
from time import sleep

from flask import Flask
from sqlalchemy.exc import DBAPIError

from widget.comments.renewing import keep_some, render_some
from widget.core import clock
from widget.core.late import late
from widget.extensions import db
from widget.notifications.delivery import forget_old
from widget.notifications.worker import FIRST
from widget.ops.forgetting import STEPS, Step
from widget.signin.erasing import settle_erasures
from widget.web.running import settings
from widget.web.transactions import forget_freed_pages, transaction

EVERY, PAGES_EVERY = 3600.0, 60.0  # seconds
log = logging.getLogger(__name__)


def keep_house(app: Flask) -> None:
    """Begin, beside the requests; it ends with the process, and what is left undone the next one does."""
    for name, work in (("housekeeping", _keep), ("pages", _keep_reading)):
        Thread(target=work, args=(app,), name=name, daemon=True).start()


def _keep(app: Flask) -> None:
    sleep(FIRST)
    while True:
        settle_once(app)
        forget_once(app)
        renew_once(app)
        read_once(app, again=True)
        sleep(EVERY)


def _keep_reading(app: Flask) -> None:
    while True:
        sleep(PAGES_EVERY)
        read_once(app)


def read_once(app: Flask, *, again: bool = False) -> None:
    """Read the pages of threads for their titles and dates."""

    def read() -> int:
        pages = late("widget.ops.page_reading")  # with what speaks HTTP, which readers do not need
        return int(pages.read_pages(again=again))

    _do(app, read, "%d pages were read", "no page was read: %s")


def settle_once(app: Flask) -> None:
    """Make erasures final that are due now, and forget what mails left behind."""
    _do(app, _settle, "%d accounts were erased for good", "the house was not kept: %s")


def _settle() -> int:
    gone = settle_erasures(clock.now())
    forget_old(clock.now())
    return gone


def forget_once(app: Flask) -> None:
    """Forget what has been kept for as long as the configuration says."""
    _do(app, _forget, "%d things were forgotten in time", "nothing was forgotten: %s")


def _forget() -> int:
    done = sum(_all(step) for step in STEPS)
    if done:
        forget_freed_pages()
    return done


def _all(step: Step) -> int:
    """Take a step until nothing is left to do, each time in a transaction of its own."""
    done, found = 0, 1
    while found:
        with transaction() as store:
            found = step(store, settings().retention, clock.now())
        done += found
    return done


def renew_once(app: Flask) -> None:
    """Render again what another renderer has made."""
    _do(app, _renew, "%d comments were rendered again", "comments were not rendered again: %s")


def _renew() -> int:
    done = 0
    while rendered := render_some(db.session()):
        with transaction() as store:
            keep_some(store, rendered)
        done += len(rendered)
    return done


def _do(app: Flask, step: Callable[[], int], done: str, failed: str) -> None:
    """Do what is due; what cannot be done at the moment, or has a fault, is tried again in an hour."""
    try:
        with app.app_context():
            number = step()
    except DBAPIError as error:
        log.warning(failed, type(error.orig).__name__)
        return
    except Exception as error:  # the other steps are taken all the same, and the log has the fault
        log.exception(failed, type(error).__name__)
        return
    if number:
        log.info(done, number)
