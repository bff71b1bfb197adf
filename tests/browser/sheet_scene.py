"""A scene of the contact sheet: a thread and what stands around it, in one language.

Every scene is drawn in two languages, so it is brought about by hooks and not by words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Locator, Page, expect
from rig_names import BLOG
from rig_pages import HostPages, article
from rig_people import arrive, say
from widget_page import Widget, click

PAGE = f"{BLOG}/drawn"
TEXTS = {
    "en": (
        "The kettle was mine, and so was the rain; I only wanted to say that the train was late again.",
        "It was. I waited in the café across the square until they had mended the signal.",
        "Which café? The one with the green door has been closed since spring.",
    ),
    "ar": (
        "كانت الغلاية لي، وكذلك المطر؛ أردت فقط أن أقول إن القطار تأخر مرة أخرى.",
        "نعم. انتظرت في المقهى على الجانب الآخر من الساحة حتى أصلحوا الإشارة.",
        "أي مقهى؟ المقهى ذو الباب الأخضر مغلق منذ الربيع.",
    ),
}
NAMES = {"en": ("Ada Lindgren", "Omar Haddad"), "ar": ("آدا ليندغرين", "عمر حداد")}


@dataclass
class Scene:
    """What a scene may use; `words` are three texts in its language."""

    widget: Widget
    app: Flask
    pages: HostPages
    lang: str

    @property
    def words(self) -> tuple[str, str, str]:
        """Three things that somebody says."""
        return TEXTS[self.lang]

    @property
    def page(self) -> Page:
        """The tab."""
        return self.widget.page

    def at(self, selector: str) -> Locator:
        """The first place in the frame that has a hook."""
        return self.widget.frame.locator(selector).first

    def press(self, selector: str) -> None:
        """Click there."""
        click(self.at(selector))

    def say(self, text: int = 0, *, by: int | None = None, to: str | None = None, words: str = "") -> str:
        """Let somebody say one of the texts, a guest where nobody is named."""
        name = "" if by is None else NAMES[self.lang][by]
        return say(self.app, words or self.words[text], by=name, to=to, page=PAGE)

    def talk(self) -> tuple[str, str, str]:
        """Three comments, two of them replies."""
        first = self.say(0, by=0)
        second = self.say(1, to=first)
        return first, second, self.say(2, by=1, to=second)

    def arrive(self) -> None:
        """Let the first of the people be signed in."""
        arrive(self.app, self.page.context, NAMES[self.lang][0], PAGE)

    def open(self) -> None:
        """Go to the page."""
        self.pages.show(PAGE, article(lang=self.lang))
        self.widget.open(PAGE)

    def open_form(self, *, at: str = "[data-chooser]") -> None:
        """Go to the page and touch the text; wait for what is to stand there."""
        self.open()
        self.at("#body").focus()
        expect(self.at(at)).to_be_visible()
        expect(self.at("[data-tools]")).to_be_visible()

    def open_own(self) -> None:
        """As the first of the people, who has begun a talk, touch the text."""
        self.talk()
        self.arrive()
        self.open_form(at=".me")
        expect(self.at("[data-edit]")).to_be_visible()

    def fill_guest(self) -> None:
        """Say who a guest is."""
        self.at("#email").fill("grace@example.org")
        self.at("#name").fill(NAMES[self.lang][1])


Bring = Callable[[Scene], Page | None]
SCENES: dict[str, Bring] = {}


def scene(bring: Bring) -> Bring:
    """Keep a scene for the sheet; a page that it returns is drawn as a whole, else the thread is."""
    SCENES[bring.__name__.replace("_", "-")] = bring
    return bring
