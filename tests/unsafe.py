"""Every route that changes something, by how a request proves that it may, and the origins of other people."""

from flask import Flask
from frames import ORIGIN
from stage import BLOG

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
PROVED_OTHERWISE = {
    "POST /signin/transactions/<transaction_id>/start": "bind",
    "POST /signin/transactions/<transaction_id>/claim": "claim_secret",
    "POST /signin/transactions/<transaction_id>/bearer": "claim_secret",
    "POST /signin/passkey/answer": "state and flow cookie",
    "POST /signin/passkey/offer": "state and flow cookie",
    "POST /signin/passkey/offer/made": "state and flow cookie",
    "POST /signin/passkey/offer/later": "state and flow cookie",
}
PLAIN_FORMS = {  # of a sign-in by mail, answered by pages: test_mail_attacks.py
    "POST /signin/email": "state and flow cookie",
    "POST /signin/email/code": "state and flow cookie",
    "POST /signin/email/link": "link and flow cookie",
}
BY_MAIL = {  # pages to which the links of mails lead: test_subscriptions.py, test_decide_links.py
    "POST /subscriptions/<token>": "link",
    "POST /decide/<token>": "link",
}
CALLED_FROM_ELSEWHERE = {  # by a provider's server or page, which has neither token nor Origin of ours
    "POST /signin/<provider>/callback": "state and flow cookie",
    "POST /signin/<provider>/back-channel-logout": "logout_token",
    "POST /unsubscribe/<token>": "link",  # by mail programs: RFC 8058
    "POST /signin/facebook/deauthorize": "signed_request",
    "POST /signin/facebook/data-deletion": "signed_request",
}
OWN_PAGE = "/me"  # its plain forms are in test_me_csrf.py
DESK = "/admin"  # the pages of who looks after a site: test_desk_csrf.py
OF_ONESELF = {  # the same kind of form, at an address of the contract
    "POST /comments/<comment_id>/edit",
    "POST /threads/<thread_id>/reply",
}
FOREIGN = [None, "null", "", "https://evil.test", f"{ORIGIN}.evil.test", f"{ORIGIN}:444", ORIGIN.upper(), f"{ORIGIN}/"]
FOREIGN += [BLOG.rpartition("/")[0], ORIGIN.replace("https", "http"), f"{ORIGIN}, {ORIGIN}", f"{ORIGIN} {ORIGIN}"]


def routes_with(app: Flask, start: str) -> list[str]:
    """Return each unsafe method with its rule, of those whose path begins so."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(start)]
    return sorted(f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) & UNSAFE)


def own_forms(app: Flask) -> set[str]:
    """Return the routes of plain forms on pages about oneself."""
    return {*routes_with(app, OWN_PAGE), *OF_ONESELF}


def desk_forms(app: Flask) -> set[str]:
    """Return the routes of forms on the pages of who looks after a site."""
    return {*routes_with(app, DESK)}


def unsafe_routes(app: Flask) -> list[str]:
    """Return those that a frame or its window can send."""
    forms = own_forms(app) | desk_forms(app)
    return sorted({*routes_with(app, "/")} - forms - {*CALLED_FROM_ELSEWHERE, *PLAIN_FORMS, *BY_MAIL})
