"""The thread on the contact sheet: what readers see, and what authors do with their own."""

from moderating import hold
from playwright.sync_api import Page, expect
from rig_names import COMMENTS
from rig_people import known, set_up, site_at, take_back
from sheet_scene import NAMES, PAGE, Scene, scene
from test_again_story import pin

from widget.comments.queries import comment_by_id
from widget.core import clock
from widget.moderation.models import Complaint
from widget.moderation.reporting import Reporter, report_comment
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.web.transactions import transaction

MARKED = "**Bold**, *italic*, `code`, ||a spoiler|| and https://example.org/page\n\n> A quote\n\n1. One\n2. Two\n\n"
CODE = "```py\ndef mend(toaster: str) -> int:  # nine euros\n    return len(toaster) if toaster else 9\n```\n"
DIFF = "```diff\n-late\n+in time\n```\n"


@scene
def empty(here: Scene) -> None:
    here.open()


@scene
def thread(here: Scene) -> None:
    here.talk()
    here.say(2)
    here.open()


@scene
def deepest_reply(here: Scene) -> None:
    above = None
    for level in range(7):
        above = here.say(level % 3, by=level % 2, to=above)
    here.open()
    expect(here.widget.comments).to_have_count(7)


@scene
def long_words(here: Scene) -> None:
    here.say(words="w" * 90, by=0)
    here.say(words=f"https://example.org/{'path/' * 30}")
    here.open()


@scene
def marks(here: Scene) -> None:
    here.say(words=MARKED + CODE + DIFF, by=0)
    here.open()


@scene
def spoiler_open(here: Scene) -> None:
    here.say(words=MARKED, by=0)
    here.open()
    here.at(".spoiler input").check()


@scene
def folded(here: Scene) -> None:
    here.talk()
    here.say(2)
    here.open()
    here.press("[data-fold]")
    expect(here.at(".replies")).to_be_hidden()


@scene
def new_since_last_visit(here: Scene) -> None:
    here.say(0, by=0)
    here.open()
    here.page.goto("about:blank")
    here.say(1, by=1)
    here.say(2)
    here.open()
    expect(here.at(".fresh")).to_be_visible()


@scene
def new_comments_wait(here: Scene) -> None:
    here.say(0, by=0)
    here.open()
    here.say(1)
    expect(here.at("[data-news]")).to_be_visible()


@scene
def pinned(here: Scene) -> None:
    here.say(0)
    pin(here.app, here.say(1, by=1))
    here.open()


@scene
def deleted(here: Scene) -> None:
    _, second, _ = here.talk()
    take_back(here.app, second)
    here.open()
    expect(here.at(".gone")).to_be_visible()


@scene
def closed(here: Scene) -> None:
    here.talk()
    set_up(here.app, PAGE, comments_open=False)
    here.open()
    expect(here.at("[data-closed]")).to_be_visible()


@scene
def own_comment(here: Scene) -> None:
    here.open_own()


@scene
def delete_asked(here: Scene) -> None:
    here.open_own()
    here.press("[data-delete]")
    expect(here.at(".ask")).to_be_visible()


@scene
def editor(here: Scene) -> None:
    here.open_own()
    here.press("[data-edit]")
    expect(here.at(".editor textarea")).to_be_focused()


@scene
def editor_refused(here: Scene) -> None:
    editor(here)
    here.at(".editor textarea").fill(" ")
    here.press(".editor .button.main")
    expect(here.at(".editor .wrong")).to_be_visible()


@scene
def liked(here: Scene) -> None:
    here.open_own()
    here.press("article [data-likes] [aria-pressed]")
    expect(here.at("article [data-likes] [aria-pressed=true]")).to_be_visible()
    here.press("[data-likes]:not(article *) [aria-pressed]")
    expect(here.at("[data-likes]:not(article *) [aria-pressed=true]")).to_be_visible()


@scene
def liked_by_others(here: Scene) -> None:
    liked(here)
    here.page.context.clear_cookies()
    here.open()
    expect(here.at("[data-late='likes/list']")).to_be_visible()


@scene
def list_of_likes(here: Scene) -> None:
    liked(here)
    here.press("article [data-late='likes/list']")
    expect(here.at(".liked-by")).to_be_visible()


@scene
def like_as_guest(here: Scene) -> None:
    here.talk()
    here.open()
    here.press("article [data-likes] [aria-pressed]")
    expect(here.at("[data-identity] > .note")).to_be_visible()


@scene
def report(here: Scene) -> None:
    here.talk()
    here.open()
    here.press(".report")
    expect(here.at(".report-form")).to_be_visible()


@scene
def report_without_scripts(here: Scene) -> Page:
    here.page.goto(f"{COMMENTS}/comments/{here.say(0)}/report?lang={here.lang}")
    return here.page


def watch(here: Scene) -> None:
    """As the first of the people, who looks after the site, touch the text; a comment waits and one is reported."""
    waiting = here.say(2)
    reported = here.talk()[1]
    with here.app.app_context(), transaction() as store:
        hold(store, waiting)
        account = known(store, NAMES[here.lang][0]).account
        give_role(store, site_at(store, PAGE), account, Role.MODERATOR, clock.now())
        comment = comment_by_id(store, reported)
        assert comment
        report_comment(store, comment, Reporter(None, "here"), (Complaint.ABUSE, here.words[0]), clock.now())
    here.arrive()
    here.open_form(at=".me")
    expect(here.at("[data-why]")).to_be_visible()


@scene
def staff(here: Scene) -> None:
    watch(here)
    for place in ("[data-waiting]", "[data-comments]"):
        here.press(f"{place} [data-moderate] summary")
    here.at("[data-comments] [data-moderate] select").select_option(index=2)


@scene
def staff_decided(here: Scene) -> None:
    watch(here)
    here.press("[data-waiting] [data-moderate] summary")
    here.press("[data-waiting] [data-decide='spam']")
    expect(here.at("[data-decided]")).to_be_visible()


@scene
def history(here: Scene) -> Page:
    editor(here)
    here.at(".editor textarea").fill(here.words[1])
    here.press(".editor .button.main")
    with here.page.context.expect_page() as opened:
        here.press("a[href*=history]")
    expect(opened.value.locator("del").first).to_be_visible()
    return opened.value
