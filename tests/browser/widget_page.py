"""A thread on somebody's page, as a person uses it: by labels and words, never by classes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import FrameLocator, Locator, Page, expect
from rig_names import POST

TITLES = {"google": "Google", "x": "X", "facebook": "Facebook"}
FIRST = {"google": "Ada Lindgren", "x": "Mira Castellano", "facebook": "Ingrid Solberg"}
SECOND = {"google": "Samuel Okafor", "x": "Tom Ferreira", "facebook": "Jonas Weber"}
LABEL = "Enter your comment here…"


def click(part: Locator) -> None:
    """Click a part of the frame with the mouse.

    While a frame grows, the browser may for a moment still send the mouse to what was there before; so the click
    waits until hovering reaches the part.
    """
    for _ in range(100):
        part.hover()
        if part.evaluate("part => part.matches(':hover')"):
            return part.click(no_wait_after=True)
    raise AssertionError(f"the mouse never reaches {part}")


@dataclass
class Widget:
    """The thread number `at` on a page, or on one `within` that."""

    page: Page
    at: int = 0
    within: FrameLocator | None = None
    element: Locator = field(init=False)
    frame: FrameLocator = field(init=False)

    def __post_init__(self) -> None:
        self.element = (self.within or self.page).locator("rejoinder-thread").nth(self.at)
        self.frame = self.element.frame_locator("iframe")

    def open(self, url: str = POST) -> "Widget":
        """Go to a page and wait until its thread is alive."""
        self.page.goto(url)
        return self.ready()

    def ready(self) -> "Widget":
        """Wait until the frame is shown."""
        expect(self.element.locator("slot[hidden] ~ iframe")).to_be_attached()
        return self

    @property
    def text(self) -> Locator:
        """Where a comment is written."""
        return self.frame.get_by_label(LABEL)

    @property
    def identity(self) -> Locator:
        """The pane that says who is writing."""
        return self.frame.locator("[data-identity]")

    @property
    def comments(self) -> Locator:
        """Every comment on show, tombstones too."""
        return self.frame.get_by_role("article")

    @property
    def count(self) -> Locator:
        """The heading that counts."""
        return self.frame.locator("[data-total]")

    def said(self, text: str) -> Locator:
        """The comment that says `text`, with the replies under it."""
        return self.frame.locator(f'article:has(> .said:has-text("{text}"))')

    def button(self, name: str, within: Locator | None = None) -> Locator:
        """A button by its whole name."""
        return (within or self.frame).get_by_role("button", name=name, exact=True)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Click a button."""
        click(self.button(name, within))

    def write(self, text: str) -> None:
        """Type a comment (at once)."""
        self.text.fill(text)
        expect(self.identity).to_be_visible()

    def be_guest(self, name: str = "Grace", email: str = "grace@example.org") -> None:
        """Fill in a guest's details."""
        self.frame.get_by_label("Email", exact=True).fill(email)
        self.frame.get_by_label("Name", exact=True).fill(name)

    def send(self, button: str = "Post Comment") -> None:
        """Press the one button of the form."""
        self.press(button)

    def post(self, text: str, button: str = "Post Comment") -> Locator:
        """Write and send as whoever the form shows, and wait until the comment stands there."""
        self.write(text)
        self.send(button)
        expect(self.said(text)).to_be_visible()
        expect(self.text).to_have_value("")
        return self.said(text)

    def post_as_guest(self, text: str) -> Locator:
        """Post as Grace."""
        self.write(text)
        self.be_guest()
        return self.post(text)

    def answer(self, to: str) -> None:
        """Press Reply at the comment that says `to`."""
        click(self.said(to).locator("> [data-acts] [data-reply]"))

    def reply(self, to: str, text: str) -> Locator:
        """Answer the comment that says `to`."""
        self.answer(to)
        return self.post(text, "Reply")

    def ask_to_delete(self, text: str) -> Locator:
        """Press Delete at a comment; answers the row that asks back."""
        click(self.said(text).locator("> [data-acts]").get_by_role("button", name="Delete"))
        return self.frame.get_by_role("group", name="Delete this comment for good?")

    def delete(self, text: str) -> None:
        """Delete a comment for good."""
        self.press("Delete", self.ask_to_delete(text))
        expect(self.said(text)).to_have_count(0)

    @contextmanager
    def window(self, provider: str) -> Iterator["Account"]:
        """Click a provider's icon and look at the window that opens."""
        with self.page.expect_popup() as opened:
            self.press(f"Log in with {TITLES[provider]}")
        yield Account(opened.value)

    def open_chooser(self) -> None:
        """Show the form's lower part, as the first focus does."""
        self.text.focus()
        expect(self.identity).to_be_visible()

    def sign_in(self, provider: str, person: str = "", *, shown: str = "", asked: bool = True) -> None:
        """Go all the way through a provider's window.

        `shown` is the name that comes of it, if it is another; `asked` is False where the provider knows already
        which account this browser uses.
        """
        person = person or FIRST[provider]
        if not self.identity.is_visible():
            self.open_chooser()
        with self.window(provider) as account:
            if asked:
                account.choose(person)
            account.allow()
            account.closed()
        self.shows(provider, shown or person)

    def shows(self, provider: str, person: str) -> None:
        """Wait until the form shows a signed-in person."""
        expect(self.identity).to_contain_text(f"You are commenting using your {TITLES[provider]} account.")
        expect(self.identity).to_contain_text(person)

    def shows_chooser(self) -> None:
        """Wait until the form asks who is writing."""
        expect(self.button("Log in with Google")).to_be_visible()

    def says(self, sentence: str) -> None:
        """Wait until the identity pane says that sentence."""
        expect(self.identity).to_contain_text(sentence)


@dataclass
class Account:
    """A provider's window, at a stand-in."""

    page: Page

    def choose(self, person: str) -> None:
        """Choose one of the provider's people."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(person)}")).click()

    def allow(self) -> None:
        """Let the provider tell who it is."""
        self.page.get_by_role("button", name="Allow", exact=True).click(no_wait_after=True)

    def deny(self) -> None:
        """Do not."""
        self.page.get_by_role("button", name="Deny", exact=True).click()

    def closed(self) -> None:
        """Wait until the window has closed itself."""
        if not self.page.is_closed():
            # Listens at once; wait_for_event begins to listen a turn later, when the window may have closed already.
            with self.page.expect_event("close"):
                pass

    def says(self, sentence: str) -> None:
        """Wait until the window says that."""
        expect(self.page.locator("main").get_by_text(sentence).filter(visible=True)).to_be_visible()

    def ends_with(self, sentence: str) -> None:
        """The window stays, and says in a sentence how it went."""
        self.says(sentence)
        self.page.close()
