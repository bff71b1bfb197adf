"""`/privacy` says what is so: what is configured stands there, and what is not does not."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from stage import running, settings_for
from windows import FakeProvider

from widget.ops.receivers import in_browser, outside_checks, receivers
from widget.providers.email import EmailLink
from widget.web.running import PROVIDERS


def words(app: Flask, query: str = "") -> str:
    return app.test_client().get(f"/privacy{query}", base_url=ORIGIN).text


@pytest.fixture
def other(database: str) -> Iterator[Flask]:
    """The application of an owner who keeps addresses for three days, the audit log for good, and mails."""
    given = {"retention_addresses_days": "3", "retention_audit_days": "0", "sessions_absolute_days": "60"}
    given |= {"mail_host": "smtp.example.org", "mail_sender": "comments@example.org"}
    with running(settings_for(database, **given)) as app:
        yield app


def test_times_are_those_of_the_configuration(app: Flask, other: Flask) -> None:
    here, there = words(app), words(other)
    assert "kept: 30 days" in here
    assert "kept: 365 days" in here
    assert "kept: 3 days" in there
    assert "kept: 365 days" not in there
    assert "90 days" in here
    assert "60 days" in there


def test_providers_stand_there_as_the_form_offers_them(app: Flask, fakes: dict[str, FakeProvider]) -> None:
    fakes_and_mail: dict[str, Any] = {**fakes, "email": EmailLink(ORIGIN)}
    app.extensions[PROVIDERS] = fakes_and_mail
    page = words(app)
    assert all(one.title in page for one in fakes.values())
    assert "We will send one mail" not in page
    app.extensions[PROVIDERS] = {}
    assert "Google" not in words(app)


def test_a_mail_server_is_named_where_there_is_one(app: Flask, other: Flask) -> None:
    assert "smtp.example.org" in words(other)
    assert "the mail server said" in words(app)
    assert "smtp" not in words(app)


def test_what_looks_at_comments_from_outside_is_named() -> None:
    plain = settings_for("sqlite://")
    assert (outside_checks(plain), receivers(plain)) == ([], [])
    screening = SimpleNamespace(akismet=SimpleNamespace(key="0123"), url="https://spam.example.org/check")
    checked = SimpleNamespace(screening=screening, mail=plain.mail)
    assert outside_checks(cast(Any, checked)) == ["Akismet", "spam.example.org"]
    assert "email address" in receivers(cast(Any, checked))[0].gets


def test_without_a_check_from_outside_it_says_so(app: Flask) -> None:
    assert "No service outside looks at what you write." in words(app)


def test_it_is_a_page_for_one_site_or_for_all(app: Flask, guest: Frame, records: Records) -> None:
    assert "<bdi>Blog</bdi>" in words(app, f"?site={guest.site}")
    assert "<bdi>" not in words(app)
    assert app.test_client().get("/privacy?site=nothing", base_url=ORIGIN).status_code == 404
    with records.unchanged(but=()):
        answer = app.test_client().get("/privacy", base_url=ORIGIN)
    assert ("Set-Cookie" in answer.headers, answer.headers["Cache-Control"]) == (False, "no-store")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_name_of_a_site_runs_nothing(app: Flask, guest: Frame, records: Records) -> None:
    records.change("UPDATE sites SET name = '<script>alert(1)</script>'")
    assert "<script>alert" not in words(app, f"?site={guest.site}")


def test_cookies_are_told_with_the_time_that_they_have() -> None:
    plain = settings_for("sqlite://")
    told = {one.name: one.time for one in in_browser(replace(plain))}
    assert told["__Host-rejoinder-SITE"] == plain.sessions.absolute
    assert told["__Host-rejoinder-me"].total_seconds() == 7200  # type: ignore[union-attr]  # it has a time
