"""Commands for threads."""

from pathlib import Path

import click

from widget.cli.base import application, main, one_sentence
from widget.comments.models import Comment
from widget.comments.pinning import PinRefused, pin_comment, unpin_comment
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.extensions import Store
from widget.web.transactions import transaction


@main.group()
def thread() -> None:
    """Threads and what stands in them."""


@thread.command("pin")
@click.argument("comment")
@click.pass_obj
@one_sentence
def thread_pin(config: Path | None, comment: str) -> None:
    """Let COMMENT (its id) stand above all others of its thread."""
    with application(config).app_context(), transaction() as store:
        pin_comment(store, _named(store, comment), clock.now())
    click.echo(f"Pinned {comment}.")


@thread.command("unpin")
@click.argument("comment")
@click.pass_obj
@one_sentence
def thread_unpin(config: Path | None, comment: str) -> None:
    """Let COMMENT stand in its place again."""
    with application(config).app_context(), transaction() as store:
        unpin_comment(store, _named(store, comment))
    click.echo(f"{comment} is not pinned any more.")


def _named(store: Store, comment: str) -> Comment:
    found = comment_by_id(store, comment)
    if found is None:
        raise PinRefused(f"There is no comment {comment}: the link of a comment's date ends with its id.")
    return found
