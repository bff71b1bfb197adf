"""The demo's first comments, posted by the same actions as everybody else's."""

from datetime import datetime

from widget.comments.actions import delete_comment, post_comment
from widget.comments.drafts import Draft, Guest
from widget.comments.liking import like
from widget.comments.models import Comment
from widget.comments.pinning import pin_comment
from widget.comments.queries import comment_by_id
from widget.config import Settings
from widget.core.pictures import MEDIA_TYPE, shrink
from widget.core.signing import mac
from widget.demo.conversation import Said, conversations
from widget.demo.people import PEOPLE, Person
from widget.demo.portraits import portrait
from widget.demo.standins import STANDINS
from widget.extensions import Store
from widget.people.actions.identities import SmallPicture, remember_identity
from widget.people.models import Identity
from widget.people.role_models import Role
from widget.people.roles import give_role
from widget.providers import Profile
from widget.screening.verdicts import Submission
from widget.sites.actions import add_site
from widget.sites.queries import site_of_page
from widget.threads.actions import ThreadAddress
from widget.threads.policy import settings_of

Authors = dict[str, Identity]
OWNER = "ada"  # whoever logs in as her looks after the blog


def seed_once(store: Store, settings: Settings, blog_url: str, now: datetime) -> None:
    """Register the blog and fill it; a blog that is registered already keeps what it has."""
    if site_of_page(store, blog_url):
        return
    site = add_site(store, name="Window Seat", origins=[blog_url], now=now)
    site.min_seconds, site.approved_before = 0, False  # who tries it out sees their first comment at once
    authors = know_people(store, settings, now)
    give_role(store, site, authors[OWNER].account, Role.OWNER, now)
    for slug, conversation in conversations().items():
        hold(store, settings, ThreadAddress(site, f"{blog_url}/{slug}"), conversation, authors)


def know_people(store: Store, settings: Settings, now: datetime) -> Authors:
    """Everybody with an account at a stand-in, as a sign-in would have remembered them."""
    accounts = settings.providers["google"]["issuer"].removesuffix("/google")
    known = {}
    for provider, standin in STANDINS.items():
        for person in PEOPLE[provider]:
            handle = standin.handle_of(person, accounts)
            subject = standin.subject_of(person, accounts)
            profile = Profile(standin.issuer_of_people(accounts), subject, person.name, handle)
            picture = picture_of(person)
            known[person.key] = remember_identity(store, profile, provider=provider, picture=picture, now=now)
    return known


def picture_of(person: Person) -> SmallPicture:
    return SmallPicture(MEDIA_TYPE, shrink(portrait(person, 400)))


def hold(store: Store, settings: Settings, address: ThreadAddress, conversation: list[Said], authors: Authors) -> None:
    """Let everybody say what they have to say, like it, and take back what they take back; some of it waits."""
    posted: dict[str, str] = {}
    for said in conversation:
        parent = posted[said.to] if said.to else None
        draft = draft_of(said, address, parent, authors, settings.secret_key)
        posted[said.key] = post_comment(store, draft, now=said.when).comment.public_id
    for said in conversation:
        if comment := comment_by_id(store, posted[said.key]):
            follow(store, said, comment, authors)


def follow(store: Store, said: Said, comment: Comment, authors: Authors) -> None:
    """What comes after a comment: who likes it, whether it is pinned, or gone."""
    for person in said.likes:
        like(store, comment, authors[person], said.when, wanted=True)
    if said.pinned:
        pin_comment(store, comment, said.when)
    if said.deleted:
        delete_comment(store, comment, said.when)


def draft_of(said: Said, address: ThreadAddress, parent: str | None, authors: Authors, secret_key: str) -> Draft:
    return Draft(
        address=address,
        author=said.by if isinstance(said.by, Guest) else authors[said.by],
        body=said.body,
        parent=parent,
        idempotency_key=f"demo-comment-{said.key}",
        network=mac(secret_key, "network", said.key).hex(),
        signature_key=secret_key,
        verdict=said.verdict,
        sent=sent(said, address) if said.verdict.findings else None,
    )


def sent(said: Said, address: ThreadAddress) -> Submission:
    """Return how something was sent that waits in the queue."""
    return Submission(
        site=address.site,
        settings=settings_of(address.site, None),
        body=said.body,
        html="",
        page=address.kept_page,
        sent=said.when,
        address="203.0.113.7",
        user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    )
