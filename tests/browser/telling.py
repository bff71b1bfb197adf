"""A person who signs in, as a story tells it in any engine: what they press, what they read, and how it ends."""

from dataclasses import dataclass

from rig_browsing import Browsing, Place, button, shows, wait, wait_for_windows
from rig_names import COMMENTS_HOST, POST
from rig_server import Rig
from widget_page import FIRST, TITLES

DRAFT = "A text worth keeping"
SIGNED_IN = "You are commenting using your {} account."
PANE = "[data-identity]"
CONNECTING = shows("Connecting to", PANE)
NOTE = f"document.querySelector('{PANE} > .note')?.innerText"
STUCK = "No window? Then open this page in a tab of its own, or in another browser."
REFUSES = "This browser refuses our cookie"
TOLD = "performance.getEntriesByType('resource').some(one => one.name.includes('/session?') && one.responseEnd)"
READY = "document.querySelector('rejoinder-thread')?.shadowRoot.querySelector('slot[hidden] ~ iframe') && true"


@dataclass
class Telling:
    """One person's way through the form; `provider` is the one whose icon they press."""

    browsing: Browsing
    rig: Rig
    provider: str = "google"
    way: str = "window"

    def arrive(self, url: str = POST, *, writing: str = DRAFT) -> None:
        """Open a page and begin to write."""
        self.browsing.open(url)
        self.ready()
        if writing:
            self.write(writing)

    def ready(self) -> None:
        """Wait until the thread is alive."""
        wait(self.browsing, Place.PAGE, READY)

    def write(self, text: str) -> None:
        """Type a comment; the form's lower part opens."""
        self.browsing.write(text)
        wait(self.browsing, Place.FRAME, button("Post Comment"))

    def press(self, name: str, place: Place = Place.FRAME, within: str = "body") -> None:
        """Press a button or a link when it is there."""
        wait(self.browsing, place, f"Boolean({button(name, within)})")
        self.browsing.press(place, button(name, within))

    def reads(self, sentence: str, place: Place = Place.FRAME) -> None:
        """Wait until a sentence can be read."""
        wait(self.browsing, place, shows(sentence))

    def log_in(self) -> None:
        """Press the provider's icon."""
        self.press(f"Log in with {TITLES[self.provider]}")
        wait(self.browsing, Place.FRAME, f"{CONNECTING} || Boolean({NOTE})")

    def comes_to_provider(self, place: Place = Place.WINDOW) -> bool:
        """Whether the provider's page opens there; else the browser has refused the cookie that it takes."""
        wait(self.browsing, place, f"{shows('Choose an account')} || {shows('Allow')} || {shows(REFUSES)}")
        return not self.browsing.ask(place, shows(REFUSES))

    def agree(self, place: Place = Place.WINDOW) -> None:
        """Choose an account at the provider, where it asks, and allow it to tell."""
        if not self.comes_to_provider(place):
            return
        if self.browsing.ask(place, shows("Choose an account")):
            self.press(FIRST[self.provider], place)
        self.press("Allow", place)

    def go_on_in_this_tab(self) -> None:
        """Let the page's own tab go to the provider, if the form offers it."""
        if not self.browsing.ask(Place.FRAME, f"Boolean({button('Continue in this tab')})"):
            self.way = ""
            return
        self.press("Continue in this tab")
        self.goes_in_this_tab()

    def goes_away(self) -> bool:
        """Whether the page's tab has left by itself; else a window has opened."""
        left = f"!location.href.startsWith({POST!r})"
        while not (away := self.browsing.ask(Place.PAGE, left)) and not self.browsing.windows():
            self.browsing.pause()
        return bool(away)

    def goes_in_this_tab(self) -> None:
        """Agree to what the tab asks, and come back."""
        self.way = "tab"
        self.press("Continue to", Place.PAGE)
        self.agree(Place.PAGE)
        self.ready()

    def ending(self) -> str:
        """How it has ended: the way and what keeps the session, or the sentence that the form says."""
        signed_in = shows(SIGNED_IN.format(TITLES[self.provider]), PANE)
        stuck = shows(STUCK, PANE) if not self.way else "false"
        wait(self.browsing, Place.FRAME, f"{signed_in} || {NOTE} || {stuck}")
        if self.browsing.ask(Place.FRAME, signed_in):
            return f"{self.way}, {self.keeper()}"
        return f"“{self.browsing.ask(Place.FRAME, NOTE) or STUCK}”"

    def keeper(self) -> str:
        """What the frame proves itself with, as the server has seen it."""
        asked = self.rig.asked(COMMENTS_HOST, "/session?")
        bearer = any(one.path.endswith("/bearer") for one in self.rig.asked(COMMENTS_HOST, "/signin/transactions/"))
        cookie = "__Host-rejoinder-" in asked[-1].cookies
        assert cookie is not bearer
        return "cookie" if cookie else "bearer"

    def has_kept_the_text(self) -> bool:
        """Whether what was written is still there."""
        return bool(self.browsing.ask(Place.FRAME, "document.querySelector('textarea').value") == DRAFT)

    def posts(self) -> None:
        """Send what was written, and see it stand there under the name that the form has shown."""
        self.press("Post Comment")
        said = f"[...document.querySelectorAll('article')].find(one => one.innerText.includes({DRAFT!r}))"
        wait(self.browsing, Place.FRAME, f"{said}?.innerText.includes({FIRST[self.provider]!r})")

    def deletes(self) -> None:
        """Delete that comment for good."""
        self.press("Delete", within="article")
        self.press("Delete", within=".ask")
        wait(self.browsing, Place.FRAME, "!document.querySelector('article')")

    def changes_and_logs_out(self, to: str) -> None:
        """Become somebody at another provider, then nobody, and stay that over a reload."""
        self.press("Change")
        self.provider = to
        self.log_in()
        self.agree()
        self.sees_who_it_is()
        self.press("Log Out")
        wait(self.browsing, Place.FRAME, f"Boolean({button('Log in with Google')})")
        self.arrive()
        assert not self.is_signed_in()

    def sees_who_it_is(self) -> None:
        """Wait until the form shows the person of this provider."""
        self.reads(SIGNED_IN.format(TITLES[self.provider]))
        self.reads(FIRST[self.provider])

    def is_signed_in(self) -> bool:
        """Whether the form, once the server has told it, shows anybody."""
        wait(self.browsing, Place.FRAME, TOLD)
        self.browsing.pause()
        return bool(self.browsing.ask(Place.FRAME, shows("You are commenting using", PANE)))

    def sees_the_window_close(self) -> None:
        """Wait until the tab is alone again."""
        wait_for_windows(self.browsing, 0)
