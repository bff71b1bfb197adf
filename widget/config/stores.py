"""From `database_url` to the store that it means: SQLite, or PostgreSQL through psycopg 3."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from widget.config.problem import ConfigurationError

PSYCOPG = "postgresql+psycopg"
DRIVERS = {"sqlite": "sqlite", "sqlite+pysqlite": "sqlite"}
DRIVERS |= dict.fromkeys(("postgres", "postgresql", PSYCOPG), PSYCOPG)
EXAMPLES = '"sqlite:///rejoinder.sqlite3" or "postgresql://user:password@host/rejoinder"'


def store_url(text: str, name: str = "database_url") -> URL:
    """Return what `text` means; raise ConfigurationError, which calls it by `name`."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise ConfigurationError(f"{name} must be as in {EXAMPLES}.") from error
    if url.drivername not in DRIVERS:
        raise ConfigurationError(f"{name} must be as in {EXAMPLES}: there is no other store.")
    url = url.set(drivername=DRIVERS[url.drivername])
    return _with_psycopg(url) if url.drivername == PSYCOPG else url


def _with_psycopg(url: URL) -> URL:
    """Check that the driver is there; a host that does not answer is waited for no longer than ten seconds."""
    try:
        url.get_dialect().import_dbapi()
    except ImportError as error:
        raise ConfigurationError("PostgreSQL needs its driver: pip install 'rejoinder[postgres]'.") from error
    return url.set(query={"application_name": "rejoinder", "connect_timeout": "10"} | url.query)
