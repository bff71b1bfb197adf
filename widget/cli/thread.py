"""Commands for threads."""

from pathlib import Path
from shlex import quote

import click

from widget.cli.base import application, main, one_sentence
from widget.cli.site import split
from widget.comments.joining import ChangeRefused, last_change, merge_threads, move_thread, split_thread, undo_change
from widget.comments.models import Comment, ThreadChange
from widget.comments.pinning import PinRefused
from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.core.urls import thread_key
from widget.extensions import Store, db
from widget.moderation.owning import change_thread_settings, note_change
from widget.moderation.pinning import pin
from widget.sites.models import Site
from widget.sites.queries import all_sites, site_by_id, site_of_page
from widget.threads.models import Thread
from widget.threads.queries import thread_by_id, thread_by_key
from widget.threads.settings import own_texts
from widget.threads.splits import likely_splits
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
        pin(store, _named(store, comment), clock.now(), wanted=True)
    click.echo(f"Pinned {comment}.")


@thread.command("unpin")
@click.argument("comment")
@click.pass_obj
@one_sentence
def thread_unpin(config: Path | None, comment: str) -> None:
    """Let COMMENT stand in its place again."""
    with application(config).app_context(), transaction() as store:
        pin(store, _named(store, comment), clock.now(), wanted=False)
    click.echo(f"{comment} is not pinned any more.")


@thread.command("merge")
@click.argument("source", metavar="FROM")
@click.argument("into")
@click.pass_obj
@one_sentence
def thread_merge(config: Path | None, source: str, into: str) -> None:
    """Let all comments of FROM be in INTO; each is a thread's id or the address of its page."""
    with application(config).app_context(), transaction() as store:
        joining, joined = _thread(store, source), _thread(store, into)
        change = merge_threads(store, joining, joined, clock.now())
        note_change(store, change, clock.now())
        click.echo(f"{joined.page} has {_comments(joined.count)} now. {_way_back(change)}")


@thread.command("move")
@click.argument("source", metavar="FROM")
@click.argument("url", metavar="TO-URL")
@click.pass_obj
@one_sentence
def thread_move(config: Path | None, source: str, url: str) -> None:
    """Let the thread FROM (its id or its page) belong to TO-URL, where its page is now; FROM keeps leading to it."""
    with application(config).app_context(), transaction() as store:
        moving = _thread(store, source)
        change = move_thread(store, moving, _on_site(store, moving, url), clock.now())
        note_change(store, change, clock.now())
        click.echo(f"The thread of {change.page} is at {moving.page} now. {_way_back(change)}")


@thread.command("split")
@click.argument("source", metavar="THREAD")
@click.argument("url")
@click.argument("comments", nargs=-1, required=True, metavar="COMMENT...")
@click.pass_obj
@one_sentence
def thread_split(config: Path | None, source: str, url: str, comments: tuple[str, ...]) -> None:
    """Let conversations of THREAD, each COMMENT (its id) with all replies, be at URL."""
    with application(config).app_context(), transaction() as store:
        parting = _thread(store, source)
        change = split_thread(store, parting, comments, _on_site(store, parting, url), clock.now())
        note_change(store, change, clock.now())
        left = f"{_comments(parting.count)} stayed at {parting.page}"
        click.echo(f"{change.target.page} has {_comments(change.target.count)} now, {left}. {_way_back(change)}")


@thread.command("undo")
@click.argument("number", required=False, type=int, metavar="[ID]")
@click.option("--site", default="", help="Whose last change, by its id or an origin; else the last of all sites.")
@click.pass_obj
@one_sentence
def thread_undo(config: Path | None, number: int | None, site: str) -> None:
    """Take the change ID back, or the last one, within 30 days."""
    with application(config).app_context(), transaction() as store:
        change = store.get(ThreadChange, number) if number else last_change(store, _site(store, site) if site else None)
        if change is None:
            raise ChangeRefused(f"There is no change {number}." if number else "There is nothing to undo.")
        undo_change(store, change, clock.now())
        note_change(store, change, clock.now(), undone=True)
        pages = " and ".join(f"{one.page} ({_comments(one.count)})" for one in (change.source, change.target))
        click.echo(f"Undid the {change.kind} {change.id}: {pages}.")


@thread.command("set")
@click.argument("name", metavar="THREAD")
@click.argument("settings", nargs=-1, required=True, metavar="SETTING=VALUE...")
@click.pass_obj
@one_sentence
def thread_set(config: Path | None, name: str, settings: tuple[str, ...]) -> None:
    """Let THREAD (its id or its page) differ from its site, as in comments_open=no; an empty value takes that back."""
    wanted = dict(split(text) for text in settings)
    with application(config).app_context(), transaction() as store:
        found = _thread(store, name)
        change_thread_settings(store, found, wanted, clock.now())
        own = ", ".join(f"{setting}={text}" for setting, text in own_texts(found).items())
        click.echo(f"{found.page} has of its own: {own or 'nothing'}.")


@thread.command("splits")
@click.argument("site", default="")
@click.pass_obj
@one_sentence
def thread_splits(config: Path | None, site: str) -> None:
    """List threads of SITE (its id or an origin; else of all) that are probably one, as commands to be run."""
    with application(config).app_context():
        for one in [_site(db.session(), site)] if site else all_sites(db.session()):
            for split in likely_splits(db.session(), one):
                names = f"{quote(split.small.name)} {quote(split.large.name)}"
                what = f"{split.small.page} ({split.small.count}) into {split.large.page} ({split.large.count})"
                click.echo(f"rejoinder thread merge {names}  # {what}")


def _thread(store: Store, name: str) -> Thread:
    """Return the thread with this id, or of the page with this address."""
    site = site_of_page(store, name)
    found = thread_by_key(store, site, thread_key(name, None)) if site else thread_by_id(store, name)
    if found is None:
        hint = "name its id, or the whole address of a page where somebody has written"
        raise ChangeRefused(f"There is no thread {name}: {hint}.")
    return found


def _on_site(store: Store, thread: Thread, url: str) -> str:
    """Return an address if it is one of the thread's own site."""
    if site_of_page(store, url) is not thread.site:
        raise ChangeRefused(f"{url} is no address of {thread.site.name}: `rejoinder site list` has its origins.")
    return url


def _site(store: Store, name: str) -> Site:
    found = site_by_id(store, name) or site_of_page(store, name)
    if found is None:
        raise ChangeRefused(f"There is no site {name}: `rejoinder site list` names them.")
    return found


def _comments(count: int) -> str:
    return f"{count} comment{'' if count == 1 else 's'}"


def _way_back(change: ThreadChange) -> str:
    return f"To take that back: rejoinder thread undo {change.id}"


def _named(store: Store, comment: str) -> Comment:
    found = comment_by_id(store, comment)
    if found is None:
        raise PinRefused(f"There is no comment {comment}: the link of a comment's date ends with its id.")
    return found
