"""Passkeys: made on one's own page, used instead of a provider, and refused for whatever is not quite that."""

import io
import json
import zipfile

import pytest
from devices import Device, Use, make_passkey, options_of, owner_with
from flask import Flask
from frames import ORIGIN, Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time
from windows import FakeProvider, SignIn, Window

from widget.providers.passkey import Passkeys
from widget.web.running import PROVIDERS

Fakes = dict[str, FakeProvider]
UNVERIFIED = "answer could not be verified"


@pytest.fixture
def passkeys(app: Flask, fakes: Fakes) -> None:
    """Passkeys beside the providers at which somebody is signed in."""
    app.extensions[PROVIDERS] = {**fakes, "passkey": Passkeys(ORIGIN)}


@pytest.fixture
def device() -> Device:
    """A device of Ada's that counts how often its passkey is used."""
    return Device(counts=True)


@pytest.fixture
def ada(app: Flask, passkeys: None, device: Device) -> Owner:
    """Ada on her own page, with a passkey on her device."""
    return owner_with(app, device)


@pytest.fixture
def use(app: Flask, ada: Owner) -> Use:
    """A window that asks for a passkey; a form on the blog has opened it."""
    return Use(SignIn(Frame(app, BLOG), "passkey"))


def test_a_passkey_signs_in_as_the_account_for_which_it_was_made(use: Use, device: Device, records: Records) -> None:
    ended = use.ends(device.use(use.options))
    assert (ended.status_code, "Signed in as" in ended.text, "Ada" in ended.text) == (200, True, True)
    assert use.sign_in.claim().status_code == 200
    frame = use.sign_in.frame
    assert frame.who() == "Ada"
    assert frame.post("By a passkey").status_code == 201
    assert (records.count("identities"), records.count("accounts")) == (1, 1)


def test_a_passkey_that_does_not_count_signs_in_again_and_again(app: Flask, passkeys: None) -> None:
    device = Device()
    owner_with(app, device)
    for _ in range(2):
        use = Use(SignIn(Frame(app, BLOG), "passkey"))
        assert use.ends(device.use(use.options)).status_code == 200


def test_a_sign_in_in_the_pages_own_tab_goes_back_there(app: Flask, ada: Owner, device: Device) -> None:
    use = Use(SignIn(Frame(app, BLOG), "passkey", page=BLOG))
    back = use.ends(device.use(use.options)).location or ""
    page, _, code = back.partition("#rejoinder=")
    assert page == BLOG
    assert use.sign_in.claim(code="").status_code == 403
    assert use.sign_in.claim(code=code).status_code == 200


def test_a_passkey_opens_ones_own_page(app: Flask, ada: Owner, device: Device) -> None:
    other = Owner(app)
    visit = other.visit("passkey")
    page = other.see(f"/signin/passkey?state={visit.state}")
    sent = {"state": visit.state, "credential": device.use(options_of(page))}
    answer = other.send("/signin/passkey/answer", sent)
    assert other.see(answer.get_json()["location"]).location == "/me"
    assert other.is_logged_in()


def refused(use: Use, credential: str, *, because: str = UNVERIFIED) -> None:
    """See that an answer signs nobody in, and that window and form say why."""
    ended = use.ends(credential)
    assert (ended.status_code, because in ended.text) == (400, True), ended.text
    told = use.sign_in.claim()
    assert (told.status_code, because in told.get_json()["detail"]) == (410, True)
    assert use.sign_in.frame.who() is None


@pytest.mark.parametrize("lie", [{"origin": "https://evil.test"}, {"host": "evil.test"}, {"challenge": "A" * 43}])
def test_an_answer_to_another_question_is_refused(use: Use, device: Device, lie: dict[str, str]) -> None:
    refused(use, device.use(use.options, **lie))


def test_an_answer_without_a_person_at_the_device_is_refused(use: Use, device: Device) -> None:
    refused(use, device.use(use.options, flags=0))


def test_an_answer_to_another_sign_in_is_refused(app: Flask, use: Use, device: Device) -> None:
    other = Use(SignIn(Frame(app, BLOG), "passkey"))
    refused(use, device.use(other.options))


