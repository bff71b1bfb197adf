"""docs/browsers.md is true: in every browser, whatever becomes of the window, a sign-in ends as its table says.

Each engine tells these stories in a file of its own, so that they can be told side by side.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from browsers_table import KEPT, Tables
from flask import Flask
from jar import HOST_PAGE, jar_in_front, kept_by
from rig_browsing import Browsing
from rig_names import BLOG, COMMENTS_HOST
from rig_pages import HostPages
from rig_policies import People, Policy
from rig_server import Rig
from telling import Telling
from window_cases import CASES, World

from widget.demo.standins import Misbehave

Open = Callable[[Policy], Browsing]


class EngineStories:
    """Told by each engine; `policy` is one of those in which it starts."""

    @pytest.fixture
    def browse(self, started: dict[str, People], comments: Flask, pages: HostPages) -> Iterator[Open]:
        """A function that opens a browser for somebody whom it does not know."""
        with ExitStack() as stack:
            yield lambda policy: stack.enter_context(started[policy.title]())

    @pytest.fixture
    def world(self, rig: Rig, comments: Flask, pages: HostPages, misbehave: Misbehave) -> World:
        """What a story may change around the browser."""
        return World(rig, comments, pages, misbehave)

    @pytest.mark.parametrize("case", CASES)
    def test_a_sign_in_ends_as_the_table_says(
        self, policy: Policy, case: str, browse: Open, world: World, rig: Rig, tables: Tables
    ) -> None:
        told = Telling(browse(policy), rig)
        CASES[case](world, told)
        seen = told.ending()
        tables.check(tables.endings, case, policy.title, seen)
        assert told.has_kept_the_text()
        if told.way == "tab" and not seen.startswith("“"):  # what a window brings is posted with in the story below
            told.posts()

    def test_a_frame_keeps_what_the_table_says(
        self, policy: Policy, browse: Open, world: World, rig: Rig, tables: Tables
    ) -> None:
        rig.apps[COMMENTS_HOST] = jar_in_front(world.app)
        browsing = browse(policy)
        browsing.open(world.pages.show(f"{BLOG}/jar", HOST_PAGE))
        for column, seen in zip(KEPT, kept_by(browsing, rig), strict=False):
            tables.check(tables.kept, policy.title, column, seen)

    def test_somebody_signs_in_posts_reloads_deletes_changes_and_logs_out(
        self, policy: Policy, browse: Open, rig: Rig, tables: Tables
    ) -> None:
        told = Telling(browse(policy), rig)
        told.arrive()
        told.log_in()
        told.agree()
        if told.ending().startswith("“"):
            tables.check(tables.kept, policy.title, KEPT[-1], "never signed in")
            return
        told.posts()
        told.arrive()
        found = told.is_signed_in()
        tables.check(tables.kept, policy.title, KEPT[-1], "yes" if found else "no")
        if not found:
            told.log_in()
            told.agree()
            told.sees_who_it_is()
        told.deletes()
        told.changes_and_logs_out(to="facebook")
