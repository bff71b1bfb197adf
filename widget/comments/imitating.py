"""Names that could be taken for those of whoever looks after a site, or for what readers call them."""

from functools import cache

from widget.core.skeleton import skeletons
from widget.core.text import marked
from widget.extensions import Store
from widget.people.models import Identity
from widget.people.roles import names_on, role_of
from widget.sites.models import Site
from widget.web.languages import words_for

WORDS = (marked("Owner"), marked("Moderator"))
ALWAYS = ("admin", "administrator", "staff")
LOOKS_LIKE = marked("This name looks like that of somebody who looks after this site. Please choose another one.")


def imitates(store: Store, site: Site, name: str, identity: Identity | None = None) -> bool:
    """Whether a name looks like that of somebody of the staff whom it does not belong to, or says their word."""
    looks = skeletons(name)
    words = {look for word in name.split() for look in skeletons(word)} | looks
    if role_of(store, site, identity):
        return False
    return bool(words & role_looks()) or any(not looks.isdisjoint(skeletons(one)) for one in names_on(store, site))


@cache
def role_looks() -> frozenset[str]:
    """Return what the words for the staff look like, in every language that readers may have."""
    spoken = frozenset().union(*(words_for(word) for word in WORDS))
    return frozenset(look for word in (*spoken, *ALWAYS) for look in skeletons(word))