def test_an_answer_signed_by_another_key_is_refused(use: Use, device: Device) -> None:
    forged = Device(counts=True, id=device.id, person=device.person, count=5)
    refused(use, forged.use(use.options))


def test_a_passkey_that_speaks_for_somebody_else_is_refused(use: Use, device: Device) -> None:
    device.person = "c29tZWJvZHk"
    refused(use, device.use(use.options), because="was removed here")


def test_an_answer_counts_once(app: Flask, use: Use, device: Device, records: Records) -> None:
    answer = device.use(use.options)
    assert use.ends(answer).status_code == 200
    with records.unchanged(but=()):
        use.answer(answer)
    refused(Use(SignIn(Frame(app, BLOG), "passkey")), answer)


def test_a_refused_answer_is_the_only_one_that_a_sign_in_gets(use: Use, device: Device) -> None:
    refused(use, device.use(use.options, origin="https://evil.test"))
    refused(use, device.use(use.options))


def test_a_copy_of_a_passkey_is_found_out_by_its_count(app: Flask, use: Use, device: Device, records: Records) -> None:
    copy = Device(counts=True, key=device.key, id=device.id, person=device.person, count=device.count)
    assert use.ends(device.use(use.options)).status_code == 200
    before = records.query("SELECT sign_count, used FROM passkeys")
    again = Use(SignIn(Frame(app, BLOG), "passkey"))
    refused(again, copy.use(again.options), because="there seems to be a copy of it")
    assert records.query("SELECT sign_count, used FROM passkeys") == before


def test_a_removed_passkey_signs_nobody_in(ada: Owner, use: Use, device: Device) -> None:
    remove = next(form for form in ada.forms() if form.endswith("/remove"))
    assert ada.press(remove).location == "/me"
    refused(use, device.use(use.options), because="was removed here")


def test_whoever_is_about_to_be_erased_gets_no_further_than_their_own_page(
    app: Flask, ada: Owner, device: Device
) -> None:
    ada.press("/me/erase", remove="text")
    use = Use(SignIn(Frame(app, BLOG), "passkey"))
    refused(use, device.use(use.options), because="about to be erased")


def test_an_account_that_is_unlinked_loses_its_passkeys(app: Flask, ada: Owner, device: Device) -> None:
    ada.link("x")
    unlink = next(form for form in ada.forms() if form.endswith("/unlink"))  # the oldest: the one with the passkey
    ada.press(unlink)
    use = Use(SignIn(Frame(app, BLOG), "passkey"))
    refused(use, device.use(use.options), because="was removed here")


def test_an_account_that_is_linked_loses_its_passkeys(app: Flask, ada: Owner, device: Device) -> None:
    other = Owner(app).log_in("x")
    assert "Its passkeys are removed" in other.words(other.bring("google"))
    other.link("google")
    use = Use(SignIn(Frame(app, BLOG), "passkey"))
    refused(use, device.use(use.options), because="was removed here")


def test_no_account_is_linked_by_a_passkey(ada: Owner, records: Records) -> None:
    with records.unchanged(but=()):
        assert ada.press("/me/links", provider="passkey").status_code == 404


def test_another_browser_neither_sees_the_question_nor_answers_it(use: Use, device: Device, app: Flask) -> None:
    use.sign_in.window, own = Window(app), use.sign_in.window
    path = use.sign_in.location.removeprefix(ORIGIN)
    asked = use.sign_in.window.send("GET", path)
    assert (asked.status_code, "data-options" in asked.text) == (400, False)
    assert use.answer(device.use(use.options)).status_code == 403
    use.sign_in.window = own
    assert use.ends(device.use(use.options)).status_code == 200


def test_a_question_is_answered_within_ten_minutes(use: Use, device: Device, time: Time) -> None:
    credential = device.use(use.options)
    time.passes(minutes=11)
    assert use.ends(credential).status_code == 400
    assert use.sign_in.claim().status_code == 410


def test_whoever_cancels_has_used_no_passkey(use: Use) -> None:
    ended = use.sign_in.come_back()
    assert (ended.status_code, "You have used no passkey." in ended.text) == (400, True)
    assert use.sign_in.claim().get_json()["type"] == "denied"


