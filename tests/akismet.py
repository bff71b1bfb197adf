"""Akismet as a server of the tests: its wire format, with whatever it is to answer next."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from loopback import serving
from werkzeug.wrappers import Request, Response

KEY = "a-key-of-the-tests"
QUOTA = '{"limit": 350000, "usage": 7463, "percentage": "2.13", "throttled": false}'
SITES = '{"2026-11": [{"site": "https://blog.test", "api_calls": "7", "spam": "3", "ham": "4"}], "total": 1}'


@dataclass
class Says:
    """One answer: text, headers, status; `hangs` until the server is let go, `meanwhile` happens before it is given."""

    text: str = "false"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    hangs: bool = False
    meanwhile: Callable[[], None] = lambda: None


@dataclass
class Akismet:
    """What was asked, path by path with its fields, and what is said next; in the end it always says no."""

    next: list[Says] = field(default_factory=list)
    always: Says = field(default_factory=Says)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    url: str = ""

    def of(self, path: str) -> list[dict[str, str]]:
        """The fields of everything that was sent there."""
        return [fields for asked, fields in self.asked if asked == path]

    @property
    def checks(self) -> list[dict[str, str]]:
        """The fields of every comment that was checked."""
        return self.of("/1.1/comment-check")

    def __call__(self, request: Request) -> Response:
        assert request.method == "POST"
        assert request.query_string == b"", "nothing is in the address"
        fields = dict(request.form)
        self.asked.append((request.path, fields))
        if request.path == "/1.1/verify-key":
            return Response("valid" if fields["key"] == fields["api_key"] == KEY else "invalid")
        if fields.get("api_key") != KEY:
            return Response("invalid", headers={"X-akismet-debug-help": "We do not know the key " + fields["api_key"]})
        says = self.next.pop(0) if self.next else self._usual(request.path)
        says.meanwhile()
        if says.hangs:
            self.over.wait(20)
        return Response(says.text, status=says.status, headers=dict(says.headers))

    def _usual(self, path: str) -> Says:
        usual = {"/1.2/usage-limit": QUOTA, "/1.2/key-sites": SITES}
        if path in {"/1.1/submit-spam", "/1.1/submit-ham"}:
            return Says("Thanks for making the web a better place.")
        return Says(usual[path]) if path in usual else self.always


@contextmanager
def serving_akismet() -> Iterator[Akismet]:
    """Run it; whoever still hangs is let go in the end."""
    akismet = Akismet()
    with serving(akismet) as server:
        akismet.url = server.url
        try:
            yield akismet
        finally:
            akismet.over.set()


def akismet_settings(akismet: Akismet, **more: str) -> dict[str, str]:
    """Return the settings that ask it, for `settings_for`; whoever posts waits half a second at most."""
    settings = {"screening_akismet_key": KEY, "screening_akismet_url": akismet.url, "screening_deadline": "0.5"}
    return settings | {"outgoing_allow_loopback": "true"} | more
