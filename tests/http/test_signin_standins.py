"""Signing in over HTTP with stand-ins that speak the wire formats of Google, X and Facebook, faults included."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from accounts import Accounts, serving_accounts
from flask import Flask
from frames import Frame
from records import Records
from stage import BLOG, running, settings_for
from werkzeug.test import TestResponse
from windows import SignIn

from widget.config import Outgoing
from widget.demo.standins import Fault

pytestmark = pytest.mark.either_store  # what providers do, whatever keeps it
NAMES = {"google": "Ada Lindgren", "x": "Mira Castellano", "facebook": "Ingrid Solberg"}
HARMLESS = [Fault.NO_EMAIL, Fault.NO_NAME, Fault.NO_PICTURE, Fault.BAD_PICTURE, Fault.ODD_NAME, Fault.SEVERED]
FATAL = {
    "google": [Fault.TOO_MANY, Fault.ERROR_OBJECT, Fault.FALSE_PROFILE, Fault.USED_CODE, Fault.OTHER_AUDIENCE],
    "x": [Fault.TOO_MANY, Fault.PROFILE_TOO_MANY, Fault.ERROR_OBJECT, Fault.FALSE_PROFILE, Fault.USED_CODE],
    "facebook": [Fault.TOO_MANY, Fault.PROFILE_TOO_MANY, Fault.ERROR_OBJECT, Fault.FALSE_PROFILE, Fault.USED_CODE],
}
FATAL["google"] += [Fault.WRONG_ISS, Fault.SLOW]
FATAL["facebook"] += [Fault.BARE_ERROR]
EVERY_FATAL = [(provider, fault) for provider, faults in FATAL.items() for fault in faults]


@pytest.fixture(scope="module")
def serving() -> Iterator[Accounts]:
    """The stand-ins, running."""
    with serving_accounts() as accounts:
        accounts.app.extensions["misbehave"].slow_seconds = 1.5
        yield accounts


@pytest.fixture
def accounts(serving: Accounts) -> Iterator[Accounts]:
    """The stand-ins, well behaved at the beginning of each test."""
    yield serving
    serving.behave()


@pytest.fixture
def registered(database: str, accounts: Accounts) -> Iterator[Flask]:
    """The application with its providers being the stand-ins."""
    outgoing = Outgoing(allow_loopback=True, ca_file="", timeout=1.0, deadline=1.0)
    settings = settings_for(database, outgoing_allow_loopback="true")
    with running(replace(settings, providers=accounts.providers, outgoing=outgoing)) as app:
        yield app


@pytest.fixture
def frame(registered: Flask) -> Frame:
    """A guest's frame."""
    return Frame(registered, BLOG)


def answer(sign_in: SignIn, accounts: Accounts, *, person: str = "", decision: str = "allow") -> TestResponse:
    """Start a sign-in, go through the provider's pages and come back."""
    assert sign_in.start().status_code == 200
    query = accounts.visit(sign_in.location, person=person, decision=decision)
    return sign_in.window.browser.get(
        f"/signin/{sign_in.provider}/callback", query_string=query, base_url="https://comments.rejoinder.test"
    )


@pytest.mark.parametrize("provider", NAMES)
def test_somebody_signs_in_posts_and_reads_the_own_name(frame: Frame, accounts: Accounts, provider: str) -> None:
    sign_in = SignIn(frame, provider)
    page = answer(sign_in, accounts)
    assert (page.status_code, NAMES[provider] in page.text) == (200, True)
    assert sign_in.claim().status_code == 200
    identity = frame.session()["identity"]
    assert (identity["name"], identity["provider"]) == (NAMES[provider], provider)
    assert f'data-author="{NAMES[provider]}"' in frame.post("Signed in").get_json()["html"]