@pytest.mark.parametrize("nonsense", ["", "{", "[]", "{}", '{"id":5}', "[" * 5000, "x" * 30_000])
def test_nonsense_is_no_passkey(use: Use, nonsense: str) -> None:
    refused(use, nonsense)


def test_nonsense_within_an_answer_is_no_passkey(use: Use, device: Device) -> None:
    sent = json.loads(device.use(use.options))
    sent["response"]["authenticatorData"] = "AAAA"
    refused(use, json.dumps(sent))


@pytest.mark.parametrize("lie", [{"origin": "https://evil.test"}, {"host": "evil.test"}, {"challenge": "A" * 43}])
def test_no_passkey_is_made_by_an_answer_to_another_question(
    app: Flask, passkeys: None, records: Records, lie: dict[str, str]
) -> None:
    made = make_passkey(Owner(app).log_in(), Device(), **lie)
    assert (made.status_code, UNVERIFIED in made.text) == (400, True)
    assert records.count("passkeys") == 0


def test_a_passkey_is_made_once_by_one_question(app: Flask, passkeys: None, records: Records) -> None:
    owner, device = Owner(app).log_in(), Device()
    question = options_of(owner.press("/me/passkeys/new"))
    sent = {"csrf_token": owner.token(), "credential": device.make(question)}
    assert owner.send("/me/passkeys", sent).location == "/me"
    sent["credential"] = Device().make(question)
    assert owner.send("/me/passkeys", sent).status_code == 403
    assert records.count("passkeys") == 1


def test_the_same_passkey_is_not_kept_twice(ada: Owner, device: Device, records: Records) -> None:
    assert make_passkey(ada, device).status_code == 409
    assert records.count("passkeys") == 1


def test_a_device_is_told_which_passkeys_there_are(ada: Owner, device: Device) -> None:
    asked = options_of(ada.press("/me/passkeys/new"))
    assert [one["id"] for one in asked["excludeCredentials"]] == [json.loads(device.use({"challenge": "x"}))["id"]]
    assert asked["authenticatorSelection"]["residentKey"] == "required"


def test_a_passkey_needs_a_fresh_sign_in(ada: Owner, time: Time, records: Records) -> None:
    page = ada.press("/me/passkeys/new")
    time.passes(minutes=11)
    assert ada.press("/me/passkeys/new").status_code == 403
    late = {"csrf_token": ada.token(), "credential": Device().make(options_of(page))}
    assert ada.send("/me/passkeys", late).status_code == 403
    assert records.count("passkeys") == 1
    assert "/me/passkeys/new" not in ada.forms()


def test_nobody_sees_or_removes_the_passkeys_of_somebody_else(
    app: Flask, ada: Owner, device: Device, records: Records
) -> None:
    remove = next(form for form in ada.forms() if form.endswith("/remove"))
    mira = Owner(app).log_in("x")
    assert remove not in mira.forms()
    mira.press(remove)
    assert records.count("passkeys") == 1


def test_an_account_has_room_for_twenty(app: Flask, ada: Owner, records: Records) -> None:
    for _ in range(19):
        make_passkey(ada, Device())
    assert make_passkey(ada, Device()).status_code == 409
    assert records.count("passkeys") == 20


def test_passkeys_are_shown_with_their_device_and_exported(ada: Owner) -> None:
    assert "Passkeys Firefox, Linux Ada (Google), since" in ada.words()
    archive = zipfile.ZipFile(io.BytesIO(ada.see("/me/export").data))
    (known,) = json.loads(archive.read("my-comments.json"))["passkeys"]
    assert (known["device"], known["used"]) == ("Firefox, Linux", None)


def test_the_page_that_makes_one_runs_our_script_and_nobody_elses(ada: Owner) -> None:
    page = ada.press("/me/passkeys/new")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_where_passkeys_are_not_offered_nobody_makes_one(app: Flask, fakes: Fakes, records: Records) -> None:
    owner = Owner(app).log_in()
    assert "Passkeys" not in owner.words()
    assert owner.press("/me/passkeys/new").status_code == 404


def test_a_form_offers_passkeys_after_the_providers(app: Flask, passkeys: None) -> None:
    page = commenting(app).document().text
    assert page.index('data-provider="facebook"') < page.index('data-provider="passkey"')
    assert "if you have made one under My account" in page
