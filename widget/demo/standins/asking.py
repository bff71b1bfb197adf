"""What a provider checks before it shows anybody a page: the client, the return address, the challenge.

As at the real ones, a request that fails here is answered by a page and never sent back.
"""

import re

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from widget.demo.people import person
from widget.demo.standins.codes import Asked, Client
from widget.demo.standins.house import Standin, house


class Complaint(Exception):
    """A request that the provider will not go on with: its own word for the fault, and a sentence."""

    def __init__(self, standin: Standin, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.standin, self.word, self.sentence = standin, word, sentence


def begin(standin: Standin, *, forced: bool) -> Response:
    """To the account chooser, or straight to consent where this browser has already chosen."""
    ticket = house().desks[standin.id].receive(read_request(standin))
    known = person(standin.id, request.cookies.get(f"standin-{standin.id}", ""))
    step = "consent" if known and not forced else "chooser"
    return redirect(url_for(f"pages.{step}", provider=standin.id, ticket=ticket))


def read_request(standin: Standin) -> Asked:
    client, challenge = read_client(standin), read_challenge(standin)
    scopes = frozenset(re.split(r"[\s,]+", request.args.get("scope", "").strip()))
    if not standin.needed <= scopes:
        raise Complaint(standin, "invalid_scope", f"The scope lacks {', '.join(standin.needed - scopes)}.")
    state = request.args.get("state")
    if standin.pkce and not 0 < len(state or "") <= 500:
        raise Complaint(standin, "invalid_request", "The state is missing or longer than 500 characters.")
    return Asked(client, state, scopes, request.args.get("nonce"), challenge)


def read_client(standin: Standin) -> Client:
    client = house().clients.get(standin.id)
    if client is None or request.args.get("client_id") != client.client_id:
        raise Complaint(standin, "invalid_client", "No application is registered under this client id.")
    if request.args.get("redirect_uri") != client.redirect_uri:
        raise Complaint(standin, "redirect_uri_mismatch", "The return address is not the registered one.")
    if request.args.get("response_type") != "code":
        raise Complaint(standin, "unsupported_response_type", "Only response_type=code is understood.")
    return client


def read_challenge(standin: Standin) -> str | None:
    challenge = request.args.get("code_challenge")
    if challenge is None and standin.pkce:
        raise Complaint(standin, "invalid_request", "The code_challenge is missing.")
    if challenge is not None and request.args.get("code_challenge_method") != "S256":
        raise Complaint(standin, "invalid_request", "Only code_challenge_method=S256 is understood.")
    return challenge
