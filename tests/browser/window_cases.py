"""What can become of the window of a sign-in, and what a person does about it; told alike in every engine."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from rig_browsing import Place
from rig_names import BLOG, COMMENTS_HOST
from rig_pages import HostPages, article
from rig_server import Rig
from telling import Telling

from widget.demo.standins import Fault, Misbehave

APP = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/22B83 Instagram 402.0.0.21.85"
FRAME_SCRIPT, LAST_SCRIPT = "/frame.js", "/signin/end.js"


class World:
    """What the story may change of the world around the browser."""

    def __init__(self, rig: Rig, app: Flask, pages: HostPages, misbehave: Misbehave) -> None:
        self.rig, self.app, self.pages, self.misbehave = rig, app, pages, misbehave

    def before(self, path: str, script: str, *, kept: bool = True) -> None:
        """Put a line before one of our scripts, or in its place: what an extension or another browser would do."""
        self.rig.apps[COMMENTS_HOST] = altered(self.app, path, script, kept=kept)


def altered(app: Flask, path: str, script: str, *, kept: bool) -> Callable[..., Any]:
    """The same application with one script changed."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ["PATH_INFO"].endswith(path):
            return app(environ, start_response)
        with app.test_client() as client:
            served = client.get(environ["PATH_INFO"], base_url=app.config["REJOINDER"].base_url).get_data()
        body = script.encode() + (served if kept else b"")
        headers = [("Content-Type", "text/javascript"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return answer


def nothing_in_the_way(world: World, told: Telling) -> None:
    told.arrive()
    told.log_in()
    told.agree()


def the_provider_cuts_the_window_off(world: World, told: Telling) -> None:
    world.misbehave.set(told.provider, Fault.SEVERED)
    nothing_in_the_way(world, told)


def the_last_call_of_the_window_is_lost(world: World, told: Telling) -> None:
    world.before(LAST_SCRIPT, "", kept=False)
    nothing_in_the_way(world, told)


def the_page_keeps_windows_to_itself(world: World, told: Telling) -> None:
    told.arrive(world.pages.show(f"{BLOG}/alone", article(), Cross_Origin_Opener_Policy="same-origin"))
    told.log_in()
    told.reads("This window has lost its page", Place.WINDOW)
    told.browsing.close_window()
    told.go_on_in_this_tab()


def windows_are_blocked(world: World, told: Telling) -> None:
    world.before(FRAME_SCRIPT, "window.open = () => null;\n")
    told.arrive()
    told.log_in()
    assert told.browsing.windows() == 0
    told.go_on_in_this_tab()


def a_sandbox_allows_no_windows(world: World, told: Telling) -> None:
    sandbox = "sandbox allow-scripts allow-same-origin allow-forms"
    told.arrive(world.pages.show(f"{BLOG}/sandboxed", article(), Content_Security_Policy=sandbox))
    told.log_in()
    assert told.browsing.windows() == 0
    told.go_on_in_this_tab()


def an_app_shows_the_page(world: World, told: Telling) -> None:
    told.provider = "x"  # Google and Facebook refuse, and say so
    world.before(FRAME_SCRIPT, f"Object.defineProperty(navigator, 'userAgent', {{ value: {APP!r} }});\n")
    told.arrive()
    told.press("Log in with X")
    if told.goes_away():
        told.goes_in_this_tab()
    else:
        told.agree()


def the_window_is_closed_too_early(world: World, told: Telling) -> None:
    told.arrive()
    told.log_in()
    if told.comes_to_provider():
        told.browsing.close_window()
        told.reads("The window seems to be closed.")
        told.press("Open again")
        told.agree()


def the_provider_never_returns(world: World, told: Telling) -> None:
    world.misbehave.set(told.provider, Fault.NO_RETURN)
    told.arrive()
    told.log_in()
    if told.comes_to_provider():
        told.press("Ada Lindgren", Place.WINDOW)
        told.reads("Something went wrong", Place.WINDOW)
        told.press("Cancel")
        told.sees_the_window_close()
        world.misbehave.clear()
        told.log_in()
        told.agree()


CASES = {
    "nothing in the way": nothing_in_the_way,
    "the provider cuts the window off": the_provider_cuts_the_window_off,
    "the window's last call is lost": the_last_call_of_the_window_is_lost,
    "the page keeps windows to itself (COOP)": the_page_keeps_windows_to_itself,
    "windows are blocked": windows_are_blocked,
    "a sandbox allows no windows": a_sandbox_allows_no_windows,
    "an app shows the page": an_app_shows_the_page,
    "the window is closed too early, and opened again": the_window_is_closed_too_early,
    "the provider never returns; Cancel, and once more": the_provider_never_returns,
}
