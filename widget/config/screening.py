"""Who outside is asked about comments, if anybody: Akismet, and a service of the owner's own."""

from dataclasses import dataclass, field

from widget.config.problem import ConfigurationError
from widget.core.urls import is_web_address, origin_of

SHORTEST_SECRET = 16  # characters


@dataclass(frozen=True, slots=True)
class AkismetSettings:
    """The key of an account there, and whether what it calls the worst goes to the trash."""

    key: str = field(repr=False)
    url: str
    discard: bool


@dataclass(frozen=True, slots=True)
class ScreeningSettings:
    """Which checks outside there are; `deadline` is how many seconds whoever posts waits for one."""

    deadline: float
    url: str
    secret: str = field(repr=False)
    akismet: AkismetSettings

    @property
    def asks_akismet(self) -> bool:
        """Whether Akismet is asked."""
        return bool(self.akismet.key)

    @property
    def asks(self) -> bool:
        """Whether anybody outside is asked."""
        return bool(self.akismet.key or self.url)


NOBODY_ASKED = ScreeningSettings(
    deadline=2.5,
    url="",
    secret="",
    akismet=AkismetSettings(key="", url="https://rest.akismet.com", discard=False),
)


def check_screening(screening: ScreeningSettings, *, allow_http: bool) -> None:
    """Refuse what could ask nobody, or would send comments in the clear or unsigned."""
    if not 0 < screening.deadline <= 10:
        raise ConfigurationError("screening.deadline must be more than 0 and at most 10 seconds: people wait for it.")
    if screening.akismet.key and origin_of(screening.akismet.url) != screening.akismet.url:
        raise ConfigurationError('screening.akismet.url must be scheme and host alone: "https://rest.akismet.com".')
    if screening.url and not is_web_address(screening.url):
        raise ConfigurationError("screening.url must be the address of a service of yours, with https://.")
    if screening.url and len(screening.secret) < SHORTEST_SECRET:
        raise ConfigurationError("screening.secret must be 16 or more random characters: it signs what is sent there.")
    asked = (screening.url, screening.akismet.url if screening.akismet.key else "")
    if not allow_http and any(url.startswith("http:") for url in asked):
        raise ConfigurationError("screening.url and screening.akismet.url must begin with https://.")
