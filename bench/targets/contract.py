"""The one shape of everything that is measured."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.processes import Server
from bench.wire import Answer, Request

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # what a browser says that it can read


class Unavailable(Exception):
    """A target cannot be had or started on this machine; the message is a sentence for the report."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the seed: its path and how many comments it has."""

    path: str
    comments: int


class Target(Protocol):
    """A comment server. Everything it writes stays in the folder it is given."""

    @property
    def name(self) -> str:
        """How the report calls it."""

    @property
    def pattern(self) -> str:
        """A Lua pattern that the body of an accepted post has."""

    def install(self) -> None:
        """Fetch what is missing; raise Unavailable."""

    def prepare(self, folder: Path, pages: list[Page]) -> None:
        """Make its data in an empty folder, with the seed's comments of `pages`."""

    def start(self, folder: Path, port: int) -> Server:
        """Start it on the servers' core and return at once."""

    def begin(self, server: Server, page: str) -> None:
        """Do what a browser does once before it posts."""

    def read(self, page: str) -> Request:
        """Return what the widget asks to show a thread of up to 200 comments."""

    def counts(self, pages: list[str]) -> Request | None:
        """Return what the widget asks to show the counts of 20 pages; None where that cannot be asked at once."""

    def post(self, page: str, number: int, text: str) -> Request:
        """Return how a guest posts `text`; `number` tells posts apart."""

    def accepted(self, answer: Answer) -> bool:
        """Whether an answer promises that the comment is kept."""

    def stored(self, folder: Path) -> str:
        """Return all texts in its store, one after the other."""
