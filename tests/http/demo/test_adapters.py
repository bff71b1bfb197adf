"""Rejoinder's own provider adapters meet the stand-ins over HTTP, well-behaved and not."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from standin import FIRST, PROVIDERS
from werkzeug.serving import make_server

from widget.config import Settings
from widget.demo.people import PEOPLE
from widget.demo.server import Quiet
from widget.demo.settings import demo_clients, demo_settings
from widget.demo.standins import Fault, create_standins
from widget.errors import Denied, ProviderFailed
from widget.providers import Flow, Provider, configured, new_flow

COMMENTS = "http://comments.localhost:1"


@pytest.fixture(scope="module")
def app() -> Iterator[tuple[Flask, str]]:
    listening = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=Quiet)
    url = f"http://accounts.localhost:{listening.server_port}"
    listening.app = create_standins(url, demo_clients(COMMENTS))
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    yield listening.app, url
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture(scope="module")
def settings(app: tuple[Flask, str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = demo_settings(COMMENTS, app[1], tmp_path_factory.mktemp("settings"))
    return replace(made, outgoing=replace(made.outgoing, timeout=0.5, deadline=1.0))


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest, app: tuple[Flask, str], settings: Settings) -> Iterator[Provider]:
    yield configured(settings)[request.param]
    app[0].extensions["misbehave"].clear()


def signed_in(app: Flask, provider: Provider, decision: str = "allow") -> tuple[Flow, dict[str, str]]:
    """The flow, and the callback's query after this decision."""
    flow, browser = new_flow(f"{COMMENTS}/signin/{provider.id}/callback"), app.test_client()
    asked = urlsplit(provider.authorise_url(flow, choose_account=True))
    chooser = browser.get(f"{asked.path}?{asked.query}", follow_redirects=True).request.path
    consent = browser.post(chooser, data={"person": FIRST[provider.id]}).location
    answer = browser.get(consent)
    answer = answer if answer.location else browser.post(consent, data={"decision": decision})
    return flow, dict(parse_qsl(urlsplit(answer.location).query))


def test_they_agree_about_who_it_is(app: tuple[Flask, str], provider: Provider) -> None:
    profile, person = provider.profile(*signed_in(app[0], provider)), PEOPLE[provider.id][0]
    assert (profile.subject, profile.name) == (person.subject, person.name)
    assert (profile.picture_url or "").startswith(f"{app[1]}/pictures/{person.key}")


def test_they_agree_about_a_no(app: tuple[Flask, str], provider: Provider) -> None:
    with pytest.raises(Denied):
        provider.profile(*signed_in(app[0], provider, decision="deny"))


@pytest.mark.parametrize("fault", [Fault.NO_NAME, Fault.NO_PICTURE, Fault.NO_EMAIL, Fault.ODD_NAME])
def test_gaps_and_oddities_do_not_stop_anybody(app: tuple[Flask, str], provider: Provider, fault: Fault) -> None:
    app[0].extensions["misbehave"].set(provider.id, fault)
    profile = provider.profile(*signed_in(app[0], provider))
    assert profile.subject == PEOPLE[provider.id][0].subject
    assert profile.name
    assert (profile.picture_url is None) == (fault is Fault.NO_PICTURE)


@pytest.mark.parametrize(
    "fault", [Fault.SLOW, Fault.TOO_MANY, Fault.ERROR_OBJECT, Fault.FALSE_PROFILE, Fault.USED_CODE]
)
def test_every_fault_ends_in_one_failure(app: tuple[Flask, str], provider: Provider, fault: Fault) -> None:
    misbehave = app[0].extensions["misbehave"]
    misbehave.slow_seconds = 1.2
    misbehave.set(provider.id, fault)
    with pytest.raises(ProviderFailed) as failure:
        provider.profile(*signed_in(app[0], provider))
    assert failure.value.detail.endswith(".")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("google", Fault.WRONG_ISS),
        ("google", Fault.OTHER_AUDIENCE),
        ("x", Fault.PROFILE_TOO_MANY),
        ("facebook", Fault.PROFILE_TOO_MANY),
        ("facebook", Fault.BARE_ERROR),
    ],
)
def test_the_faults_of_one_provider_end_so_too(
    app: tuple[Flask, str], settings: Settings, name: str, fault: Fault
) -> None:
    provider = configured(settings)[name]
    app[0].extensions["misbehave"].set(name, fault)
    try:
        with pytest.raises(ProviderFailed):
            provider.profile(*signed_in(app[0], provider))
    finally:
        app[0].extensions["misbehave"].clear()
