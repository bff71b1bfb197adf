"""The command that shows everything on one machine."""

import click

from widget.cli.base import main, one_sentence
from widget.demo.server import serve


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fresh", is_flag=True, help="Begin without the comments of the last time.")
@one_sentence
def demo(port: int, *, fresh: bool) -> None:
    """Start everything with a demo blog and stand-in providers."""
    serve(port, fresh=fresh)
