"""One person with several accounts: linked only by who has just logged in with both, and told what it means."""

import pytest
from flask import Flask
from frames import Frame
from owners import Owner, commenting
from records import Records
from stage import BLOG, Time
from windows import FakeProvider

Fakes = dict[str, FakeProvider]


@pytest.fixture
def ada(app: Flask, fakes: Fakes) -> Owner:
    """Ada, just logged in to her own page with Google; at X she is Mira."""
    return Owner(app).log_in()


def accounts(records: Records) -> list[list[str]]:
    """Return the names in each account."""
    rows = records.query("SELECT account_id, name FROM identities ORDER BY account_id, id")
    return [[name for number, name in rows if number == account] for account in dict.fromkeys(one for one, _ in rows)]


def test_nothing_is_linked_before_the_question_was_answered(ada: Owner, records: Records, fakes: Fakes) -> None:
    page = ada.bring("x")
    assert fakes["x"].chosen == [True]
    assert "Link this account? Mira X It has written nothing here yet." in ada.words(page)
    assert accounts(records) == [["Ada"], ["Mira"]]
    assert ada.press(page, on=page).location == "/me"
    assert accounts(records) == [["Ada", "Mira"]]
    assert records.count("accounts") == 1


def test_what_both_have_written_is_on_one_page(app: Flask, ada: Owner) -> None:
    for provider in ("google", "x"):
        commenting(app, provider).post(f"By {provider}")
    page = ada.bring("x")
    assert "It has written 1 comment here." in ada.words(page)
    ada.press(page, on=page)
    words = ada.words()
    assert "2 comments of mine" in words
    assert "By google" in words
    assert "By x" in words
    document = Frame(app, BLOG).document().text
    assert 'data-author="Ada"' in document
    assert 'data-author="Mira"' in document


def test_either_account_opens_the_page_once_they_are_linked(app: Flask, ada: Owner) -> None:
    ada.link("x")
    assert "Ada Google" in Owner(app).log_in("x").words()


def test_the_same_name_and_address_elsewhere_is_somebody_else(app: Flask, fakes: Fakes, records: Records) -> None:
    """Whoever makes an account at another provider with somebody's name or address gets nothing of theirs."""
    commenting(app).post("Ada's own words")
    fakes["x"].name = "Ada"
    claimant = Owner(app).log_in("x")
    assert "You have written nothing yet." in claimant.words()
    assert "Ada's own words" not in claimant.words()
    assert accounts(records) == [["Ada"], ["Ada"]]


def test_a_stale_first_side_is_refused(app: Flask, fakes: Fakes, time: Time, records: Records) -> None:
    ada = Owner(app).log_in()
    time.passes(minutes=10, seconds=1)
    assert "/me/links" not in ada.forms()
    with records.unchanged(but=()):
        refused = ada.press("/me/links", provider="x")
    assert (refused.status_code, "more than ten minutes ago" in refused.text) == (403, True)


def test_a_first_side_that_has_become_stale_at_the_provider_is_refused(
    app: Flask, fakes: Fakes, time: Time, records: Records
) -> None:
    ada = Owner(app).log_in()
    time.passes(minutes=6)
    page = ada.bring("x")
    time.passes(minutes=5)
    assert ada.see(page).status_code == 403
    assert ada.press(page).status_code == 403
    assert accounts(records) == [["Ada"], ["Mira"]]


def test_a_second_side_that_is_old_is_refused(app: Flask, fakes: Fakes, time: Time, records: Records) -> None:
    ada = Owner(app).log_in()
    page = ada.bring("x")
    time.passes(minutes=11)
    assert ada.press(page).status_code == 403
    assert accounts(records) == [["Ada"], ["Mira"]]


def test_a_strangers_visit_cannot_be_answered(app: Flask, ada: Owner, fakes: Fakes, records: Records) -> None:
    """Login CSRF: somebody sends Ada to the page that would link their own account with hers."""
    fakes["x"].name = "Mallory"
    mallory = Owner(app).log_in("facebook")
    page = mallory.bring("x")
    before = accounts(records)
    assert ada.see(page).status_code == 404
    assert ada.press(page).status_code == 404
    assert accounts(records) == before