@pytest.mark.parametrize("provider", NAMES)
def test_no_token_of_the_provider_is_kept_or_told(
    frame: Frame, accounts: Accounts, provider: str, records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sign_in = SignIn(frame, provider)
    texts = [answer(sign_in, accounts).text, sign_in.claim().text, str(frame.session()), str(records.everything())]
    secrets = [*accounts.tokens(), f"demo-{provider}-secret"]
    assert len(secrets) > 2
    assert not [secret for secret in secrets for text in texts if secret in text]
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
    assert not [secret for secret in secrets if secret in ours]


@pytest.mark.parametrize("provider", NAMES)
def test_the_window_is_sent_to_the_provider_with_the_least_scopes(
    frame: Frame, accounts: Accounts, provider: str
) -> None:
    sign_in = SignIn(frame, provider)
    sign_in.start()
    assert sign_in.location.startswith(f"{accounts.url}/{provider}/")
    scopes = {"google": "openid profile", "x": "users.read tweet.read", "facebook": "public_profile"}
    assert parse_qs(urlsplit(sign_in.location).query)["scope"] == [scopes[provider]]
    assert "secret" not in sign_in.location


@pytest.mark.parametrize("provider", NAMES)
def test_who_says_no_reads_so(frame: Frame, accounts: Accounts, provider: str, records: Records) -> None:
    sign_in = SignIn(frame, provider)
    page = answer(sign_in, accounts, decision="deny")
    assert (page.status_code, page.mimetype) == (400, "text/html")
    denied = sign_in.claim()
    assert (denied.status_code, denied.get_json()["type"]) == (410, "denied")
    assert denied.get_json()["detail"] in page.text
    assert records.count("identities") == records.count("sessions") == 0


@pytest.mark.parametrize(("provider", "fault"), EVERY_FATAL)
def test_every_failure_ends_in_one_plain_sentence(
    frame: Frame, accounts: Accounts, records: Records, provider: str, fault: Fault
) -> None:
    accounts.misbehave(provider, fault)
    sign_in = SignIn(frame, provider)
    if fault is Fault.SLOW:
        assert sign_in.start().status_code == 200
        query = accounts.visit(sign_in.location)
        page = sign_in.come_back(**query)
    else:
        page = answer(sign_in, accounts)
    assert (page.status_code, page.mimetype) == (400, "text/html")
    failed = sign_in.claim()
    assert (failed.status_code, failed.get_json()["type"]) == (410, "provider-failed")
    sentence = failed.get_json()["detail"]
    assert sentence in page.text
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert "{" not in sentence
    assert records.count("identities") == records.count("sessions") == 0


@pytest.mark.parametrize("fault", HARMLESS)
@pytest.mark.parametrize("provider", NAMES)
def test_what_a_provider_leaves_out_or_spoils_does_not_hinder(
    frame: Frame, accounts: Accounts, provider: str, fault: Fault
) -> None:
    accounts.misbehave(provider, fault)
    sign_in = SignIn(frame, provider)
    assert answer(sign_in, accounts).status_code == 200
    sign_in.claim()
    identity = frame.session()["identity"]
    assert 1 <= len(identity["name"]) <= 100
    assert not [character for character in identity["name"] if ord(character) < 32]
    html = frame.post("Signed in").get_json()["html"]
    assert "<script" not in html
    assert "<b>" not in html
    assert frame.send("GET", identity["picture"]).status_code == 200


def test_an_answer_without_state_ends_nothing(frame: Frame, accounts: Accounts) -> None:
    accounts.misbehave("google", Fault.NO_STATE)
    sign_in = SignIn(frame)
    assert answer(sign_in, accounts).status_code == 400
    assert sign_in.claim().status_code == 202


def test_the_code_of_one_provider_is_worth_nothing_at_another(
    frame: Frame, accounts: Accounts, records: Records
) -> None:
    google, x = SignIn(frame), SignIn(frame, "x")
    google.start()
    x.start()
    code = accounts.visit(x.location)["code"]
    mixed = google.come_back(code=code, iss=f"{accounts.url}/google")
    assert mixed.status_code == 400
    assert google.claim().get_json()["type"] == "provider-failed"
    assert records.count("identities") == 0


def test_a_code_stolen_from_another_sign_in_is_worth_nothing(
    frame: Frame, accounts: Accounts, records: Records, registered: Flask
) -> None:
    """Code injection: PKCE and the nonce bind a code to the sign-in that asked for it."""
    for provider in ("google", "x"):
        victims, attackers = SignIn(frame, provider), SignIn(Frame(registered, BLOG), provider)
        victims.start()
        attackers.start()
        stolen = accounts.visit(victims.location)
        injected = attackers.come_back(**stolen | {"state": attackers.state})
        assert injected.status_code == 400
    assert records.count("identities") == 0


def test_a_change_of_account_leads_to_the_chooser_and_to_the_other_person(frame: Frame, accounts: Accounts) -> None:
    first = SignIn(frame)
    answer(first, accounts, person="ada")
    first.claim()
    change = SignIn(frame, mode="change")
    answer(change, accounts, person="samuel")
    assert "prompt=select_account" in change.location
    change.claim()
    session = frame.session()
    assert session["identity"]["name"] == "Samuel Okafor"
    assert [one["name"] for one in session["identities"]] == ["Ada Lindgren", "Samuel Okafor"]