def test_a_strangers_code_does_not_arrive_in_another_browser(
    app: Flask, ada: Owner, fakes: Fakes, records: Records
) -> None:
    mallory = Owner(app).log_in("facebook")
    visit = mallory.visit("x", path="/me/links")
    visit.owner = ada
    assert visit.come_back().status_code == 400
    assert "Mira" not in str(accounts(records))


def test_logging_in_again_meanwhile_leaves_the_visit_behind(app: Flask, ada: Owner, records: Records) -> None:
    page = ada.bring("x")
    ada.log_in("facebook")
    assert ada.press(page).status_code == 404
    assert accounts(records) == [["Ada"], ["Mira"], ["Ingrid"]]


def test_a_sign_in_of_a_frame_links_nothing(app: Flask, ada: Owner, records: Records) -> None:
    commenting(app, "x")
    ((sign_in,),) = records.query("SELECT public_id FROM transactions WHERE provider = 'x'")
    with records.unchanged(but=()):
        assert ada.press(f"/me/links/{sign_in}").status_code == 404


def test_an_answer_links_once(ada: Owner, records: Records) -> None:
    page = ada.bring("x")
    ada.press(page, on=page)
    unlink = next(form for form in ada.forms() if form.endswith("/unlink"))
    ada.press(unlink)
    before = accounts(records)
    assert ada.press(page).status_code == 403
    assert accounts(records) == before


def test_the_one_that_is_linked_elsewhere_says_what_it_leaves(app: Flask, fakes: Fakes, records: Records) -> None:
    Owner(app).log_in("facebook").link("x")
    ada = Owner(app).log_in()
    page = ada.bring("x")
    assert "It is linked with Ingrid (Facebook) now, and will not be any more." in ada.words(page)
    ada.press(page, on=page)
    assert sorted(map(sorted, accounts(records))) == [["Ada", "Mira"], ["Ingrid"]]


def test_who_is_linked_loses_the_pages_that_were_open_with_it(app: Flask, ada: Owner) -> None:
    elsewhere = Owner(app).log_in("x")
    ada.link("x")
    assert not elsewhere.is_logged_in()


def test_an_account_that_is_about_to_be_erased_is_not_linked(app: Flask, ada: Owner, records: Records) -> None:
    Owner(app).log_in("x").press("/me/erase", on="/me/erase", remove="text")
    page = ada.bring("x")
    assert "That account is about to be erased." in ada.words(page)
    assert ada.press(page).status_code == 403
    assert accounts(records) == [["Ada"], ["Mira"]]


def test_unlinking_gives_an_account_of_its_own(app: Flask, ada: Owner, records: Records) -> None:
    commenting(app, "x").post("By Mira")
    ada.link("x")
    mira = next(form for form in reversed(ada.forms()) if form.endswith("/unlink"))
    assert ada.press(mira).location == "/me"
    assert accounts(records) == [["Ada"], ["Mira"]]
    assert "By Mira" not in ada.words()
    assert "By Mira" in Owner(app).log_in("x").words()


def test_the_only_account_cannot_be_unlinked(app: Flask, ada: Owner, records: Records) -> None:
    ((identity,),) = records.query("SELECT public_id FROM identities")
    assert not [form for form in ada.forms() if form.endswith("/unlink")]
    with records.unchanged(but=()):
        assert ada.press(f"/me/identities/{identity}/unlink").status_code == 409


def test_nobody_unlinks_what_is_somebody_elses(app: Flask, ada: Owner, fakes: Fakes, records: Records) -> None:
    other = Owner(app).log_in("facebook")
    other.link("x")
    unlink = next(form for form in other.forms() if form.endswith("/unlink"))
    with records.unchanged(but=()):
        ada.press(unlink)


def test_erasing_takes_every_linked_account(app: Flask, ada: Owner) -> None:
    for provider in ("google", "x"):
        commenting(app, provider).post(f"By {provider}")
    ada.link("x")
    ada.press("/me/erase", on="/me/erase", remove="text")
    document = Frame(app, BLOG).document().text
    assert "By google" not in document
    assert "By x" not in document
